import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** `service:Operation`, what it is sent, and what of its answer is kept: `{"pool": "UserPool.Id"}`. */
export type Step = readonly [string, Members, Readonly<Record<string, string>>?]

/** By member, as the SDK takes and gives it. In what is sent, `$pool` stands for what was kept under that name. */
export type Members = Readonly<Record<string, unknown>>

/** One thing that AWS does, with where AWS says so. */
export interface Fact {
  readonly fact: string
  readonly source: string
  /** What is there before; all of it succeeds. */
  readonly setup?: readonly Step[]
  readonly call: Step
  /** A part of the answer: `null` is a member that is not there, and `/…/` what a text matches. */
  readonly reply?: Members
  /** The error's name as the SDK gives it, and its HTTP status. */
  readonly error?: {readonly name: string; readonly status: number}
}

/** Sends one call, as the SDK would. */
export type Send = (operation: string, input: Members) => Promise<Members>

/** The facts about one service. */
export interface Table {
  readonly service: string
  readonly facts: readonly Fact[]
}

/** Every table: a file each in this folder. */
export const TABLES: readonly Table[] = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => ({
    service: name.replace('.json', ''),
    facts: JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Fact[],
  }))

/** How what was answered differs from the fact, in words: none where it is as the fact says. */
export async function differences({setup = [], call, reply = {}, error}: Fact, send: Send): Promise<readonly string[]> {
  const kept = new Map<string, unknown>()
  for (const [operation, input, keep = {}] of setup) {
    const answer = await tryCall(send, operation, fill(input, kept))
    if ('error' in answer) return [`${operation} before it: ${said(answer.error)}`]
    for (const [name, path] of Object.entries(keep)) kept.set(name, at(answer.output, path))
  }
  const answer = await tryCall(send, call[0], fill(call[1], kept))
  if ('error' in answer) return error && same(answer.error, error) ? [] : [said(answer.error)]
  return error ? ['accepted'] : compare(fill(reply, kept), answer.output, '')
}

interface Refusal {
  readonly name: string
  readonly status: number | undefined
}

async function tryCall(
  send: Send,
  operation: string,
  input: Members,
): Promise<{readonly output: Members} | {readonly error: Refusal}> {
  try {
    return {output: await send(operation, input)}
  } catch (error) {
    const {name, $metadata} = error as {readonly name: string; readonly $metadata?: {readonly httpStatusCode?: number}}
    // Not an answer of AWS's: the test itself is wrong.
    if (!$metadata) throw error
    return {error: {name, status: $metadata.httpStatusCode}}
  }
}

const same = (a: Refusal, b: Refusal): boolean => a.name === b.name && a.status === b.status

const said = ({name, status}: Refusal): string => `${name} (${status ?? 'no status'})`

/** Throws a TypeError where a fact names what no step kept. */
function fill(input: Members, kept: ReadonlyMap<string, unknown>): Members {
  const text = JSON.stringify(input).replace(/"\$(\w+)"|\$\{(\w+)\}/g, (_found, whole?: string, part?: string) => {
    const name = whole ?? part ?? ''
    if (!kept.has(name)) throw new TypeError(`no step kept ${name}`)
    const value = JSON.stringify(kept.get(name))
    return whole === undefined ? value.slice(1, -1) : value
  })
  return JSON.parse(text) as Members
}

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inside, member) => (inside as Members | undefined)?.[member], value)

function compare(expected: unknown, actual: unknown, path: string): readonly string[] {
  const other = [`${path}: ${actual === undefined ? 'nothing' : shape(actual)}`]
  if (expected === null) return actual === undefined ? [] : other
  if (typeof expected === 'string' && expected.startsWith('/'))
    return typeof actual === 'string' && new RegExp(expected.slice(1, -1)).test(actual) ? [] : other
  if (typeof expected !== 'object') return expected === actual ? [] : other
  // Nothing has no members either.
  if (actual === undefined && !Array.isArray(expected)) return compare(expected, {}, path)
  if (typeof actual !== 'object' || actual === null) return other
  if (Array.isArray(expected) && expected.length !== (actual as unknown[]).length) return other
  return Object.entries(expected).flatMap(([member, value]) =>
    compare(value, (actual as Members)[member], path === '' ? member : `${path}.${member}`),
  )
}

/** The same at every run: an id by how long it is. */
const shape = (value: unknown): string =>
  (JSON.stringify(value) || '').replace(/[0-9a-z]{6,}/gi, (run) =>
    run.length >= 16 || /\d/.test(run) ? `<${run.length}>` : run,
  )
