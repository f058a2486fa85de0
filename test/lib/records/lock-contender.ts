import {hostname} from 'node:os'
import {takeLock} from '../../../src/lib/records/files/lock.js'

/** A process of the lock test: takes the lock when told, keeps it until told to give it back. */
const directory = process.argv[2] ?? ''
let release: (() => Promise<void>) | undefined

const take = (): string => {
  try {
    const lock = takeLock(directory, {
      who: 'child',
      where: hostname(),
      pid: process.pid,
      since: new Date().toISOString(),
    })
    release = () => lock.release()
    return 'won'
  } catch {
    return 'lost'
  }
}

const giveBack = async (): Promise<string> => {
  await release?.()
  release = undefined
  return 'released'
}

process.on('message', (message) => {
  const work = message === 'take' ? Promise.resolve(take()) : giveBack()
  work.then(
    (answer) => process.send?.(answer),
    () => process.exit(1),
  )
})
process.send?.('ready')
