import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  paginateListUserPools,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../aws/absent.js'
import type {Context, Resource} from '../../resource.js'
import {requireKept} from '../kept.js'
import {isOurs, requireSingle} from '../owner.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {compareUnordered} from '../unordered.js'
import {mfaInput} from './user-pool-mfa.js'
import {createInput, toSettings, unchanged, updateInput} from './user-pool-settings.js'

/** A Cognito user pool. */
export interface UserPoolDesired {
  /** 1–128 characters; not unique. */
  readonly name: string
  /** What users sign in with, in any order; `username` with others makes those aliases. AWS never changes it. */
  readonly signIn: readonly ('email' | 'phone' | 'username')[]
  readonly selfSignUp: boolean
  readonly mfa: 'off' | 'optional' | 'on'
  readonly passkeys: boolean
  readonly tier: 'lite' | 'essentials' | 'plus'
  readonly password: {
    /** 6–99 */
    readonly minLength: number
    readonly lowercase: boolean
    readonly uppercase: boolean
    readonly numbers: boolean
    readonly symbols: boolean
    /** Days that a temporary password lives, 1–365. */
    readonly temporaryDays: number
  }
  /** AWS then refuses to delete it; switched off by hand, it is switched on again. */
  readonly deletionProtection: boolean
}

export interface UserPoolActual extends UserPoolDesired {
  readonly id: string
  readonly arn: string
  /** `cognito-idp.<region>.amazonaws.com/<id>`, as identity pools name it. */
  readonly providerName: string
}

export const userPool: Resource<UserPoolDesired, UserPoolActual, never> = {
  kind: 'user-pool',
  actions: [
    'cognito-idp:ListUserPools',
    'cognito-idp:DescribeUserPool',
    'cognito-idp:GetUserPoolMfaConfig',
    'cognito-idp:CreateUserPool',
    'cognito-idp:TagResource',
    'cognito-idp:UpdateUserPool',
    'cognito-idp:SetUserPoolMfaConfig',
    'cognito-idp:DeleteUserPool',
  ],
  // Names of pools are not unique: without an id, the tags find it.
  key: [],
  permanent: ['signIn'],
  precious: true,
  diff: compareUnordered<UserPoolDesired>({
    name: 'update',
    signIn: 'refuse',
    selfSignUp: 'update',
    mfa: 'update',
    passkeys: 'update',
    tier: 'update',
    password: 'update',
    deletionProtection: 'update',
  }),

  read: (_key, id, context) => (id === undefined ? findByTags(context) : readById(id, context)),

  // A new pool can ask for SMS codes only; everything about MFA and passkeys is set on the pool that is there.
  async create(desired, context) {
    const answer = await context.aws.cognito.send(new CreateUserPoolCommand(createInput(desired, context.owner)))
    const made = await toActual(present(answer.UserPool, 'UserPool'), context)
    return userPool.diff(desired, made).length === 0 ? made : userPool.update(desired, made, context)
  },

  // UpdateUserPool resets what is not sent: it gets everything that is there, with our changes on top.
  async update(desired, {id}, context) {
    const {cognito} = context.aws
    const before = await describePool(id, context)
    await cognito.send(new UpdateUserPoolCommand(updateInput(id, present(before, 'UserPool'), desired)))
    const mfa = await cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId: id}))
    const input = mfaInput(id, mfa, desired)
    if (input) await cognito.send(new SetUserPoolMfaConfigCommand(input))
    const after = present(await readById(id, context), 'UserPool')
    requireKept(`user pool ${id}`, userPool.diff(desired, after))
    return after
  },

  async delete({id}, context) {
    const pool = await describePool(id, context)
    if (!pool) return
    const {cognito} = context.aws
    if (pool.DeletionProtection === 'ACTIVE') {
      await cognito.send(new UpdateUserPoolCommand({...unchanged(id, pool), DeletionProtection: 'INACTIVE'}))
    }
    await absentWhen('ResourceNotFoundException', () => cognito.send(new DeleteUserPoolCommand({UserPoolId: id})))
  },
}

async function readById(id: string, context: Context): Promise<UserPoolActual | undefined> {
  const pool = await describePool(id, context)
  return pool && toActual(pool, context)
}

async function findByTags(context: Context): Promise<UserPoolActual | undefined> {
  const pages = paginateListUserPools({client: context.aws.cognito}, {MaxResults: 60})
  const listed = await collect(pages, ({UserPools}) => UserPools)
  const found: UserPoolType[] = []
  for (const {Id} of listed) {
    const pool = await describePool(present(Id, 'UserPool.Id'), context)
    if (pool && isOurs(pool.UserPoolTags, context.owner)) found.push(pool)
  }
  const address = context.owner['awsup:address'] ?? ''
  const pool = requireSingle(`user pools tagged ${address}`, found, ({Id = ''}) => Id)
  return pool && toActual(pool, context)
}

async function describePool(id: string, {aws}: Context): Promise<UserPoolType | undefined> {
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.cognito.send(new DescribeUserPoolCommand({UserPoolId: id})),
  )
  return answer && present(answer.UserPool, 'UserPool')
}

async function toActual(pool: UserPoolType, {aws}: Context): Promise<UserPoolActual> {
  const id = present(pool.Id, 'UserPool.Id')
  const mfa = await aws.cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId: id}))
  return {
    id,
    arn: present(pool.Arn, 'UserPool.Arn'),
    providerName: `cognito-idp.${aws.region}.amazonaws.com/${id}`,
    ...toSettings(pool, mfa),
  }
}
