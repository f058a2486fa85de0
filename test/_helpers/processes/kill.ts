import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {setTimeout} from 'node:timers/promises'
import {BINARY, sandboxOf, surroundings} from '../cli.js'

/** Longer than it takes to do what was asked, which follows the count at once, ms. */
const DONE_MS = 300

/**
 * Runs awsup and kills it (SIGKILL: nothing is tidied up) once the sandbox has done an operation, for the first or the nth time. The
 * answer is held back, so that no run ends before it is killed, however busy the machine is. Throws when the run ended before that.
 */
export async function killAfter(
  project: string,
  args: readonly string[],
  asked: string | {readonly operation: string; readonly nth: number},
): Promise<void> {
  const {operation, nth} = typeof asked === 'string' ? {operation: asked, nth: 1} : asked
  const sandbox = await sandboxOf(project)
  sandbox.configure({faults: [{operation, nth, when: 'after', effect: {type: 'latency', ms: 25_000}}]})
  const isAsked = () =>
    sandbox.world((tx) => tx.entries('sandbox/fault-counts/').some(([, count]) => Number(count) >= nth))
  const child = spawn(process.execPath, [BINARY, ...args], {cwd: project, env: surroundings(project), stdio: 'ignore'})
  const closed = once(child, 'close')
  while (!isAsked()) {
    if (child.exitCode !== null) throw new Error(`the run ended (${child.exitCode}) before ${operation}`)
    await setTimeout(5)
  }
  await setTimeout(DONE_MS)
  child.kill('SIGKILL')
  await closed
  sandbox.configure({faults: []})
}
