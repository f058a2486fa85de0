import {
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  type UpdateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'
import {beforeEach, describe, expect, test} from 'vitest'
import type {Context} from '../../../../src/lib/base/resource.js'
import {appClient} from '../../../../src/lib/resources/cognito/app-client/app-client.js'
import {type AppClientDesired} from '../../../../src/lib/resources/cognito/app-client/desired.js'
import {userPool} from '../../../../src/lib/resources/cognito/user-pool/user-pool.js'
import {clientOf, poolDesired} from '../../../_helpers/worlds/desired.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

let context: Context
let userPoolId: string
beforeEach(async () => {
  const rooms = await openRooms()
  context = await rooms.management()
  const pool = await userPool.create(poolDesired(), context)
  userPoolId = pool.id
})

const describeClient = async (ClientId: string) => {
  const answer = await context.aws.cognito.send(new DescribeUserPoolClientCommand({UserPoolId: userPoolId, ClientId}))
  if (!answer.UserPoolClient) throw new Error('no client')
  return answer.UserPoolClient
}

const flowsOf = async (id: string): Promise<readonly string[]> =>
  [...((await describeClient(id)).ExplicitAuthFlows ?? [])].sort()

describe('what a client is made with', () => {
  test('a page has no secret, signs in by SRP, tells nobody who has an account, and can revoke its tokens', async () => {
    const {id} = await appClient.create(clientOf(userPoolId), context)
    const client = await describeClient(id)
    expect(client).toMatchObject({PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: true})
    expect(client.ClientSecret).toBeUndefined()
    expect(client.AllowedOAuthFlowsUserPoolClient ?? false).toBe(false)
    expect(await flowsOf(id)).toEqual(['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'])
  })

  test('with a callback it speaks the OAuth code flow', async () => {
    const callbackUrls = ['http://localhost:5173']
    const {id} = await appClient.create(clientOf(userPoolId, {callbackUrls}), context)
    expect(await describeClient(id)).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      SupportedIdentityProviders: ['COGNITO'],
      CallbackURLs: callbackUrls,
    })
  })

  test('where refresh tokens rotate, the flow that cannot rotate them is off', async () => {
    const desired = clientOf(userPoolId, {refreshTokenRotation: {graceSeconds: 10}, authFlows: ['srp', 'custom']})
    const made = await appClient.create(desired, context)
    expect(await flowsOf(made.id)).toEqual(['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH'])
    await appClient.update({...desired, refreshTokenRotation: false}, made, context)
    expect(await flowsOf(made.id)).toContain('ALLOW_REFRESH_TOKEN_AUTH')
  })

  test('days and hours of a refresh token come back as they were asked for', async () => {
    for (const refreshTokenHours of [1, 23, 24, 25, 720, 87_600]) {
      const desired = clientOf(userPoolId, {
        name: `c${refreshTokenHours}`,
        refreshTokenHours,
        accessTokenMinutes: 5,
        idTokenMinutes: 5,
      })
      expect(appClient.diff(desired, await appClient.create(desired, context))).toEqual([])
    }
  })
})

describe('a secret', () => {
  test('is made where it is asked for, and is nowhere in what the room answers', async () => {
    const made = await appClient.create(clientOf(userPoolId, {secret: true}), context)
    const {ClientSecret = ''} = await describeClient(made.id)
    expect(ClientSecret).not.toBe('')
    expect(made.secret).toBe(true)
    expect(JSON.stringify(made)).not.toContain(ClientSecret)
    const updated = await appClient.update(clientOf(userPoolId, {secret: true, name: 'x'}), made, context)
    expect(JSON.stringify(updated)).not.toContain(ClientSecret)
    expect((await describeClient(made.id)).ClientSecret).toBe(ClientSecret)
  })

  test.each([true, false])(
    'cannot come or go later: a client with secret=%s is refused the other way',
    async (secret) => {
      const made = await appClient.create(clientOf(userPoolId, {secret}), context)
      const [change, ...others] = appClient.diff(clientOf(userPoolId, {secret: !secret}), made)
      expect(change).toMatchObject({field: 'secret', effect: 'refuse'})
      expect(change?.hint).toContain('another name')
      expect(others).toEqual([])
    },
  )

  test('of the console is found under the name, and refused to a page', async () => {
    await context.aws.cognito.send(
      new CreateUserPoolClientCommand({UserPoolId: userPoolId, ClientName: 'web', GenerateSecret: true}),
    )
    const found = await appClient.read({userPoolId, name: 'web'}, undefined, context)
    expect(found && appClient.diff(clientOf(userPoolId), found)).toMatchObject([{field: 'secret', effect: 'refuse'}])
  })
})

test('two clients of one name are an error, not a guess', async () => {
  const create = (input: Partial<CreateUserPoolClientCommandInput>) =>
    context.aws.cognito.send(new CreateUserPoolClientCommand({...input, UserPoolId: userPoolId, ClientName: 'web'}))
  await create({})
  await create({})
  await expect(appClient.read({userPoolId, name: 'web'}, undefined, context)).rejects.toMatchObject({code: 'AMBIGUOUS'})
})

