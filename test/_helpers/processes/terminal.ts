import {spawn} from '@lydell/node-pty'
import {setTimeout} from 'node:timers/promises'
import {stripVTControlCharacters} from 'node:util'
import {BINARY, surroundings} from '../cli.js'

const ENTER = '\r'
const CTRL_C = '\u0003'
const DEADLINE_MS = 90_000

/** awsup in a pseudo-terminal, as a person has it: waits for what is shown, types, reads the end. */
export interface Terminal {
  /** Waits until a text has been shown since the last wait. Throws with the screen when it never is. */
  readonly see: (text: string | RegExp) => Promise<void>
  readonly type: (text: string) => void
  readonly enter: (text?: string) => void
  readonly interrupt: () => void
  /** Everything shown so far, without colours and cursor movements. */
  readonly shown: () => string
  /** The exit code, once it ended. */
  readonly ended: Promise<number>
}

interface Options {
  /** Of the terminal: 120 where nothing is said. */
  readonly columns?: number
  /** In addition to clean surroundings. */
  readonly env?: Readonly<Record<string, string>>
}

export function openTerminal(cwd: string, args: readonly string[], {columns = 120, env = {}}: Options = {}): Terminal {
  const child = spawn(process.execPath, [BINARY, ...args], {
    name: 'xterm-256color',
    cols: columns,
    rows: 50,
    cwd,
    env: {...surroundings(cwd), NO_COLOR: '', TERM: 'xterm-256color', ...env},
  })
  let raw = ''
  let seen = 0
  let over = false
  child.onData((data) => (raw += data))
  const ended = new Promise<number>((resolve) => child.onExit(({exitCode}) => resolve(exitCode)))
  child.onExit(() => (over = true))
  const shown = () => stripVTControlCharacters(raw)
  return {
    shown,
    ended,
    see: async (text) => {
      const deadline = Date.now() + DEADLINE_MS
      for (;;) {
        const fresh = stripVTControlCharacters(raw.slice(seen))
        if (typeof text === 'string' ? fresh.includes(text) : text.test(fresh)) break
        if (over || Date.now() > deadline) throw new Error(`never saw ${String(text)}; the screen:\n${shown()}`)
        await setTimeout(10)
      }
      seen = raw.length
    },
    type: (text) => child.write(text),
    enter: (text = '') => child.write(text + ENTER),
    interrupt: () => child.write(CTRL_C),
  }
}
