import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {setTimeout} from 'node:timers/promises'
import {BINARY, sandboxOf, surroundings} from './cli.js'

/**
 * Runs awsup and kills it (SIGKILL: nothing is tidied up) as soon as the sandbox has answered an operation, at
 * whatever it then is. Throws when the run ended before that.
 */
export async function killAfter(project: string, args: readonly string[], operation: string): Promise<void> {
  const sandbox = await sandboxOf(project)
  const child = spawn(process.execPath, [BINARY, ...args], {cwd: project, env: surroundings(project), stdio: 'ignore'})
  const closed = once(child, 'close')
  while (sandbox.callSummary().byOperation[operation] === undefined) {
    if (child.exitCode !== null) throw new Error(`the run ended (${child.exitCode}) before ${operation}`)
    await setTimeout(2)
  }
  child.kill('SIGKILL')
  await closed
}
