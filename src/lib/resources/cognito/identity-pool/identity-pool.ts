import {
  CreateIdentityPoolCommand,
  DeleteIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  paginateListIdentityPools,
  UpdateIdentityPoolCommand,
  type CognitoIdentityProvider,
  type IdentityPool,
} from '@aws-sdk/client-cognito-identity'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Context, OwnerTags, Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {omit} from '../../omit.js'
import {claimOf, isOurs, requireSingle} from '../../owner.js'
import {collect} from '../../pages.js'
import {present} from '../../present.js'
import {compareUnordered} from '../../unordered.js'
import {countUsers} from '../user-pool/holdings.js'

/** A Cognito identity pool. */
export interface IdentityPoolDesired {
  /** 1–128 characters; not unique. */
  readonly name: string
  readonly guests: boolean
  /** Whether identities may pick a role themselves, with no session policy on guests; absent: as it is. */
  readonly classicFlow?: boolean | undefined
  /** `cognito-idp.<region>.amazonaws.com/<user pool id>`: whose clients `providers` are. */
  readonly userPool?: string | undefined
  /** Whether its tags say whose it is: what finds it when no id is on record. */
  readonly tagged?: boolean | undefined
  /** Ids of clients of `userPool` that are somebody else's: tokens that it takes of them it goes on taking. */
  readonly others?: readonly string[] | undefined
  /** User pool clients whose tokens it takes, in any order. */
  readonly providers: readonly {
    /** `cognito-idp.<region>.amazonaws.com/<user pool id>` */
    readonly providerName: string
    readonly clientId: string
    /** Whether signed-out and deleted users are refused at once. */
    readonly serverSideTokenCheck: boolean
  }[]
}

export interface IdentityPoolActual extends IdentityPoolDesired {
  readonly id: string
}

export const identityPool: Resource<IdentityPoolDesired, IdentityPoolActual, never> = {
  kind: 'identity-pool',
  actions: [
    'cognito-identity:ListIdentityPools',
    'cognito-identity:DescribeIdentityPool',
    'cognito-identity:CreateIdentityPool',
    'cognito-identity:TagResource',
    'cognito-identity:UpdateIdentityPool',
    'cognito-identity:DeleteIdentityPool',
    'cognito-idp:DescribeUserPool',
    'cognito-idp:ListUsers',
  ],
  // Names of pools are not unique: without an id, the tags find it.
  key: [],
  within: ['account'],
  precious: true,
  doubles: true,
  // Tokens of other user pools are somebody else's business.
  diff: (desired, actual) =>
    everyField(desired, {
      ...actual,
      providers: actual.providers.filter(isOf(desired)),
      tagged: desired.tagged && actual.tagged,
      classicFlow: desired.classicFlow === undefined ? undefined : actual.classicFlow,
    }),

  read: (_key, id, context) => (id === undefined ? findByTags(context) : readById(id, context)),

  async create(desired, {aws, owner, madeAnew}) {
    const answer = await aws.identity.send(
      new CreateIdentityPoolCommand({AllowClassicFlow: false, ...settings(desired, []), IdentityPoolTags: {...owner}}),
    )
    madeAnew?.()
    return toActual(answer, owner)
  },

  // UpdateIdentityPool resets what is not sent: it gets everything that exists, with our changes on top.
  async update(desired, {id}, context) {
    const before = present(await describePool(id, context), 'IdentityPool')
    await context.aws.identity.send(
      new UpdateIdentityPoolCommand({
        ...before,
        ...settings(desired, before.CognitoIdentityProviders ?? []),
        ...(desired.tagged && {IdentityPoolTags: {...before.IdentityPoolTags, ...context.owner}}),
      }),
    )
    const after = present(await readById(id, context), 'IdentityPool')
    requireKept(`identity pool ${id}`, identityPool.diff(desired, after))
    return after
  },

  async delete({id}, {aws}) {
    await absentWhen('ResourceNotFoundException', () =>
      aws.identity.send(new DeleteIdentityPoolCommand({IdentityPoolId: id})),
    )
  },

  // It holds no users itself: those of the user pool whose clients it trusts get their credentials through it.
  async holds({id}, context) {
    const pool = await describePool(id, context)
    const start = `cognito-idp.${context.aws.region}.amazonaws.com/`
    const names = (pool?.CognitoIdentityProviders ?? []).flatMap(({ProviderName}) => ProviderName ?? [])
    const userPoolId = names.find((name) => name.startsWith(start))?.slice(start.length)
    return userPoolId === undefined ? undefined : countUsers(userPoolId, context)
  },

  async twins({id}, context) {
    return (await listTagged(context, id)).map((pool) => ({id: present(pool.IdentityPoolId, 'IdentityPoolId')}))
  },
}

