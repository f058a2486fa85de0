import {type ChildProcess, spawn} from 'node:child_process'
import {createInterface} from 'node:readline'
import {isExecutable, type Part} from '../../base/self.js'
import {COMPANION_SCRIPT} from './companion-script.js'

/**
 * A small process beside the child of `exec`. It knows what awsup itself cannot know: whether a signal came to the whole
 * process group (Ctrl-C in a terminal), so that the child has it already; and that awsup was killed.
 */
export interface Companion {
  /** Whether this signal came to the whole group once more than it was asked. False where the companion does not answer. */
  saw(signal: NodeJS.Signals): Promise<boolean>
  /** From now on the child ends where awsup is killed. */
  watch(pid: number): void
  /** The child has ended. */
  close(): void
}

/** An answer takes milliseconds, ms; a companion that was stopped or killed gives none. */
const ANSWER_MS = 2_000

/** Starts it and waits until it hears signals. Where it cannot be started `exec` works without. */
export async function openCompanion(signals: readonly NodeJS.Signals[]): Promise<Companion> {
  // Nothing of the shell's: no NODE_OPTIONS, no credentials. Windows does not start programs without its own folder.
  const env = {SystemRoot: process.env['SystemRoot']}
  const part: Part = '__companion'
  const start = isExecutable() ? [part] : ['-e', COMPANION_SCRIPT]
  const process_ = spawn(process.execPath, [...start, ...signals], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const answers = new Map<string, (answer: string) => void>()
  const lines = createInterface({input: process_.stdout})
  lines.on('line', (line) => {
    const [question = '', answer = ''] = line.split(' ')
    answers.get(question)?.(answer)
  })
  const answer = (question: string): Promise<string> => withAnswer(answers, question, process_)
  // One that was killed is no reason to end.
  process_.stdin.on('error', () => undefined)
  process_.on('error', () => undefined)
  await answer('ready')
  let asked = 0
  return {
    saw: async (signal) => {
      const question = `${(asked += 1)}`
      const answered = answer(question)
      process_.stdin.write(`saw ${question} ${signal}\n`)
      return (await answered) === 'yes'
    },
    watch: (pid) => process_.stdin.write(`pid ${pid}\n`),
    close: () => {
      lines.close()
      process_.kill('SIGKILL')
    },
  }
}

/** The answer, or nothing once the companion is gone or silent. */
function withAnswer(
  answers: Map<string, (answer: string) => void>,
  question: string,
  companion: ChildProcess,
): Promise<string> {
  return new Promise((resolve) => {
    const done = (answer: string): void => {
      clearTimeout(timer)
      companion.off('exit', gone).off('error', gone)
      answers.delete(question)
      resolve(answer)
    }
    const gone = (): void => done('')
    const timer = setTimeout(gone, ANSWER_MS)
    if (companion.exitCode !== null || companion.signalCode !== null || companion.pid === undefined) {
      done('')
      return
    }
    companion.once('exit', gone).once('error', gone)
    answers.set(question, done)
  })
}
