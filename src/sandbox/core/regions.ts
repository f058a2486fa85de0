import {ServiceError} from './errors.js'
import type {Call} from './service.js'
import {table, type Transaction} from '../store/transaction.js'

/**
 * Regions that every account has, and that nobody can switch off: those launched before 20 March 2019 (Account
 * Management reference guide, "Enable or disable AWS Regions in your account").
 */
const BY_DEFAULT = words(
  `ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1
   eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2`,
)

/** Regions that are off in every account until somebody enables them there: all that were launched later (the same). */
const OPT_IN = words(
  `af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
   ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-west-1`,
)

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

/** Regions newer than this list, which AWSUP_REGIONS names: they are off by default, as all new ones are. */
const addedRegions = (): readonly string[] =>
  (process.env['AWSUP_REGIONS'] ?? '').split(/[\s,]+/).filter((name) => name !== '')

/** Every region of this world, sorted. */
export const listRegions = (): readonly string[] => [...new Set([...BY_DEFAULT, ...OPT_IN, ...addedRegions()])].sort()

export const isRegion = (name: string): boolean =>
  BY_DEFAULT.includes(name) || OPT_IN.includes(name) || addedRegions().includes(name)

/** What somebody last asked of a region in an account; key [accountId, region]. Settled when somebody looks. */
interface RegionChange {
  readonly to: 'ENABLED' | 'DISABLED'
  /** Until then it is under way. */
  readonly dueAt: number
}

export const regionChanges = table<RegionChange>('account/regions')

export type RegionStatus = 'ENABLED_BY_DEFAULT' | 'ENABLED' | 'ENABLING' | 'DISABLED' | 'DISABLING'

/** How a region is in an account now; `undefined` where there is no such region. */
export function regionStatus(tx: Transaction, now: number, [accountId, region]: readonly [string, string]) {
  if (BY_DEFAULT.includes(region)) return 'ENABLED_BY_DEFAULT' satisfies RegionStatus
  if (!isRegion(region)) return undefined
  const {to, dueAt} = regionChanges.get(tx, [accountId, region]) ?? {to: 'DISABLED', dueAt: 0}
  if (dueAt <= now) return to
  return to === 'ENABLED' ? 'ENABLING' : 'DISABLING'
}

/** Whether an account's credentials are known in a region: where it is off, AWS has not put them there. */
export const isOn = (tx: Transaction, now: number, place: readonly [accountId: string, region: string]): boolean =>
  ['ENABLED', 'ENABLED_BY_DEFAULT', 'DISABLING'].includes(regionStatus(tx, now, place) ?? '')

/**
 * STS gives no session of an account in a region that is off there, whoever asks.
 *
 * @throws ServiceError RegionDisabledException
 */
export function requireRegionOn({tx, now, region}: Call, accountId: string): void {
  if (isOn(tx, now, [accountId, region])) return
  throw new ServiceError(
    'RegionDisabledException',
    `STS is not activated in this region for account:${accountId}. Your account administrator can activate STS in this region using the IAM Console.`,
    {status: 403},
  )
}
