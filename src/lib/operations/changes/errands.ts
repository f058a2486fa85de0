import {mayBeDone} from '../../aws/calls/call.js'
import {settleIntent} from '../../engine/apply/receipt.js'
import type {Engine} from '../../engine/engine.js'
import type {Intent} from '../../records/records.js'
import {same} from '../../base/resource.js'
import type {Session} from '../../project/session.js'
import {PEOPLE} from '../users/people.js'
import {SAVED_PLAN} from './saved/begun.js'

/** What is made (secrets are shown only once), deleted, or tried. */
type ErrandKind =
  | 'pool-user'
  | 'pool-user-deletion'
  | 'user-secrets'
  | 'key-rotation'
  | 'key-rotation-end'
  | 'client-secret'
  | 'client-secret-end'
  | 'access-test'

/** Ids and words that the next run goes on with, never a secret. */
export type Receipt = Readonly<Record<string, string>>

/**
 * What is in no manifest, so that only the command that began it can finish it: its intent stays open until all of it
 * is done and what was to be shown was shown. Plans and refreshes leave it be.
 */
export interface Errand {
  readonly kind: ErrandKind
  readonly environment: string
  /** Of the user or the app client; of a test, the run. */
  readonly name: string
  readonly accountId: string
  readonly region: string
  /** The address that it hangs on: with that gone, so is this. */
  readonly about: string
  /** What else makes it this one: ids only. */
  readonly key?: Readonly<Record<string, string>>
  /** What another run began of it and this one was not asked for: it stays under way. */
  readonly left?: Receipt
}

/** Where the journal has it. */
export const addressOf = ({environment, kind, name}: Errand): string => `${environment}.${kind}.${name}`

const whereOf = ({accountId, region, about, key}: Errand): Required<Intent>['where'] => ({
  accountId,
  region,
  key: {...key, about},
})

/** What a run left that began this very errand and did not live to end it. */
export async function findBegun({records}: Engine, errand: Errand): Promise<Intent | undefined> {
  const intent = await records.intent(addressOf(errand))
  return intent && same(intent.where, whereOf(errand)) ? intent : undefined
}

/** Says on disk, at once for all of it, what is under way. */
export const beginErrand = ({records, run}: Engine, errand: Errand, receipt: Receipt): Promise<void> =>
  records.openIntent({
    address: addressOf(errand),
    kind: errand.kind,
    run,
    at: new Date().toISOString(),
    where: whereOf(errand),
    receipt,
  })

/**
 * Sends the call that makes it. What AWS refuses was not made, and is not under way any more; what is `left` is. Where an
 * earlier attempt of the same call may have made it, or AWS refuses only what comes after the making, it stays under way.
 */
export async function sendFor<T>(engine: Engine, errand: Errand, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (isRefusal(error) && !mayBeDone(error)) await endErrand(engine, errand)
    throw error
  }
}

/**
 * Refused after the user was made: API reference of Cognito, AdminCreateUser, CodeDeliveryFailureException ("a
 * verification code fails to deliver"), and the triggers that run once it exists.
 */
const AFTER_THE_MAKING: readonly string[] = [
  'CodeDeliveryFailureException',
  'InvalidLambdaResponseException',
  'UnexpectedLambdaException',
  'UserLambdaValidationException',
]

/** https://github.com/smithy-lang/smithy: a client fault is the caller's, told before anything is done. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && '$fault' in error && error.$fault === 'client' && !AFTER_THE_MAKING.includes(error.name)

/** By how much the clock here and AWS's may differ, ms. */
const SKEW_MS = 5 * 60_000
/** The longest that the call goes on (nine tries of 30 s, and the waits between), ms. */
const LONGEST_MS = 10 * 60_000

/**
 * Whether a thing may be what the run made that began at `at` (ISO 8601): one from long before or after is somebody
 * else's.
 */
export function isOfRun(at: string | undefined, createdAt: Date | undefined): boolean {
  const since = (createdAt?.getTime() ?? 0) - Date.parse(at ?? '')
  return since >= -SKEW_MS && since <= LONGEST_MS + SKEW_MS
}

/** Ends errands, once all that they made was shown. */
export async function endErrands({engine}: Pick<Session, 'engine'>, errands: readonly Errand[]): Promise<void> {
  for (const errand of errands) await endErrand(engine, errand)
}

const endErrand = (engine: Engine, errand: Errand): Promise<void> =>
  Object.keys(errand.left ?? {}).length > 0
    ? beginErrand(engine, errand, errand.left ?? {})
    : settleIntent(engine, addressOf(errand))

/** ` --env dev`; people are in no environment. */
const inPlace = (env: string): string => (env === PEOPLE ? '' : ` --env ${env}`)

/** The command behind each kind, for this name and environment; in an errand of secrets by what of them is under way. */
const COMMANDS: Readonly<
  Record<ErrandKind, (what: {readonly name: string; readonly env: string} & Receipt) => string>
> = {
  'pool-user': ({name, env}) => `user create ${name} --env ${env} --pool`,
  'pool-user-deletion': ({name, env}) => `user delete ${name} --env ${env} --pool`,
  'user-secrets': ({name, env, password, keys}) =>
    [
      // In the account of the organization there are people, who have roles in environments.
      `user create ${name} ${env === PEOPLE ? '--role <environment>=<role>' : `--env ${env}`}`,
      ...(password === undefined ? [] : ['--console']),
      ...(keys === undefined ? [] : ['--access-key']),
    ].join(' '),
  'key-rotation': ({name, env}) => `user keys rotate ${name}${inPlace(env)}`,
  'key-rotation-end': ({name, env, flag = '--finish'}) => `user keys rotate ${name}${inPlace(env)} ${flag}`,
  'client-secret': ({name, env}) => `auth client rotate-secret ${name} --env ${env}`,
  'access-test': ({env}) => `access test --live --env ${env}`,
  'client-secret-end': ({name, env, flag = '--finish'}) => `auth client rotate-secret ${name} --env ${env} ${flag}`,
}

/** The command that finishes what is under way; `undefined` where that is no errand. */
export function commandFor({
  address,
  kind,
  receipt = {},
}: Pick<Intent, 'address' | 'kind' | 'receipt'>): string | undefined {
  if (kind === SAVED_PLAN) return `awsup apply ${receipt['file'] ?? '<plan>'}`
  const found = Object.entries(COMMANDS).find(([known]) => known === kind)
  if (!found) return undefined
  const [env = '', ...rest] = address.split('.')
  return `awsup ${found[1]({...receipt, name: rest.slice(1).join('.'), env})}`
}
