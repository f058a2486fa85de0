import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {hostname} from 'node:os'
import fc from 'fast-check'
import {expect, onTestFinished, test} from 'vitest'
import {type Held, hold, livenessOf} from '../../../src/lib/records/files/held.js'
import {findProcess, readMark} from '../../../src/lib/records/files/processes.js'

/** What only Linux tells: which start of the machine, and which container. */
const onLinux = test.skipIf(process.platform !== 'linux')

const FILES = {shared: false}
const S3 = {shared: true}

const heldBy = (pid: number, more: Partial<Held> = {}): Held => ({
  ...hold({who: 'ana', where: hostname(), pid, since: new Date().toISOString()}, 't'),
  ...more,
})

/** A lock as an older awsup wrote it: nothing but a host, a process id and a time. */
const oldLock = (pid: number, since: Date): Held => heldBy(pid, {since: since.toISOString(), process: undefined})

/** A process that runs until the test ends. */
function run(script = 'setInterval(() => {}, 1000)'): ChildProcess & {readonly pid: number} {
  const child = spawn(process.execPath, ['-e', script], {stdio: 'ignore'})
  onTestFinished(() => void child.kill('SIGKILL'))
  if (child.pid === undefined) throw new Error('it did not start')
  return Object.assign(child, {pid: child.pid})
}

test('a process that took the lock is alive until it ends, also while it is stopped', async () => {
  const child = run()
  const held = heldBy(child.pid)
  for (const place of [FILES, S3]) expect(livenessOf(held, place)).toBe('alive')
  child.kill('SIGSTOP')
  for (const place of [FILES, S3]) expect(livenessOf(held, place)).toBe('alive')
  child.kill('SIGKILL')
  await once(child, 'exit')
  for (const place of [FILES, S3]) expect(livenessOf(held, place)).toBe('gone')
})

onLinux('a process that ended and is not waited for by its parent is gone', async () => {
  const shell = spawn('sh', ['-c', 'true & echo $!; exec sleep 600'], {stdio: ['ignore', 'pipe', 'ignore']})
  onTestFinished(() => void shell.kill('SIGKILL'))
  const [line] = (await once(shell.stdout, 'data')) as [Buffer]
  const pid = Number(line.toString())
  await expect.poll(() => findProcess(pid)).toBeUndefined()
  expect(livenessOf(heldBy(pid), FILES)).toBe('gone')
})

test('a process id that lives again is not the process that took the lock', () => {
  const held = heldBy(run().pid)
  const earlier = {...held, process: {...held.process, started: '1'}}
  for (const place of [FILES, S3]) expect(livenessOf(earlier, place)).toBe('gone')
})

onLinux(
  'after a restart of the machine no lock of it is alive; of S3 that is not known, for machines may share a name',
  () => {
    const held = heldBy(run().pid)
    const before = {...held, process: {...held.process, boot: '00000000-0000-0000-0000-000000000000'}}
    expect(livenessOf(before, FILES)).toBe('gone')
    expect(livenessOf(before, S3)).toBe('unknown')
  },
)

onLinux(
  'in the next container of a name, the same process id is not the process before; another one cannot be seen',
  () => {
    const elsewhere = {...heldBy(1).process, namespace: 'pid:[1]'}
    expect(livenessOf(heldBy(process.pid, {process: elsewhere}), FILES)).toBe('gone')
    expect(livenessOf(heldBy(process.pid, {process: elsewhere}), S3)).toBe('unknown')
    expect(livenessOf(heldBy(1, {process: elsewhere}), FILES)).toBe('unknown')
  },
)

test('a lock of an older awsup: alive only when its process began before it', () => {
  const {pid} = run()
  expect(livenessOf(oldLock(pid, new Date(Date.now() + 60_000)), FILES)).toBe('alive')
  expect(livenessOf(oldLock(pid, new Date(Date.now() - 86_400_000)), FILES)).toBe('gone')
  expect(livenessOf(oldLock(999_999_999, new Date()), FILES)).toBe('gone')
  expect(livenessOf(oldLock(process.pid, new Date(Date.now() - 86_400_000)), FILES)).toBe('gone')
  for (const one of [pid, 1, 999_999_999]) expect(livenessOf(oldLock(one, new Date()), S3)).toBe('unknown')
})

test('law: of another host nothing is ever known, and of a shared place nothing without the id of this very start', () => {
  const mine = heldBy(process.pid).process
  const marks = fc
    .record({
      boot: fc.constantFrom(undefined, mine?.boot, 'another'),
      namespace: fc.constantFrom(undefined, mine?.namespace, 'pid:[1]'),
      started: fc.constantFrom(undefined, mine?.started, '1'),
    })
    .map(readMark)
  const pids = fc.constantFrom(1, process.pid, 999_999_999)
  fc.assert(
    fc.property(fc.option(marks, {nil: undefined}), pids, (mark, pid) => {
      const held = heldBy(pid, {process: mark})
      for (const place of [FILES, S3]) expect(livenessOf({...held, where: 'elsewhere'}, place)).toBe('unknown')
      const known = mark?.boot === mine?.boot && mark?.namespace === mine?.namespace
      if (!known) expect(livenessOf(held, S3)).toBe('unknown')
      if (pid === process.pid && mark?.started !== mine?.started) expect(livenessOf(held, FILES)).not.toBe('alive')
    }),
  )
})
