import {AccessError, AwsRefusedError, AwsupError, ConflictError} from '../../base/errors.js'
import {type Call, callOf, isSentOnce} from './call.js'
import {explainCredentials} from '../credentials/refusals.js'
import {isForeign, isServerFault, type SdkError, sortFailure} from './failures.js'
import {findMeaning} from './meanings.js'
import {explainRegion} from '../regions.js'

const DENIED: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationError',
]

/**
 * What an error of AWS, of its SDK or of the network means to the reader; one of ours is answered as it is, and
 * `undefined` is answered for what is none of these (a bug). For the outermost place alone: within, rooms look at AWS's
 * own names.
 */
export function explain(error: unknown): AwsupError | undefined {
  if (error instanceof AwsupError) return error
  if (!(error instanceof Error)) return undefined
  const region = explainRegion(error)
  if (region) return region
  if (error.name === 'DamagedFileError') return sandboxDamaged(error)
  const credentials = explainCredentials(error)
  if (credentials) return credentials
  const call = callOf(error)
  if (DENIED.includes(error.name)) return denied(error, call)
  if (call?.unseen !== undefined) return notVisible(error, call, call.unseen)
  const failure = sortFailure(error)
  if (failure === 'lost' && call && isSentOnce(call)) return replyLost(error, call)
  if (isForeign(error)) return notOfAws(error, call)
  if (failure === 'unsent' || (failure === 'lost' && statusOf(error) === undefined)) return unreachable(error, call)
  return isOfAws(error) ? refused(error, call) : undefined
}

/** The sandbox, which is AWS here, cannot read its own memory. */
const sandboxDamaged = (error: Error): ConflictError =>
  new ConflictError(`the memory of the sandbox cannot be read: ${error.message}`, {
    code: 'SANDBOX_DAMAGED',
    hint: 'Put that file back, or begin again with an empty sandbox: awsup sandbox reset',
    cause: error,
  })

const isOfAws = (error: SdkError): boolean =>
  error.$fault !== undefined || error.$metadata?.httpStatusCode !== undefined

const statusOf = (error: SdkError): number | undefined => error.$metadata?.httpStatusCode

const named = (call: Call | undefined): string => (call ? `${call.service}:${call.operation}` : 'a call to AWS')

/** AWS's own words: one line, no control characters, no full stop. */
const wordsOf = (error: Error): string =>
  (isForeign(error) ? `an answer came that is not from AWS (HTTP status ${statusOf(error) ?? 0})` : error.message)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/ ?\.$/, '')

const detailsOf = (error: SdkError, call: Call | undefined): Readonly<Record<string, unknown>> => ({
  awsCode: error.name,
  reason: error.Reason,
  words: wordsOf(error),
  requestId: error.$metadata?.requestId,
  status: statusOf(error),
  call: call && named(call),
  accountId: call?.accountId,
  region: call?.region,
  attempts: call?.attempts,
})

function denied(error: SdkError, call: Call | undefined): AccessError {
  const words = wordsOf(error)
  const [, said] = /not authorized to perform: ([\w-]+:\w+)/.exec(words) ?? []
  const [, who] = /User: (\S+) is not authorized/.exec(words) ?? []
  const action = said ?? named(call)
  const identity = who ?? call?.identity ?? 'the caller'
  const where = call?.accountId === undefined ? '' : ` in account ${call.accountId}`
  return new AccessError(`${identity} is not allowed to do ${action}${where}: ${words}`, {
    code: 'ACCESS_DENIED',
    hint: renderDeniedHint({words, action, identity}),
    details: {...detailsOf(error, call), action, identity},
    cause: error,
  })
}

function renderDeniedHint({words, action, identity}: Record<'words' | 'action' | 'identity', string>): string {
  if (words.includes('may not be assumed by root')) {
    return 'The root user can not enter other accounts: make an IAM user in the management account and use it.'
  }
  if (words.includes('service control policy')) return `A service control policy of the organization denies ${action}.`
  if (words.includes('permissions boundary')) return `The permissions boundary of ${identity} does not allow ${action}.`
  if (action === 'sts:AssumeRole') {
    return (
      'Either the caller lacks sts:AssumeRole on this role, or the account has no role OrganizationAccountAccessRole ' +
      'that trusts the management account (accounts that were invited do not have it; account: { id, role } names another).'
    )
  }
  // Sessions of people have their own names, those of administrators one of awsup's.
  const role = /:assumed-role\/[^/]+\/(?!awsup-[0-9a-f]{8}$)/.test(identity)
    ? ' With a role that awsup.yaml gives you, name the environments in which it is enough: --env.'
    : ''
  return `Allow ${identity} the IAM action ${action}, or choose other credentials with --profile. awsup permissions prints all that it needs.${role}`
}

const replyLost = (error: SdkError, call: Call): AwsRefusedError =>
  new AwsRefusedError(`the answer to ${named(call)} was lost, so it may be done or not: ${wordsOf(error)}`, {
    code: 'REPLY_LOST',
    hint: 'Run the same command again: it looks at what exists before it asks again.',
    details: detailsOf(error, call),
    cause: error,
  })

const notVisible = (error: SdkError, call: Call, what: string): AwsRefusedError =>
  new AwsRefusedError(`AWS does not show ${what} yet, which was just made: ${named(call)}: ${wordsOf(error)}`, {
    code: 'NOT_VISIBLE_YET',
    hint: 'A change can take minutes to reach all of AWS. Wait a little and run the same command again: it continues where this one stopped.',
    details: {...detailsOf(error, call), unseen: what},
    cause: error,
  })

const unreachable = (error: SdkError, call: Call | undefined): AwsRefusedError =>
  new AwsRefusedError(`AWS could not be reached for ${named(call)}: ${wordsOf(error)}`, {
    code: 'UNREACHABLE',
    hint: 'Look at the network, the proxy, the region, and AWS_ENDPOINT_URL if it is set; then run the same command again.',
    details: {...detailsOf(error, call), network: error.code},
    cause: error,
  })

/** Nothing of the answer is repeated: it is a page for a browser, or worse. */
const notOfAws = (error: SdkError, call: Call | undefined): AwsRefusedError =>
  new AwsRefusedError(`${named(call)} got an answer that is not from AWS (HTTP status ${statusOf(error) ?? 0})`, {
    code: 'NOT_AWS',
    hint: 'A proxy or the sign-in page of a network may have answered. Check the network, the proxy, and AWS_ENDPOINT_URL if it is set; then run the same command again.',
    details: {...detailsOf(error, call), awsCode: undefined, words: undefined},
    cause: error,
  })

function refused(error: SdkError, call: Call | undefined): AwsRefusedError {
  const meaning = findMeaning(error.name, error.Reason)
  const label = error.Reason === undefined ? error.name : `${error.name}, ${error.Reason}`
  const words = wordsOf(error)
  const own = isServerFault(error) ? 'AWS had a failure of its own: run the same command again.' : undefined
  return new AwsRefusedError(`AWS refused ${named(call)}: ${words === '' ? label : `${words} (${label})`}`, {
    hint: meaning ? `It means that ${meaning.means}. ${meaning.hint}` : own,
    details: {...detailsOf(error, call), means: meaning?.means},
    cause: error,
  })
}
