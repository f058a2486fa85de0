import type {AccountClient, RegionOptStatus} from '@aws-sdk/client-account'
import {AccessError, AwsRefusedError, type AwsupError} from '../base/errors.js'
import {isOptIn} from '../base/regions.js'
import {isError} from './calls/absent.js'
import {callOf} from './calls/call.js'
import type {Clients} from './clients/clients.js'
import {readIdentity} from './credentials/identity.js'
import {readSeconds} from './calls/deadlines.js'
import {type Readiness, whenReady} from './calls/ready.js'

/** What STS and the other services answer to the keys of an account in a region that is off there, or on only just. */
const NOT_KNOWN_HERE: readonly string[] = [
  'RegionDisabledException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
]

/** Not allowed to ask, or a server that is no AWS and has no such service. */
export const NO_ANSWER: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'UnknownOperationException',
  'NotImplemented',
]

const ON: readonly (RegionOptStatus | undefined)[] = ['ENABLED', 'ENABLED_BY_DEFAULT']

/** Whether an account can be used in a region that is so. */
export const isOn = (status: RegionOptStatus | undefined): boolean => ON.includes(status)

/** AWSUP_REGION_TIMEOUT in seconds, or an hour: AWS says "minutes … several hours". Throws UsageError. */
export const regionTimeoutMs = (): number =>
  readSeconds({
    name: 'AWSUP_REGION_TIMEOUT',
    setting: process.env['AWSUP_REGION_TIMEOUT'],
    otherwise: 3_600_000,
    example: 7200,
  })

/** How a region is in the client's account; `undefined` where the caller may not know. Throws what AWS answers else. */
export async function readRegionStatus(client: AccountClient, region: string): Promise<RegionOptStatus | undefined> {
  const {GetRegionOptStatusCommand} = await import('@aws-sdk/client-account')
  try {
    return (await client.send(new GetRegionOptStatusCommand({RegionName: region}))).RegionOptStatus
  } catch (error) {
    if (isError(error, ...NO_ANSWER)) return undefined
    throw error
  }
}

/** A region that has to be on, and is not. */
export const regionOff = (
  {accountId, region}: {readonly accountId: string; readonly region: string},
  status: string | undefined,
): AwsRefusedError =>
  new AwsRefusedError(
    `region ${region} is not on in account ${accountId}${status === undefined ? '' : `: AWS says ${status}`}`,
    {
      code: 'REGION_OFF',
      hint: hintFor(region),
      details: {accountId, region, status},
    },
  )

const hintFor = (region: string): string =>
  `Enable it: awsup apply, or with credentials of that account: aws account enable-region --region-name ${region}. AWS takes minutes to hours for that.`

type Place = Pick<Clients, 'account' | 'accountId' | 'region' | 'sts'>

/**
 * Makes sure that the account can be used in the region of its clients: asks whether it is on, and waits until STS knows
 * the account there, for the keys come some time after the word that it is on. Regions that are always on are not asked.
 * Throws AwsRefusedError `REGION_OFF`, or at the deadline `TIMED_OUT`.
 */
export async function requireRegionOn(
  clients: Place,
  waiting: Pick<Readiness, 'timeoutMs' | 'context' | 'clock'>,
): Promise<void> {
  const {accountId, region} = clients
  if (!isOptIn(region)) return
  const {account, sts} = clients
  const status = await readRegionStatus(account, region)
  if (status !== undefined && !isOn(status)) throw regionOff(clients, status)
  const what = `region ${region} to know account ${accountId}`
  const isYoung = (refusal: Error): Promise<boolean> => Promise.resolve(isError(refusal, ...NOT_KNOWN_HERE))
  await whenReady(() => readIdentity(sts), {what, isYoung, ...waiting})
}

/** Asked in us-east-1, whatever the region of their client. */
const GLOBAL: ReadonlySet<string> = new Set(['account', 'freetier', 'iam', 'organizations'])

/** A refusal that means that a region is off, with its name; `undefined` for every other. */
export function explainRegion(error: Error): AwsupError | undefined {
  const call = callOf(error)
  if (call === undefined || !isError(error, ...NOT_KNOWN_HERE)) return undefined
  const {accountId, region, service, operation} = call
  if (!isOptIn(region) || GLOBAL.has(service)) return undefined
  const where = accountId === undefined ? '' : ` in account ${accountId}`
  const details = {accountId, region, awsCode: error.name, words: error.message}
  if (error.name === 'RegionDisabledException') {
    return new AwsRefusedError(`region ${region} is off${where} (${service}:${operation})`, {
      code: 'REGION_OFF',
      hint: hintFor(region),
      details,
      cause: error,
    })
  }
  return new AccessError(`AWS does not know these credentials in region ${region} (${service}:${operation})`, {
    code: 'REGION_OFF',
    hint: `Either the region is off${where}, or they are a session of STS’s global endpoint, which is not valid in ${region}. ${hintFor(region)}`,
    details,
    cause: error,
  })
}
