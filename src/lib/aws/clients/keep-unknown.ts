import {AwsRefusedError} from '../../base/errors.js'
import {nameCall} from '../calls/call.js'
import {findUnknown, namesOf, putBack, type Unknown} from './unknown-members.js'
import {bytesOf} from '../calls/whole-replies.js'

/** A call that tells all settings of a thing, and the one that sets them: what this is not sent, AWS resets. */
interface Pair {
  readonly update: string
  /** Where the thing is in the answer; the whole answer where it is absent. */
  readonly thing?: string
  /** Members of both requests that name the thing. */
  readonly key: readonly string[]
}

/** Source: the API references of these updates ("if you don't provide a value, it is set to the default"). */
const PAIRS: Readonly<Record<string, Pair>> = {
  'cognito-idp:DescribeUserPool': {update: 'UpdateUserPool', thing: 'UserPool', key: ['UserPoolId']},
  'cognito-idp:GetUserPoolMfaConfig': {update: 'SetUserPoolMfaConfig', key: ['UserPoolId']},
  'cognito-idp:DescribeUserPoolClient': {
    update: 'UpdateUserPoolClient',
    thing: 'UserPoolClient',
    key: ['UserPoolId', 'ClientId'],
  },
  'cognito-idp:DescribeIdentityProvider': {
    update: 'UpdateIdentityProvider',
    thing: 'IdentityProvider',
    key: ['UserPoolId', 'ProviderName'],
  },
  'cognito-idp:GetGroup': {update: 'UpdateGroup', thing: 'Group', key: ['UserPoolId', 'GroupName']},
  'cognito-idp:DescribeResourceServer': {
    update: 'UpdateResourceServer',
    thing: 'ResourceServer',
    key: ['UserPoolId', 'Identifier'],
  },
  'cognito-idp:DescribeUserPoolDomain': {update: 'UpdateUserPoolDomain', thing: 'DomainDescription', key: ['Domain']},
  'cognito-identity:DescribeIdentityPool': {update: 'UpdateIdentityPool', key: ['IdentityPoolId']},
  'cognito-identity:GetIdentityPoolRoles': {update: 'SetIdentityPoolRoles', key: ['IdentityPoolId']},
  'cognito-identity:GetPrincipalTagAttributeMap': {
    update: 'SetPrincipalTagAttributeMap',
    key: ['IdentityPoolId', 'IdentityProviderName'],
  },
  'iam:GetRole': {update: 'UpdateRole', thing: 'Role', key: ['RoleName']},
}

const UPDATES: ReadonlyMap<string, Pair> = new Map(
  Object.entries(PAIRS).map(([read, pair]) => [`${read.split(':')[0] ?? ''}:${pair.update}`, pair]),
)

/** Newer than this SDK, and known to be no setting: AWS only answers them (botocore 1.44.8), and we read them. */
const ANSWERS_ONLY: ReadonlySet<string> = new Set(['ClientSecretArn'])

/** The SDK's middleware, as far as we use it. */
interface Args {
  readonly input: Readonly<Record<string, unknown>>
  readonly request: {body?: unknown}
}
interface Result {
  readonly response: object
  readonly output: Readonly<Record<string, unknown>>
}
type Next = (args: Args) => Promise<Result>
interface CommandContext {
  readonly clientName?: string
  readonly commandName?: string
}
interface Stack {
  add(middleware: (next: Next, context: CommandContext) => Next, options: object): void
}

/** What is known of one thing: what its last answer held, and what an update was sent since. */
interface Seen {
  readonly unknown: Unknown | undefined
  readonly sent?: Unknown
}

/**
 * Keeps settings that AWS has and this SDK does not know. An update is sent what the last answer held of them, for AWS
 * resets what it is not sent. Where AWS takes the update and no longer answers one of them, the next answer throws
 * AwsRefusedError `NOT_KEPT` that names it. `callerNow` is asked as each call begins: two accounts may have a role of one
 * name.
 */
export function keepUnknown(client: {readonly middlewareStack: unknown}, callerNow: () => object): void {
  const seenBy = new WeakMap<object, Map<string, Seen>>()
  const seenNow = (): Map<string, Seen> => {
    const caller = callerNow()
    const known = seenBy.get(caller)
    if (known) return known
    const seen = new Map<string, Seen>()
    seenBy.set(caller, seen)
    return seen
  }
  const stack = client.middlewareStack as Stack
  const add = (pass: (passing: Passing) => Promise<Result>, options: object): void =>
    stack.add((next, context) => {
      const [seen, call] = [seenNow(), callOf(context)]
      return (args) => pass({next, args, seen, call})
    }, options)
  add(sendBack, {name: 'sendUnknownBack', step: 'build', priority: 'high'})
  add(remember, {name: 'rememberUnknown', step: 'deserialize', priority: 'high'})
}

