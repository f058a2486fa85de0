import {createHash} from 'node:crypto'
import {cpSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, type Envelope, type Run} from '../../../_helpers/cli.js'

/** Words that no name can be; what they are called, and what is typed. NUL can not be typed: the system ends words there. */
export const BAD_WORDS = {
  nothing: '',
  'a path': '../x',
  'a newline': 'a\nb',
  'an escape sequence': '\u001b[31mred',
  'text that turns around': 'a\u202eb',
  ['__proto__']: '__proto__',
  constructor: 'constructor',
  'a space': 'a b',
} as const

export type BadWord = keyof typeof BAD_WORDS

/** What the reader must be told. */
export interface Refusal {
  /** 2 when absent. */
  readonly exit?: number
  /** USAGE when absent. */
  readonly code?: string
  /** Parts of the message: the value, and what is wrong with it. */
  readonly message: string | readonly string[]
  /** A part of the hint: the way out. */
  readonly hint?: string
}

interface Asked {
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Which one of many cases of a table it is. */
  readonly ofMany?: number
}

/** Every so often a case is run without `--json` too: what people read is made of the same refusal, by one function. */
export const HUMAN_EVERY = 5

/**
 * Runs a command line with `--json` (and without, unless it is one of many) and holds it to all that a refusal promises: the same exit code, one JSON
 * document, a message and a way out, nothing that steers a terminal, and not one byte of the folder changed: neither
 * awsup.yaml, nor records, nor the sandbox's own log of calls.
 */
export async function expectRefusal(
  folder: string,
  {args, ofMany = 0, ...options}: Asked,
  refusal: Refusal,
): Promise<Envelope> {
  const before = snapshot(folder)
  const machine = await awsupJson(folder, args, options)
  const human = ofMany % HUMAN_EVERY === 0 ? await awsup(folder, args, options) : undefined
  expectToldTo(machine, human, refusal)
  expect(snapshot(folder), 'nothing is written, and no call is made').toEqual(before)
  return machine
}

/** The part of the promise that is about words and codes. */
export function expectToldTo(machine: Envelope & Run, human: Run | undefined, refusal: Refusal): void {
  const {exit = 2, code = 'USAGE', message, hint = ''} = refusal
  const shown = `${machine.stdout}\n${human?.stderr ?? ''}`
  expect(machine, shown).toMatchObject({ok: false, code: exit, error: {code, exitCode: exit}})
  for (const part of [message].flat()) expect(machine.error.message).toContain(part)
  expect(machine.error.message.length, 'a message stays readable').toBeLessThan(600)
  expect(machine.error.hint ?? '').toContain(hint)
  const wayOut = `${machine.error.hint ?? ''}${/ must .*| lacks .*/.exec(machine.error.message)?.[0] ?? ''}`
  expect(wayOut, 'there is a way out').not.toBe('')
  expect(machine.stdout.trimEnd().split('\n'), 'one document, one line').toHaveLength(1)
  expect(machine.stdout + machine.stderr).not.toMatch(STEERING)
  if (!human) return
  expect(human.code, 'the same code without --json').toBe(exit)
  expect(human.stderr).toContain('awsup: ')
  expect(human.stderr, 'what is typed never steers the terminal').not.toMatch(STEERING)
}

// Everything below a space but line breaks, and the marks that turn text around.
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

/** Path → hash of every file below a folder. */
export const snapshot = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map(({parentPath, name}) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  )

/** What a case starts from. */
export interface Worlds {
  /** dev and prod are made. */
  made(): string
  /** An awsup.yaml, and nothing of it made. */
  unmade(): string
  /** No awsup.yaml. */
  empty(): string
}

export async function openWorlds(): Promise<Worlds> {
  const made = await makeTemplate()
  const source = made()
  return {
    made,
    unmade: () => {
      const folder = emptyFolder()
      cpSync(join(source, 'awsup.yaml'), join(folder, 'awsup.yaml'))
      return folder
    },
    empty: emptyFolder,
  }
}

/** A folder with an awsup.yaml of this text, or these bytes. */
export function projectWith(manifest: string | Uint8Array): string {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'awsup.yaml'), manifest)
  return folder
}

/** Lets so many run at a time; the others wait their turn. Two files run at once, two cores are what there is. */
export function makeGate(places = 2): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = places
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => void waiting.push(resolve))
    else free -= 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
