import type {ChildProcess} from 'node:child_process'
import type {Companion} from './companion.js'

/**
 * What is passed on to the child. SIGKILL and SIGSTOP cannot be caught; SIGTTIN and SIGTTOU come from the terminal to the
 * whole group, and Node keeps SIGPROF, SIGPIPE and those of faults for itself.
 */
export const RELAYED: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGBREAK', 'SIGHUP']
    : [
        ...(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGWINCH'] as const),
        ...(['SIGTSTP', 'SIGCONT'] as const),
      ]

/**
 * Passes on to the child what awsup alone is sent, and leaves what its whole process group is sent: the child has that
 * already, and a second Ctrl-C would cut short what it tidies up. After Ctrl-Z awsup stops like any program.
 *
 * @param child asked for when a signal comes: none can be lost while it starts
 * @returns ends it
 */
export function relaySignals(child: () => ChildProcess | undefined, companion: Companion): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    relay(signal).catch(rethrow)
  }
  const relay = async (signal: NodeJS.Signals): Promise<void> => {
    if (!(await companion.saw(signal))) child()?.kill(signal)
    if (signal === 'SIGTSTP') stop()
  }
  // The system decides whether there is a shell that could continue it; where there is none it goes on.
  const stop = (): void => {
    process.off('SIGTSTP', onSignal)
    process.kill(process.pid, 'SIGTSTP')
    process.on('SIGTSTP', onSignal)
  }
  const rethrow = (error: unknown): never => {
    throw error
  }
  for (const signal of RELAYED) process.on(signal, onSignal)
  return () => {
    for (const signal of RELAYED) process.off(signal, onSignal)
  }
}