// What people set in the console and awsup.yaml may say nothing about; each valid beside every other.
const byHand = fc.record(
  {
    ReadAttributes: fc.constantFrom<string[][]>(['email'], ['email', 'name']),
    WriteAttributes: fc.constantFrom<string[][]>(['name'], ['email', 'name']),
    AuthSessionValidity: fc.integer({min: 3, max: 15}),
    PreventUserExistenceErrors: fc.constantFrom('ENABLED' as const, 'LEGACY' as const),
    EnableTokenRevocation: fc.boolean(),
    RefreshTokenRotation: fc.record({
      Feature: fc.constant('ENABLED' as const),
      RetryGracePeriodSeconds: fc.integer({min: 0, max: 60}),
    }),
    AnalyticsConfiguration: fc.record({
      ApplicationId: fc.stringMatching(/^[0-9a-f]{8}$/),
      UserDataShared: fc.boolean(),
    }),
    oauth: fc.record({
      AllowedOAuthFlows: fc.constantFrom<('code' | 'implicit')[][]>(['code'], ['implicit'], ['code', 'implicit']),
      AllowedOAuthScopes: fc.constantFrom<string[][]>(['openid'], ['openid', 'phone', 'aws.cognito.signin.user.admin']),
      SupportedIdentityProviders: fc.constantFrom<string[][]>(['COGNITO'], ['Google'], ['COGNITO', 'Google']),
      DefaultRedirectURI: fc.constant('https://acme.dev/in'),
    }),
    custom: fc.boolean(),
    password: fc.boolean(),
  },
  {requiredKeys: []},
)

/** The fields that awsup.yaml has for any client, whatever else it says. */
const declared = fc.record({
  accessTokenMinutes: fc.integer({min: 5, max: 1440}),
  idTokenMinutes: fc.integer({min: 5, max: 1440}),
  refreshTokenHours: fc.integer({min: 24, max: 87_600}),
  choice: fc.boolean(),
  logoutUrls: fc.constantFrom<string[][]>([], ['https://acme.dev/out']),
})

test('whatever somebody set by hand survives a change of something else', {timeout: 60_000}, async () => {
  await context.aws.cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId: userPoolId,
      ProviderName: 'Google',
      ProviderType: 'Google',
      ProviderDetails: {client_id: 'x', client_secret: 'y', authorize_scopes: 'openid'},
    }),
  )
  const callbackUrls = ['https://acme.dev/in', 'https://acme.dev/two']
  const made = await appClient.create(clientOf(userPoolId, {callbackUrls}), context)
  await fc.assert(
    fc.asyncProperty(byHand, declared, async ({oauth, custom, password, ...settings}, changes) => {
      const rotates = settings.RefreshTokenRotation !== undefined
      const input: UpdateUserPoolClientCommandInput = {
        UserPoolId: userPoolId,
        ClientId: made.id,
        ClientName: 'web',
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: callbackUrls,
        ...settings,
        ...oauth,
        ExplicitAuthFlows: [
          'ALLOW_USER_SRP_AUTH',
          ...(rotates ? [] : (['ALLOW_REFRESH_TOKEN_AUTH'] as const)),
          ...(custom ? (['ALLOW_CUSTOM_AUTH'] as const) : []),
          ...(password ? (['ALLOW_USER_PASSWORD_AUTH'] as const) : []),
        ],
      }
      await context.aws.cognito.send(new UpdateUserPoolClientCommand(input))
      const before = await describeClient(made.id)

      const desired: AppClientDesired = {...clientOf(userPoolId, {callbackUrls}), ...changes}
      const after = await appClient.update(desired, made, context)
      expect(appClient.diff(desired, after)).toEqual([])

      const {choice, logoutUrls, ...lifetimes} = changes
      const now = await describeClient(made.id)
      const ours = [
        'AccessTokenValidity',
        'IdTokenValidity',
        'RefreshTokenValidity',
        'TokenValidityUnits',
        'LogoutURLs',
      ]
      const rest = (client: object) =>
        Object.fromEntries(
          Object.entries(client).filter(([name]) => ![...ours, 'ExplicitAuthFlows', 'LastModifiedDate'].includes(name)),
        )
      expect(rest(now)).toEqual({
        ...rest(before),
        SupportedIdentityProviders: oauth?.SupportedIdentityProviders ?? ['COGNITO'],
      })
      expect(now.LogoutURLs ?? []).toEqual(logoutUrls)
      expect(now.AccessTokenValidity).toBe(lifetimes.accessTokenMinutes)
      const flows = (list: readonly string[] = []) => list.filter((flow) => flow !== 'ALLOW_USER_AUTH').sort()
      expect(flows(now.ExplicitAuthFlows)).toEqual(flows(before.ExplicitAuthFlows))
      expect(now.ExplicitAuthFlows?.includes('ALLOW_USER_AUTH')).toBe(choice)
    }),
    {numRuns: Number(process.env['AWSUP_PROPERTY_RUNS'] ?? 100)},
  )
})
