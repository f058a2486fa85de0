import {ListIdentityPoolsCommand} from '@aws-sdk/client-cognito-identity'
import {ListUserPoolsCommand} from '@aws-sdk/client-cognito-identity-provider'
import {ListRolesCommand} from '@aws-sdk/client-iam'
import {AwsRefusedError} from '../../base/errors.js'
import {isError} from './absent.js'
import {callOf} from './call.js'
import type {Clients} from '../clients/clients.js'
import type {Clock} from '../clock.js'
import {poll, type Waiting} from './wait.js'

/** What a new account answers for minutes after CreateAccount succeeded (aws-facts 1.6; no number is documented). */
const NOT_YET: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'RegionDisabledException',
  'SubscriptionRequiredException',
  'OptInRequired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
]

/** After this age the same answers mean what they say, ms. */
const YOUNG_MS = 7_200_000

export interface Readiness {
  /** Told to the reader: "account 123456789012 to be entered". */
  readonly what: string
  /** Whether the account is so new that it may only need time; asked after a refusal until it says yes. */
  isYoung(refusal: Error): Promise<boolean>
  readonly timeoutMs: number
  readonly context: Waiting
  readonly clock: Clock
}

/**
 * Does what a new account may not allow yet, again until it does. For an account that is not new the first refusal
 * passes through: waiting would not help. Throws AwsRefusedError at the deadline, with the last refusal as its cause.
 */
export async function whenReady<T>(work: () => Promise<T>, readiness: Readiness): Promise<T> {
  const {what, timeoutMs, context, clock} = readiness
  let young = false
  let last: unknown
  const probe = async (): Promise<{done: T} | undefined> => {
    try {
      return {done: await work()}
    } catch (error) {
      if (!isNotYet(error)) throw error
      young ||= await readiness.isYoung(error)
      if (!young) throw error
      last = error
      return undefined
    }
  }
  try {
    const {done} = await poll(what, probe, {context, clock, timeoutMs, firstDelayMs: 200, maxDelayMs: 5_000})
    return done
  } catch (error) {
    if (!(error instanceof AwsRefusedError) || error.code !== 'TIMED_OUT' || !(last instanceof Error)) throw error
    const {message, hint, code, details} = error
    throw new AwsRefusedError(message, {
      hint: `${saidLast(last)} ${hint ?? ''}`.trim(),
      code,
      details: {...details, last: last.name, region: callOf(last)?.region},
      cause: last,
    })
  }
}

/** What AWS answered the last time; where it is about a region, with the region's name. */
function saidLast(last: Error): string {
  const region = callOf(last)?.region
  const where = region === undefined ? '' : ` in ${region}`
  return last.name === 'RegionDisabledException'
    ? `AWS says that region ${region ?? ''} is off in the account: enable it there (account:EnableRegion).`
    : `AWS answered ${last.name}${where} the last time.`
}

/** AWS never lets the root user assume a role: no time helps. */
const isNotYet = (error: unknown): error is Error =>
  isError(error, ...NOT_YET) && !error.message.includes('may not be assumed by root')

/** Whether an account joined the organization less than two hours ago; false when that can not be read. */
export async function isYoungAccount(
  {organizations, findListed}: Pick<Clients, 'organizations' | 'findListed'>,
  accountId: string,
  clock: Clock,
): Promise<boolean> {
  const {DescribeAccountCommand} = await import('@aws-sdk/client-organizations')
  try {
    const account =
      (await findListed(accountId))?.account ??
      (await organizations.send(new DescribeAccountCommand({AccountId: accountId}))).Account
    const joined = account?.JoinedTimestamp
    return joined !== undefined && clock.now() - joined.getTime() < YOUNG_MS
  } catch (error) {
    // The refusal that we were asked about is the one to explain.
    if (isError(error, 'AccessDeniedException', 'AccountNotFoundException', 'AWSOrganizationsNotInUseException'))
      return false
    throw error
  }
}

/** One harmless call to every service that awsup uses: an account may be entered before its services answer. */
export const serviceProbes = (clients: Clients): readonly (() => Promise<unknown>)[] => [
  () => clients.iam.send(new ListRolesCommand({MaxItems: 1})),
  () => clients.cognito.send(new ListUserPoolsCommand({MaxResults: 1})),
  () => clients.identity.send(new ListIdentityPoolsCommand({MaxResults: 1})),
]