async function readById(id: string, context: Context): Promise<IdentityPoolActual | undefined> {
  const pool = await describePool(id, context)
  return pool && toActual(pool, context.owner)
}

async function findByTags(context: Context): Promise<IdentityPoolActual | undefined> {
  const address = context.owner['awsup:address'] ?? ''
  const found = await listTagged(context)
  const pool = requireSingle(`identity pools tagged ${address}`, found, ({IdentityPoolId = ''}) => IdentityPoolId)
  return pool && toActual(pool, context.owner)
}

/** Every pool of the account and region whose tags say that it is this one, but for the one that is known already. */
async function listTagged(context: Context, known?: string): Promise<readonly IdentityPool[]> {
  const pages = paginateListIdentityPools({client: context.aws.identity}, {MaxResults: 60})
  const listed = await collect(pages, ({IdentityPools}) => IdentityPools)
  const found: IdentityPool[] = []
  for (const {IdentityPoolId: id} of listed) {
    const pool = id === known ? undefined : await describePool(present(id, 'IdentityPoolId'), context)
    if (pool && isOurs(pool.IdentityPoolTags, context.owner)) found.push(pool)
  }
  return found
}

/** The pool alone, without what the SDK says about the call. */
async function describePool(id: string, {aws}: Context): Promise<IdentityPool | undefined> {
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId: id})),
  )
  return answer && omit(answer, '$metadata')
}

const everyField = compareUnordered<IdentityPoolDesired>({
  name: 'update',
  guests: 'update',
  classicFlow: 'update',
  providers: 'update',
  userPool: 'computed',
  others: 'computed',
  tagged: 'update',
})

/** Whether an entry is of the user pool that the manifest speaks of, and of no client that it leaves to others. */
const isOf =
  ({providers, userPool, others = []}: IdentityPoolDesired) =>
  ({providerName, clientId}: Pick<IdentityPoolDesired['providers'][number], 'providerName' | 'clientId'>): boolean =>
    (userPool === providerName || providers.some((one) => one.providerName === providerName)) &&
    (!others.includes(clientId) || providers.some((one) => one.clientId === clientId))

/** What is asked for, beside the clients of other user pools that exist. */
const settings = (desired: IdentityPoolDesired, now: readonly CognitoIdentityProvider[]): Settings => ({
  IdentityPoolName: desired.name,
  AllowUnauthenticatedIdentities: desired.guests,
  ...(desired.classicFlow !== undefined && {AllowClassicFlow: desired.classicFlow}),
  CognitoIdentityProviders: [
    ...now.filter((one) => !isOf(desired)(toProvider(one))),
    ...desired.providers.map(({providerName, clientId, serverSideTokenCheck}) => ({
      ProviderName: providerName,
      ClientId: clientId,
      ServerSideTokenCheck: serverSideTokenCheck,
    })),
  ],
})

type Settings = Pick<IdentityPool, 'IdentityPoolName' | 'AllowUnauthenticatedIdentities' | 'CognitoIdentityProviders'> &
  Partial<Pick<IdentityPool, 'AllowClassicFlow'>>

const toActual = (pool: IdentityPool, owner: OwnerTags): IdentityPoolActual => ({
  id: present(pool.IdentityPoolId, 'IdentityPoolId'),
  name: present(pool.IdentityPoolName, 'IdentityPoolName'),
  guests: pool.AllowUnauthenticatedIdentities ?? false,
  classicFlow: pool.AllowClassicFlow ?? false,
  tagged: isOurs(pool.IdentityPoolTags, owner),
  ...claimOf(pool.IdentityPoolTags, owner),
  providers: (pool.CognitoIdentityProviders ?? []).map(toProvider),
})

const toProvider = (provider: CognitoIdentityProvider): IdentityPoolDesired['providers'][number] => ({
  providerName: provider.ProviderName ?? '',
  clientId: provider.ClientId ?? '',
  serverSideTokenCheck: provider.ServerSideTokenCheck ?? false,
})
