import {existsSync, rmSync, writeFileSync} from 'node:fs'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {ConflictError} from '../../src/lib/base/errors.js'
import {openFileRecords} from '../../src/lib/records/files/file-records.js'

/**
 * One of many processes on the same records: for every round it takes the lock, adds one to a number on record, and
 * gives the lock back. Tells its parent how often it was refused, and what went wrong.
 */
const [directory = '', name = '', rounds = '0', dieAt = ''] = process.argv.slice(2)
const records = openFileRecords(directory)
const inside = join(directory, 'inside')
const result = {refusals: 0, unnamed: 0, together: 0}

/** What every refusal must say: one of us, and the process that it is. */
const NAMED = /^locked by contender-\d+ on \S+ since \d{4}-[^ ]+ \(process \d+\)$/

async function take(): Promise<() => Promise<void>> {
  for (;;) {
    try {
      return await records.lock({who: name, where: hostname(), pid: process.pid, since: new Date().toISOString()})
    } catch (error) {
      if (!(error instanceof ConflictError) || error.code !== 'LOCKED') throw error
      result.refusals += 1
      if (!NAMED.test(error.message)) result.unnamed += 1
      await setTimeout(1 + Math.random() * 20)
    }
  }
}

for (let round = 0; round < Number(rounds); round += 1) {
  const release = await take()
  if (existsSync(inside)) result.together += 1
  if (String(round) === dieAt) process.kill(process.pid, 'SIGKILL')
  writeFileSync(inside, name)
  const before = await records.load('unit')
  const id = String(Number(before?.id ?? '0') + 1)
  await records.save({
    address: 'unit',
    kind: 'organizational-unit',
    id,
    accountId: '111122223333',
    region: 'us-east-1',
    key: {},
    needs: [],
  })
  rmSync(inside)
  await release()
}
process.send?.(result)
process.disconnect()
