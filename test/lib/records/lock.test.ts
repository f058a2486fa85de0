import {type ChildProcess, fork} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {hostname, tmpdir} from 'node:os'
import {join} from 'node:path'
import {build} from 'esbuild'
import {expect, test} from 'vitest'
import {breakLock, takeLock} from '../../../src/lib/records/files/lock.js'

const holder = (pid = process.pid) => ({who: 'ana', where: hostname(), pid, since: '2026-11-22T00:00:00.000Z'})
const newDirectory = (): string => mkdtempSync(join(tmpdir(), 'awsup-lock-'))

/** A process id that was there a moment ago and is gone. */
const gonePid = async (): Promise<number> => {
  const child = fork('-', {execArgv: ['-e', '0'], stdio: 'ignore'})
  await new Promise((resolve) => child.once('exit', resolve))
  return child.pid ?? 0
}

/** A lock file (or a claim on one) of a process, as it would lie there after a crash. */
const leaveBehind = (path: string, pid: number, token: string): void =>
  writeFileSync(path, JSON.stringify({...holder(pid), token}))

test('the lock of a process that is gone is taken over, whatever it left half done', async () => {
  const pid = await gonePid()
  for (const chain of [['lock'], ['lock', 'lock.t0'], ['lock', 'lock.t0', 'lock.t1']]) {
    const directory = newDirectory()
    chain.forEach((name, index) => leaveBehind(join(directory, name), pid, `t${index}`))
    const lock = takeLock(directory, holder())
    expect(readdirSync(directory)).toEqual(['lock'])
    await lock.release()
    expect(readdirSync(directory)).toEqual([])
  }
})

test('a holder on another machine is never judged to be gone', async () => {
  const directory = newDirectory()
  writeFileSync(join(directory, 'lock'), JSON.stringify({...holder(await gonePid()), where: 'elsewhere', token: 't'}))
  expect(() => takeLock(directory, holder())).toThrow(
    expect.objectContaining({code: 'LOCKED', details: expect.objectContaining({where: 'elsewhere'}) as object}),
  )
})

test('a lock file that is not one is refused, saying which file to delete', () => {
  const directory = newDirectory()
  writeFileSync(join(directory, 'lock'), '{}')
  expect(() => takeLock(directory, holder())).toThrow(
    expect.objectContaining({
      code: 'LOCKED',
      hint: `Delete ${join(directory, 'lock')} once you are sure that no awsup is at work here.`,
    }),
  )
})

test('giving back a lock that another took meanwhile leaves the other its lock', async () => {
  const directory = newDirectory()
  const lock = takeLock(directory, holder())
  leaveBehind(join(directory, 'lock'), process.pid, 'other')
  await lock.release()
  expect(readFileSync(join(directory, 'lock'), 'utf8')).toContain('other')
})

test('a lock is taken from the holder that was named, and from nobody who came after', async () => {
  const directory = newDirectory()
  const theirs = {...holder(4711), where: 'elsewhere'}
  const lock = join(directory, 'lock')
  const put = (token: string, more: object = {}) => writeFileSync(lock, JSON.stringify({...theirs, ...more, token}))
  await expect(breakLock(directory, theirs)).rejects.toMatchObject({code: 'LOCK_CHANGED'})
  put('t0', {since: '2026-11-22T00:00:01.000Z'})
  await expect(breakLock(directory, theirs)).rejects.toMatchObject({code: 'LOCK_CHANGED'})
  expect(readFileSync(lock, 'utf8')).toContain('t0')
  put('t1')
  await breakLock(directory, theirs)
  expect(readdirSync(directory)).toEqual([])

  put('t2')
  writeFileSync(`${lock}.t2`, JSON.stringify({...holder(), token: 'c'}))
  await expect(breakLock(directory, theirs)).rejects.toMatchObject({code: 'LOCKED'})
  expect(readFileSync(lock, 'utf8')).toContain('t2')
})

test('eight processes that want a dead lock in many rounds never hold it at once', async () => {
  const directory = newDirectory()
  const gone = await gonePid()
  const contender = join(newDirectory(), 'contender.mjs')
  const entryPoints = [join(import.meta.dirname, 'lock-contender.ts')]
  await build({entryPoints, outfile: contender, bundle: true, platform: 'node', format: 'esm'})
  const children = Array.from({length: 8}, () => fork(contender, [directory]))
  await Promise.all(children.map((child) => answerOf(child)))
  for (let round = 0; round < 60; round += 1) {
    leaveBehind(join(directory, 'lock'), gone, `r${round}`)
    // In some rounds the one before also died while it took over.
    if (round % 3 === 0) leaveBehind(join(directory, `lock.r${round}`), gone, `c${round}`)
    const answers = children.map((child) => answerOf(child))
    for (const child of children) child.send('take')
    const winners = (await Promise.all(answers)).filter((answer) => answer === 'won')
    expect(winners).toHaveLength(1)
    const released = children.map((child) => answerOf(child))
    for (const child of children) child.send('release')
    await Promise.all(released)
    expect(readdirSync(directory)).toEqual([])
  }
  for (const child of children) child.disconnect()
})

const answerOf = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('message', resolve))
