import {readdirSync, readFileSync} from 'node:fs'
import {basename, join} from 'node:path'

/** By member, as AWS names them. `"$pool"` stands for what was kept under that name, `${pool}` for it within a text. */
export type Members = Readonly<Record<string, unknown>>

/**
 * One thing that a stranger does.
 *
 * - `call`: `service:Operation`, what it is sent, and what of its answer is kept (`{"pool": "UserPool.Id"}`). `reply` is
 *   a part of the answer: `null` a member that does not exist, `/…/` what a text matches; `error` the error's name in the
 *   model. `as` names kept keys of whoever calls, the account's administrator when it is absent; `until` asks again for a
 *   while, for what takes its time.
 * - `wait`: a waiter of botocore.
 * - `make`: what a client computes (python/computed.py): kept name → function and arguments.
 * - `later`: from here on it is so many seconds later, for the sandbox and for the stranger.
 */
export type Step =
  | {
      readonly call: readonly [string, Members, Readonly<Record<string, string>>?]
      readonly reply?: Members
      readonly error?: string
      readonly as?: string
      readonly until?: true
    }
  | {readonly wait: readonly [string, Members]; readonly as?: string}
  | {readonly make: Readonly<Record<string, readonly [string, ...unknown[]]>>}
  | {readonly later: number}

/** A kind's life, in a sandbox of its own: made, read, changed, read, listed, deleted, and not there any more. */
export interface Scenario {
  readonly service: string
  readonly kind: string
  readonly steps: readonly Step[]
}

const FOLDER = join(import.meta.dirname, 'scenarios')

/** All of them: a file for each service, a list of steps for each of its kinds. */
export const SCENARIOS: readonly Scenario[] = readdirSync(FOLDER, {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => {
    const kinds = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Readonly<Record<string, readonly Step[]>>
    return Object.entries(kinds).map(([kind, steps]) => ({service: basename(name, '.json'), kind, steps}))
  })
