import {settleIntent} from '../engine/receipt.js'
import type {Engine} from '../engine/engine.js'
import type {Intent} from '../records/records.js'
import {same} from '../resource.js'
import type {Session} from '../session.js'

/** What is made of it: a user of a user pool, or a secret of an IAM user, which is shown once. */
type ErrandKind = 'pool-user' | 'console-password' | 'access-key'

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

/** Says on disk that it begins; the receipt has ids and words, never a secret. */
export const beginErrand = (
  {records, run}: Engine,
  errand: Errand,
  receipt: Readonly<Record<string, string>>,
): Promise<void> =>
  records.openIntent({
    address: addressOf(errand),
    kind: errand.kind,
    run,
    at: new Date().toISOString(),
    where: whereOf(errand),
    receipt,
  })

/** Sends the call that makes it. What AWS refuses was not made, and is not under way any more. */
export async function sendFor<T>(engine: Engine, errand: Errand, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    // https://github.com/smithy-lang/smithy: a client fault is the caller's, told before anything is done.
    if (error instanceof Error && '$fault' in error && error.$fault === 'client') {
      await settleIntent(engine, addressOf(errand))
    }
    throw error
  }
}

/** Ends errands, once all that they made was shown. */
export async function endErrands({engine}: Session, errands: readonly Errand[]): Promise<void> {
  for (const errand of errands) await settleIntent(engine, addressOf(errand))
}

const FLAGS: Readonly<Record<ErrandKind, string>> = {
  'pool-user': '--pool',
  'console-password': '--console',
  'access-key': '--access-key',
}

/** The command that finishes what is under way; `undefined` where that is no errand. */
export function commandFor({address, kind}: Pick<Intent, 'address' | 'kind'>): string | undefined {
  const found = Object.entries(FLAGS).find(([known]) => known === kind)
  if (!found) return undefined
  const [environment = '', ...rest] = address.split('.')
  return `awsup user create ${rest.slice(1).join('.')} --env ${environment} ${found[1]}`
}