function callOf({clientName, commandName}: CommandContext): string {
  const {service, operation} = nameCall(clientName, commandName)
  return `${service}:${operation}`
}

interface Passing {
  readonly next: Next
  readonly args: Args
  readonly seen: Map<string, Seen>
  readonly call: string
}

async function remember({next, args, seen, call}: Passing): Promise<Result> {
  const result = await next(args)
  const pair = Object.hasOwn(PAIRS, call) ? PAIRS[call] : undefined
  const bytes = pair && bytesOf(result.response)
  if (!pair || !bytes) return result
  const thing = keyOf(pair, args.input)
  const known = pair.thing === undefined ? result.output : result.output[pair.thing]
  const unknown = findUnknown(await thingIn(bytes, pair), known)
  if (known && unknown) Object.assign(known, answersIn(unknown))
  const before = seen.get(thing)
  if (unknown ?? before) seen.set(thing, {unknown})
  const now = namesOf(unknown)
  const lost = namesOf(before?.sent).filter((name) => !now.includes(name))
  if (lost.length > 0) throw notKept(lost, thing)
  return result
}

async function sendBack({next, args, seen, call}: Passing): Promise<Result> {
  const pair = UPDATES.get(call)
  const thing = pair && keyOf(pair, args.input)
  const unknown = thing === undefined ? undefined : settingsIn(seen.get(thing)?.unknown)
  if (thing === undefined || !unknown) return next(args)
  const body = textOf(args.request.body)
  args.request.body = call.startsWith('iam:') ? withFields(body, unknown) : withMembers(body, unknown)
  seen.set(thing, {unknown, sent: unknown})
  try {
    return await next(args)
  } catch (error) {
    seen.set(thing, {unknown})
    const said = `the request also held settings that this awsup does not know, as AWS answered them: ${namesOf(unknown).join(', ')}`
    if (error instanceof Error) error.message = `${error.message.replace(/\.$/, '')}; ${said}`
    throw error
  }
}

const keyOf = ({update, key}: Pair, input: Readonly<Record<string, unknown>>): string =>
  [update, ...key.map((name) => String(input[name]))].join(' ')

/** Without what AWS only answers. */
function settingsIn(unknown: Unknown | undefined): Unknown | undefined {
  if (!unknown) return undefined
  const members = new Map([...unknown.members].filter(([name]) => !ANSWERS_ONLY.has(name)))
  return members.size + unknown.below.size === 0 ? undefined : {...unknown, members}
}

/** What AWS only answers, for us to read. */
const answersIn = ({members}: Unknown): object =>
  Object.fromEntries([...members].filter(([name]) => ANSWERS_ONLY.has(name)))

const textOf = (body: unknown): string =>
  typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : ''

const withMembers = (body: string, unknown: Unknown): string => JSON.stringify(putBack(JSON.parse(body), unknown))

/** As the query protocol writes them: `A.B=1`, `List.member.1=x`. Only those of the thing itself: see `PAIRS`. */
function withFields(body: string, {members}: Unknown): string {
  const fields = new URLSearchParams()
  const add = (name: string, value: unknown): void => {
    if (Array.isArray(value)) value.forEach((one, index) => add(`${name}.${index + 1}`, one))
    else if (typeof value === 'object' && value !== null) {
      for (const [below, one] of Object.entries(value)) add(`${name}.${below}`, below === 'member' ? [one].flat() : one)
    } else fields.set(name, String(value))
  }
  for (const [name, value] of members) add(name, value)
  return `${body}&${fields.toString()}`
}

/** The thing as AWS sent it: JSON, or IAM's XML as an object of texts. */
async function thingIn(bytes: Buffer, {thing, update}: Pair): Promise<unknown> {
  if (update !== 'UpdateRole') return pick(JSON.parse(bytes.toString('utf8')), thing)
  const {parseXmlBody} = await import('@aws-sdk/core/protocols')
  const answer: unknown = await parseXmlBody(bytes, {
    utf8Encoder: (text: Uint8Array) => Buffer.from(text).toString('utf8'),
  } as never)
  return pick(pick(answer, 'GetRoleResult'), thing)
}

const pick = (value: unknown, name: string | undefined): unknown =>
  name === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[name]

const notKept = (lost: readonly string[], thing: string): AwsRefusedError =>
  new AwsRefusedError(`AWS did not keep a setting that this awsup does not know: ${lost.join(', ')} (${thing})`, {
    code: 'NOT_KEPT',
    hint: 'awsup sent it as AWS had answered it. Look at it in the AWS console, set it again there, and see whether a newer awsup knows it.',
    details: {members: lost, thing},
  })
