import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Settings} from '../../src/sandbox/settings.js'
import {compare, valueAt} from './_helpers/compare.js'
import {fill, type Members} from './_helpers/fill.js'
import type {Told} from './_helpers/told.js'

/**
 * `service:Operation`, what it is sent (`fill.ts` says what stands for what), what of its answer is kept
 * (`{"pool": "UserPool.Id"}`), and with which kept keys it is signed: the administrator's where none are named, `rootUser` the root user's.
 */
export type Step = readonly [string, Members, Readonly<Record<string, string>>?, string?]

/** A step; steps that are done several times, `$n` counting from 1; or what is found under that name in given.json. */
export type Before = Step | {readonly times: number; readonly steps: readonly Step[]} | string

/** One thing that AWS does, with where AWS says so. */
export interface Fact {
  readonly fact: string
  readonly source: string
  /** What is there before; all of it succeeds. */
  readonly setup?: readonly Before[]
  readonly call: Step
  /** A part of the answer; `compare.ts` says how it is written. */
  readonly reply?: Members
  /** The error's name as the SDK gives it, its HTTP status, and where they matter other members of it. */
  readonly error?: Members & {readonly name: string; readonly status: number}
  /** What the sandbox is told of time and quotas for this; others are not told. */
  readonly sandbox?: Partial<Settings>
  /** Functions of the account, by name, and how they behave; others are not told. */
  readonly functions?: Readonly<Record<string, Told>>
}

/** As AWS gives them out: IAM, STS and identity pools each in their own words. */
export interface Keys {
  readonly AccessKeyId: string
  readonly SecretAccessKey?: string
  readonly SecretKey?: string
  readonly SessionToken?: string
}

/** Sends one call, as the SDK would; signed with the administrator's keys unless others are given. */
export type Send = (operation: string, input: Members, as?: Keys) => Promise<Members>

/** Whom facts are asked of: how calls get there, and the keys of the root user. */
export interface Asked {
  readonly send: Send
  readonly root: Keys
}

/** The facts about one subject. */
export interface Table {
  /** `iam/users` */
  readonly subject: string
  readonly facts: readonly Fact[]
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'))

const GIVEN = read('_helpers/given.json') as Readonly<Record<string, readonly Before[]>>

/** Every table: a folder for each service, a file for each subject. */
export const TABLES: readonly Table[] = readdirSync(import.meta.dirname, {recursive: true, encoding: 'utf8'})
  .filter((name) => /^[^_].*[/\\].*\.json$/.test(name))
  .sort()
  .map((name) => ({subject: name.replace('.json', '').replaceAll('\\', '/'), facts: read(name) as Fact[]}))

/** How what was answered differs from the fact, in words: none where it is as the fact says. */
export async function differences(
  {setup = [], call, reply = {}, error}: Fact,
  {send, root}: Asked,
): Promise<readonly string[]> {
  const kept = new Map<string, unknown>([['rootUser', root]])
  for (const {step, n} of setup.flatMap(stepsOf)) {
    kept.set('n', n)
    const answer = await tryStep(send, step, kept)
    if ('error' in answer) return [`${step[0]} before it: ${said(answer.error)}`]
    for (const [name, path] of Object.entries(step[2] ?? {})) kept.set(name, valueAt(answer.output, path))
  }
  const answer = await tryStep(send, call, kept)
  if (!('error' in answer)) return error ? ['accepted'] : compare(fill(reply, kept), answer.output)
  if (error?.name !== answer.error.name || error.status !== answer.error.status) return [said(answer.error)]
  return compare(fill(error, kept), answer.error)
}

/** Throws a TypeError where a fact begins with what given.json has not. */
function stepsOf(before: Before): readonly {readonly step: Step; readonly n: number}[] {
  if (typeof before === 'string') {
    const steps = GIVEN[before]
    if (!steps) throw new TypeError(`given.json has no ${before}`)
    return steps.flatMap(stepsOf)
  }
  return 'times' in before
    ? Array.from({length: before.times}, (_, index) => before.steps.map((step) => ({step, n: index + 1}))).flat()
    : [{step: before, n: 1}]
}

type Refusal = Members & {readonly name: string; readonly status: number | undefined}

async function tryStep(
  send: Send,
  [operation, input, , as]: Step,
  kept: ReadonlyMap<string, unknown>,
): Promise<{readonly output: Members} | {readonly error: Refusal}> {
  if (as !== undefined && !kept.has(as)) throw new TypeError(`no step kept the keys of ${as}`)
  const keys = as === undefined ? undefined : (kept.get(as) as Keys)
  try {
    return {output: await send(operation, fill(input, kept), keys)}
  } catch (error) {
    const refusal = error as Members & {readonly name: string; readonly $metadata?: {readonly httpStatusCode?: number}}
    // Not an answer of AWS's: the test itself is wrong.
    if (!refusal.$metadata) throw error
    const {name, message, $metadata} = refusal
    return {error: {...refusal, name, message, status: $metadata.httpStatusCode}}
  }
}

const said = ({name, status}: Refusal): string => `${name} (${status ?? 'no status'})`
