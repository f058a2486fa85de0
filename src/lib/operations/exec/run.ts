import {type ChildProcess, spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {constants} from 'node:os'
import {NotStartedError, UsageError} from '../../base/errors.js'
import type {Acting} from './acting.js'
import {childEnvironment} from './child-environment.js'
import {openCompanion} from './companion.js'
import {relaySignals, RELAYED} from './relay.js'
import {startOf, thisMachine} from './windows.js'

interface Running {
  readonly argv: readonly string[]
  readonly acting: Acting
  /** Set in the sandbox: where the child's AWS client finds it. */
  readonly endpoint: string | undefined
  /** What the child needs beside the credentials. */
  readonly variables?: Readonly<Record<string, string>>
  /** Where the child's stdout goes: ours may be promised to one JSON document. */
  readonly stdout: 'stdout' | 'stderr'
  /** Called right before the child starts: from then on signals are the child's. */
  readonly handOver: () => void
}

/**
 * Runs a command with an environment's credentials in its environment variables (never in argv) and answers its exit
 * code, as shells do: 128 and the signal's number for one that was killed. What tells of other AWS credentials is taken
 * out, so that the child can not act anywhere else. The child does not outlive awsup. Throws UsageError where there is no
 * command, NotStartedError.
 */
export async function runWith({argv, acting, endpoint, variables, stdout, handOver}: Running): Promise<number> {
  const [command, ...rest] = argv
  if (command === undefined) throw new UsageError('what should run?', {hint: 'awsup exec dev -- aws s3 ls'})
  const env = {...childEnvironment(process.env, acting, endpoint), ...variables}
  const {file, args, verbatim} = startOf(command, rest, thisMachine(env))
  const companion = await openCompanion(RELAYED)
  let child: ChildProcess | undefined
  const endRelay = relaySignals(() => child, companion)
  try {
    handOver()
    child = spawn(file, args, {
      stdio: ['inherit', stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
      env,
      windowsVerbatimArguments: verbatim,
    })
    if (child.pid !== undefined) companion.watch(child.pid)
    return await ended(child, command)
  } finally {
    endRelay()
    companion.close()
  }
}

const ended = (child: ChildProcess, command: string): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      // A signal that could not be sent: the child is ending.
      if (error.syscall !== 'kill') reject(notStarted(command, error))
    })
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })

/** Of a file that exists, "not found" is about the program that its first line names. */
function notStarted(command: string, error: NodeJS.ErrnoException): NotStartedError {
  const isMissing = error.code === 'ENOENT' && !(/[\\/]/.test(command) && existsSync(command))
  return new NotStartedError(`${JSON.stringify(command)} could not be started: ${reasonOf(error, isMissing)}`, {
    exitCode: isMissing ? 127 : 126,
    hint: isMissing ? 'Is it installed, and on the PATH?' : 'Is it a program of this system that you may run?',
    details: {command, reason: error.code},
    cause: error,
  })
}

const reasonOf = ({code, message}: NodeJS.ErrnoException, isMissing: boolean): string => {
  if (isMissing) return 'no such command'
  if (code === 'ENOENT') return 'the program that its first line names does not exist'
  return code === 'EACCES' ? 'it may not be executed' : message
}
