import {settleIntent} from '../engine/receipt.js'
import type {Engine} from '../engine/engine.js'
import type {Intent} from '../records/records.js'
import {same} from '../resource.js'
import type {Session} from '../session.js'

/** What is made of it: a user of a user pool, or secrets of an IAM user, which are shown once. */
type ErrandKind = 'pool-user' | 'user-secrets'

/** Ids and words that the next run goes on with, never a secret. */
export type Receipt = Readonly<Record<string, string>>

/**
 * What is in no manifest, so that only the command that began it can finish it: its intent stays open until all of it
 * is done and what was to be shown was shown. Plans and refreshes leave it be.
 */
export interface Errand {
  readonly kind: ErrandKind
  readonly environment: string
  /** Of the user. */
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

const addressOf = ({environment, kind, name}: Errand): string => `${environment}.${kind}.${name}`

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

/** Sends the call that makes it. What AWS refuses was not made, and is not under way any more; what is `left` is. */
export async function sendFor<T>(engine: Engine, errand: Errand, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    // https://github.com/smithy-lang/smithy: a client fault is the caller's, told before anything is done.
    if (error instanceof Error && '$fault' in error && error.$fault === 'client') {
      await endErrand(engine, errand)
    }
    throw error
  }
}

/** Ends errands, once all that they made was shown. */
export async function endErrands({engine}: Session, errands: readonly Errand[]): Promise<void> {
  for (const errand of errands) await endErrand(engine, errand)
}

const endErrand = (engine: Engine, errand: Errand): Promise<void> =>
  Object.keys(errand.left ?? {}).length > 0
    ? beginErrand(engine, errand, errand.left ?? {})
    : settleIntent(engine, addressOf(errand))

/** By kind, and in an errand of secrets by what of them is under way. */
const FLAGS: Readonly<Record<ErrandKind, (receipt: Receipt) => string>> = {
  'pool-user': () => '--pool',
  'user-secrets': ({password, keys}) =>
    [password === undefined ? [] : '--console', keys === undefined ? [] : '--access-key'].flat().join(' '),
}

/** The command that finishes what is under way; `undefined` where that is no errand. */
export function commandFor({
  address,
  kind,
  receipt = {},
}: Pick<Intent, 'address' | 'kind' | 'receipt'>): string | undefined {
  const found = Object.entries(FLAGS).find(([known]) => known === kind)
  if (!found) return undefined
  const [environment = '', ...rest] = address.split('.')
  return `awsup user create ${rest.slice(1).join('.')} --env ${environment} ${found[1](receipt)}`
}
