import {
  AddCustomAttributesCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  paginateListUserPools,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../../aws/calls/absent.js'
import {same, type Context, type Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {claimOf, isOurs, requireSingle} from '../../owner.js'
import {collect} from '../../pages.js'
import {present} from '../../present.js'
import {countUsers} from './holdings.js'
import {AT_ONCE, toAttributes, toSchema} from './attributes.js'
import type {UserPoolActual, UserPoolDesired} from './desired.js'
import {diffUserPool} from './diff.js'
import {mfaInput, type Mfa} from './mfa.js'
import {toSettings} from './read.js'
import {createInput, unchanged, unprotected, updateInput} from './settings.js'

export const userPool: Resource<UserPoolDesired, UserPoolActual, never> = {
  kind: 'user-pool',
  actions: [
    'cognito-idp:ListUserPools',
    'cognito-idp:DescribeUserPool',
    'cognito-idp:GetUserPoolMfaConfig',
    'cognito-idp:CreateUserPool',
    'cognito-idp:TagResource',
    'cognito-idp:UpdateUserPool',
    'cognito-idp:AddCustomAttributes',
    'cognito-idp:SetUserPoolMfaConfig',
    'cognito-idp:DeleteUserPool',
    'cognito-idp:ListUsers',
    // A role to send text messages in is handed over; sending through SES makes a role of Cognito's own.
    'iam:PassRole',
    'iam:CreateServiceLinkedRole',
  ],
  // Names of pools are not unique: without an id, the tags find it.
  key: [],
  within: ['account'],
  permanent: ['signIn', 'caseSensitive', 'requiredAttributes', 'attributes'],
  usual: {signIn: ['email'], caseSensitive: false, requiredAttributes: undefined},
  precious: true,
  doubles: true,
  diff: diffUserPool,

  read: (_key, id, context) => (id === undefined ? findByTags(context) : readById(id, context)),

  // A new pool can ask for SMS codes only; everything about MFA and passkeys is set on the pool that exists.
  async create(desired, context) {
    const answer = await context.aws.cognito.send(new CreateUserPoolCommand(createInput(desired, context.owner)))
    context.madeAnew?.()
    const pool = present(answer.UserPool, 'UserPool')
    const made = toActual(pool, NO_MFA, context)
    return userPool.diff(desired, made).length === 0 ? made : complete(desired, pool, {mfa: NO_MFA, context})
  },

  async update(desired, {id}, context) {
    const [before, mfa] = await readBoth(id, context)
    return complete(desired, present(before, 'UserPool'), {mfa, context})
  },

  async delete({id}, context) {
    const {cognito} = context.aws
    await unprotect(id, context)
    await absentWhen('ResourceNotFoundException', () => cognito.send(new DeleteUserPoolCommand({UserPoolId: id})))
  },

  release: ({id}, context) => unprotect(id, context),

  holds: ({id}, context) => countUsers(id, context),

  async twins({id}, context) {
    return (await listTagged(context, id)).map((pool) => ({id: present(pool.Id, 'UserPool.Id')}))
  },
}

/** What a new pool has: nothing of it can be said when it is made. */
const NO_MFA: Mfa = {MfaConfiguration: 'OFF'}

/**
 * Makes a pool what is desired. UpdateUserPool resets what is not sent: it gets everything that exists, with our changes on
 * top, and is not called where those are none.
 *
 * @param before what AWS answered of it last, and `mfa` likewise
 */
async function complete(
  desired: UserPoolDesired,
  before: UserPoolType,
  {mfa, context}: {readonly mfa: Mfa | undefined; readonly context: Context},
): Promise<UserPoolActual> {
  const {cognito} = context.aws
  const id = present(before.Id, 'UserPool.Id')
  await addAttributes(desired, toAttributes(before), {id, context})
  const input = updateInput(id, before, {desired, before: true, owner: context.owner})
  const isAsDesired = same(input, unchanged(id, before))
  if (!isAsDesired) await cognito.send(new UpdateUserPoolCommand(input))
  // What it sets of text messages shows there too.
  const now = mfa && (isAsDesired || !desired.sms) ? mfa : await readMfa(id, context)
  const mfaAfter = mfaInput(id, now, {desired, pool: before})
  if (mfaAfter) await cognito.send(new SetUserPoolMfaConfigCommand(mfaAfter))
  const after = await finish(desired, before, context)
  requireKept(`user pool ${id}`, userPool.diff(desired, after))
  return after
}

/** Lifts deletion protection, where there is any. */
async function unprotect(id: string, context: Context): Promise<void> {
  const pool = await describePool(id, context)
  if (pool?.DeletionProtection !== 'ACTIVE') return
  await absentWhen('ResourceNotFoundException', () =>
    context.aws.cognito.send(new UpdateUserPoolCommand(unprotected(id, pool))),
  )
}

/** What the pool has not yet, in as few calls as AWS allows. */
async function addAttributes(
  {attributes}: UserPoolDesired,
  there: UserPoolDesired['attributes'],
  {id, context}: {readonly id: string; readonly context: Context},
): Promise<void> {
  const missing = toSchema(attributes).filter(({Name = ''}) => !(Name in there))
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    const CustomAttributes = missing.slice(start, start + AT_ONCE)
    await context.aws.cognito.send(new AddCustomAttributesCommand({UserPoolId: id, CustomAttributes}))
  }
}

/**
 * Sets what had to wait for MFA: a lower tier, ways to begin a sign-in, and the text of messages with codes, which
 * SetUserPoolMfaConfig forgets when it is not about text messages.
 */
async function finish(
  desired: UserPoolDesired,
  {Id: id = '', SmsAuthenticationMessage}: UserPoolType,
  context: Context,
): Promise<UserPoolActual> {
  const [found, mfa] = await readBoth(id, context)
  const pool = present(found, 'UserPool')
  const last = {...updateInput(id, pool, {desired, before: false, owner: context.owner}), SmsAuthenticationMessage}
  if (same(updateInput(id, pool, {desired, before: true, owner: context.owner}), last))
    return toActual(pool, present(mfa, 'MfaConfiguration'), context)
  await context.aws.cognito.send(new UpdateUserPoolCommand(last))
  return present(await readById(id, context), 'UserPool')
}

async function readById(id: string, context: Context): Promise<UserPoolActual | undefined> {
  const [pool, mfa] = await readBoth(id, context)
  return pool && mfa && toActual(pool, mfa, context)
}

/** A pool and its MFA, side by side: neither is in the other's answer. */
const readBoth = (id: string, context: Context) =>
  Promise.all([describePool(id, context), absentWhen('ResourceNotFoundException', () => readMfa(id, context))])

async function findByTags(context: Context): Promise<UserPoolActual | undefined> {
  const address = context.owner['awsup:address'] ?? ''
  const pool = requireSingle(`user pools tagged ${address}`, await listTagged(context), ({Id = ''}) => Id)
  return pool && toActual(pool, await readMfa(present(pool.Id, 'UserPool.Id'), context), context)
}

/** Every pool of the account and region whose tags say that it is this one, but for the one that is known already. */
async function listTagged(context: Context, known?: string): Promise<readonly UserPoolType[]> {
  const pages = paginateListUserPools({client: context.aws.cognito}, {MaxResults: 60})
  const listed = await collect(pages, ({UserPools}) => UserPools)
  const found: UserPoolType[] = []
  for (const {Id} of listed) {
    const pool = Id === known ? undefined : await describePool(present(Id, 'UserPool.Id'), context)
    if (pool && isOurs(pool.UserPoolTags, context.owner)) found.push(pool)
  }
  return found
}

async function describePool(id: string, {aws}: Context): Promise<UserPoolType | undefined> {
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.cognito.send(new DescribeUserPoolCommand({UserPoolId: id})),
  )
  return answer && present(answer.UserPool, 'UserPool')
}

const readMfa = (id: string, {aws}: Context): Promise<Mfa> =>
  aws.cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId: id}))

function toActual(pool: UserPoolType, mfa: Mfa, {aws, owner}: Context): UserPoolActual {
  const id = present(pool.Id, 'UserPool.Id')
  return {
    id,
    arn: present(pool.Arn, 'UserPool.Arn'),
    providerName: `cognito-idp.${aws.region}.amazonaws.com/${id}`,
    ...toSettings(pool, mfa),
    tagged: isOurs(pool.UserPoolTags, owner),
    ...claimOf(pool.UserPoolTags, owner),
  }
}
