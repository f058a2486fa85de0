import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fromSSO} from '@aws-sdk/credential-providers'
import {S3Client, ListBucketsCommand} from '@aws-sdk/client-s3'
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  SSOClient,
} from '@aws-sdk/client-sso'
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import {describe, expect, onTestFinished, test} from 'vitest'
import {serve} from '../../../src/sandbox/server/server.js'
import {emptyFolder} from '../../_helpers/cli.js'
import {refusalOf} from '../by-name.js'
import {assign, makeSet, openWorld, unassign, type World} from './world.js'

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const SCOPES = ['sso:account:access']

/** Identity Center on a port, with alice as developer in dev, and the two clients of the SDK. */
async function openPortal(more: Readonly<Record<string, unknown>> = {}) {
  const world = await openWorld()
  const {send, InstanceArn, IdentityStoreId} = world
  const PermissionSetArn = await makeSet(world, more)
  const ManagedPolicyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
  await send('sso-admin:AttachManagedPolicyToPermissionSet', {InstanceArn, PermissionSetArn, ManagedPolicyArn})
  await assign(world, {PermissionSetArn})
  const server = await serve(world.sandbox, {port: 0})
  onTestFinished(() => server.close())
  const config = {region: 'eu-west-1', endpoint: server.endpoint, maxAttempts: 1}
  return {
    world,
    config,
    PermissionSetArn,
    endpoint: server.endpoint,
    startUrl: `https://${IdentityStoreId}.awsapps.com/start`,
    oidc: new SSOOIDCClient(config),
    portal: new SSOClient(config),
  }
}

type Portal = Awaited<ReturnType<typeof openPortal>>

const register = async ({oidc}: Portal, more: object = {}) => {
  const {clientId = '', clientSecret = ''} = await oidc.send(
    new RegisterClientCommand({clientName: 'acme', clientType: 'public', scopes: SCOPES, ...more}),
  )
  return {clientId, clientSecret}
}

/** Somebody answers on the page of the sandbox, as a browser or curl would. */
const answer = (url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual'})

/** A token of a person, by the device flow. */
async function signIn(portal: Portal, user_name = 'alice') {
  const client = await register(portal)
  const device = await portal.oidc.send(new StartDeviceAuthorizationCommand({...client, startUrl: portal.startUrl}))
  const said = await answer(device.verificationUri ?? '', {user_code: device.userCode ?? '', user_name})
  expect(said.status).toBe(200)
  const grant = {...client, grantType: DEVICE_GRANT, deviceCode: device.deviceCode}
  const token = await portal.oidc.send(new CreateTokenCommand(grant))
  return {client, grant, ...token, accessToken: token.accessToken ?? ''}
}

describe('a person who signs in by a device', () => {
  test('is waited for, and then gets tokens once', async () => {
    const portal = await openPortal()
    const client = await register(portal)
    const device = await portal.oidc.send(new StartDeviceAuthorizationCommand({...client, startUrl: portal.startUrl}))
    expect(device.verificationUriComplete).toBe(`${portal.endpoint}/_awsup/device?user_code=${device.userCode ?? ''}`)
    const grant = {...client, grantType: DEVICE_GRANT, deviceCode: device.deviceCode}
    await expect(portal.oidc.send(new CreateTokenCommand(grant))).rejects.toMatchObject({
      name: 'AuthorizationPendingException',
      error: 'authorization_pending',
    })
    const page = await fetch(device.verificationUriComplete ?? '')
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<option>alice</option>')
    await expect(portal.oidc.send(new CreateTokenCommand(grant))).rejects.toMatchObject({
      name: 'AuthorizationPendingException',
    })

    await answer(device.verificationUri ?? '', {user_code: device.userCode ?? '', user_name: 'alice'})
    const token = await portal.oidc.send(new CreateTokenCommand(grant))
    expect(token).toMatchObject({tokenType: 'Bearer', expiresIn: 28_800})
    expect(await refusalOf(portal.oidc.send(new CreateTokenCommand(grant)))).toEqual(['InvalidGrantException', 400])
  })

  test('is let in by nobody else: no unknown name, no other page, no no, and not too late', async () => {
    const portal = await openPortal()
    const client = await register(portal)
    const start = () => portal.oidc.send(new StartDeviceAuthorizationCommand({...client, startUrl: portal.startUrl}))
    const device = await start()
    const user_code = device.userCode ?? ''
    const grant = {...client, grantType: DEVICE_GRANT, deviceCode: device.deviceCode}
    const page = device.verificationUri ?? ''
    expect((await answer(page, {user_code, user_name: 'mallory'})).status).toBe(400)
    expect((await answer(page, {user_code: 'BCDF-GHJK', user_name: 'alice'})).status).toBe(400)
    for (const origin of ['https://evil.example', 'null'])
      expect((await answer(page, {user_code, user_name: 'alice'}, {origin})).status).toBe(400)
    expect(await refusalOf(portal.oidc.send(new CreateTokenCommand(grant)))).toEqual([
      'AuthorizationPendingException',
      400,
    ])
    const own = new URL(page).origin
    expect((await answer(page, {user_code, action: 'deny'}, {origin: own})).status).toBe(200)
    expect(await refusalOf(portal.oidc.send(new CreateTokenCommand(grant)))).toEqual(['AccessDeniedException', 400])

    const late = await start()
    portal.world.clock.now += 601_000
    const lateGrant = {...grant, deviceCode: late.deviceCode}
    expect(await refusalOf(portal.oidc.send(new CreateTokenCommand(lateGrant)))).toEqual(['ExpiredTokenException', 400])
  })

  test('needs a client that was registered, and a portal that exists', async () => {
    const portal = await openPortal()
    const {startUrl, oidc} = portal
    const client = await register(portal)
    const wrong = {...client, clientSecret: 'guessed'}
    expect(await refusalOf(oidc.send(new StartDeviceAuthorizationCommand({...wrong, startUrl})))).toEqual([
      'InvalidClientException',
      401,
    ])
    const nowhere = {...client, startUrl: 'https://d-0000000000.awsapps.com/start'}
    expect(await refusalOf(oidc.send(new StartDeviceAuthorizationCommand(nowhere)))).toEqual([
      'InvalidRequestException',
      400,
    ])
    expect(await refusalOf(register(portal, {clientType: 'confidential'}))).toEqual([
      'InvalidClientMetadataException',
      400,
    ])
  })

  test('refreshes a token once, and only with the client that it was given to', async () => {
    const portal = await openPortal()
    const {client, refreshToken} = await signIn(portal)
    const grant = {grantType: 'refresh_token', refreshToken}
    const other = await register(portal)
    expect(await refusalOf(portal.oidc.send(new CreateTokenCommand({...other, ...grant})))).toEqual([
      'InvalidGrantException',
      400,
    ])
    const next = await portal.oidc.send(new CreateTokenCommand({...client, ...grant}))
    expect(next.accessToken).toBeDefined()
    expect(await refusalOf(portal.oidc.send(new CreateTokenCommand({...client, ...grant})))).toEqual([
      'InvalidGrantException',
      400,
    ])
  })
})

describe('a person who signs in by a browser', () => {
  const verifier = 'a-text-that-the-program-keeps-for-itself-0123456789'
  const challenge = createHash('sha256').update(verifier).digest('base64url')

  test('brings a code back to the program, which is good once and with its verifier', async () => {
    const portal = await openPortal()
    const client = await register(portal, {redirectUris: ['http://127.0.0.1/oauth/callback']})
    const redirectUri = 'http://127.0.0.1:51234/oauth/callback'
    const query = new URLSearchParams({
      ...{response_type: 'code', client_id: client.clientId, redirect_uri: redirectUri, state: 's-1'},
      ...{code_challenge: challenge, code_challenge_method: 'S256', scopes: 'sso:account:access'},
    })
    const page = `${portal.endpoint}/authorize?${query.toString()}`
    expect(await (await fetch(page)).text()).toContain('<option>alice</option>')
    const said = await answer(page, {user_name: 'alice'})
    expect(said.status).toBe(302)
    const back = new URL(said.headers.get('location') ?? '')
    expect(`${back.origin}${back.pathname}`).toBe(redirectUri)
    expect(back.searchParams.get('state')).toBe('s-1')
    const grant = {grantType: 'authorization_code', code: back.searchParams.get('code') ?? '', redirectUri}
    const wrong = {...client, ...grant, codeVerifier: 'another'}
    expect(await refusalOf(portal.oidc.send(new CreateTokenCommand(wrong)))).toEqual(['InvalidGrantException', 400])
    const right = {...client, ...grant, codeVerifier: verifier}
    expect((await portal.oidc.send(new CreateTokenCommand(right))).accessToken).toBeDefined()
    expect(await refusalOf(portal.oidc.send(new CreateTokenCommand(right)))).toEqual(['InvalidGrantException', 400])

    for (const [name, value] of [
      ['redirect_uri', 'https://evil.example/oauth/callback'],
      ['redirect_uri', 'http://127.0.0.1:51234/elsewhere'],
      ['code_challenge_method', 'plain'],
      ['client_id', 'unknown'],
    ] as const) {
      const other = new URLSearchParams(query)
      other.set(name, value)
      const refused = await answer(`${portal.endpoint}/authorize?${other.toString()}`, {user_name: 'alice'})
      expect([name, refused.status]).toEqual([name, 400])
    }
  })
})

describe('the portal', () => {
  test('gives the role of the permission set, with its policies, under the name of the person', async () => {
    const portal = await openPortal({SessionDuration: 'PT2H'})
    const {dev} = portal.world
    const {accessToken} = await signIn(portal)
    const {accountList} = await portal.portal.send(new ListAccountsCommand({accessToken}))
    expect(accountList).toEqual([{accountId: dev, accountName: 'dev', emailAddress: 'dev@acme.dev'}])
    const {roleList} = await portal.portal.send(new ListAccountRolesCommand({accessToken, accountId: dev}))
    expect(roleList).toEqual([{roleName: 'developer', accountId: dev}])

    const asked = {accessToken, accountId: dev, roleName: 'developer'}
    const {roleCredentials} = await portal.portal.send(new GetRoleCredentialsCommand(asked))
    const {accessKeyId = '', secretAccessKey = '', sessionToken = '', expiration = 0} = roleCredentials ?? {}
    expect(Math.abs(expiration - (portal.world.clock.now + 7_200_000))).toBeLessThan(1000)
    const credentials = {accessKeyId, secretAccessKey, sessionToken}
    const me = await new STSClient({...portal.config, credentials}).send(new GetCallerIdentityCommand({}))
    expect(me.Account).toBe(dev)
    expect(me.Arn).toMatch(new RegExp(`^arn:aws:sts::${dev}:assumed-role/AWSReservedSSO_developer_[0-9a-f]{16}/alice$`))
    const s3 = new S3Client({...portal.config, credentials, forcePathStyle: true})
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toEqual([])
    const keys = {AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken}
    expect(await refusalOf(portal.world.send('iam:ListUsers', {}, keys))).toEqual(['AccessDenied', 403])

    await unassign(portal.world, {PermissionSetArn: portal.PermissionSetArn})
    // The role is gone, and what was given with it.
    expect(await refusalOf(portal.portal.send(new GetRoleCredentialsCommand(asked)))).toEqual([
      'ForbiddenException',
      403,
    ])
    expect(await refusalOf(portal.world.send('sts:GetCallerIdentity', {}, keys))).toEqual(['InvalidClientTokenId', 403])
  })

  test('gives nothing to others: other roles, other people, tokens that are over', async () => {
    const portal = await openPortal()
    const {world} = portal
    const get = (accessToken: string, more: object = {}) =>
      refusalOf(
        portal.portal.send(
          new GetRoleCredentialsCommand({accessToken, accountId: world.dev, roleName: 'developer', ...more}),
        ),
      )
    const {IdentityStoreId} = world
    const bob = {UserName: 'bob', DisplayName: 'Bob', Name: {GivenName: 'Bob', FamilyName: 'Doe'}}
    await world.send('identitystore:CreateUser', {IdentityStoreId, ...bob})
    const alice = await signIn(portal)
    const [roleName, accountId] = ['admin', world.management]
    expect(await get(alice.accessToken, {roleName})).toEqual(['ForbiddenException', 403])
    expect(await get(alice.accessToken, {accountId})).toEqual(['ForbiddenException', 403])
    expect(await get((await signIn(portal, 'bob')).accessToken)).toEqual(['ForbiddenException', 403])
    expect(await get('guessed')).toEqual(['UnauthorizedException', 401])
    // A token to refresh with opens nothing.
    expect(await get(alice.refreshToken ?? '')).toEqual(['UnauthorizedException', 401])
    expect(await get(alice.accessToken)).toBeUndefined()
    world.clock.now += 28_800_000
    expect(await get(alice.accessToken)).toEqual(['UnauthorizedException', 401])
    const again = await signIn(portal)
    await portal.portal.send(new LogoutCommand({accessToken: again.accessToken}))
    expect(await get(again.accessToken)).toEqual(['UnauthorizedException', 401])
  })

  test('serves a profile with an sso-session, as the SDK reads it', async () => {
    const portal = await openPortal()
    const {accessToken, client, refreshToken} = await signIn(portal)
    const home = emptyFolder()
    writeProfile(home, portal, {accessToken, ...client, refreshToken})
    const credentials = await withHome(home, () =>
      fromSSO({profile: 'acme-dev', configFilepath: join(home, '.aws', 'config'), clientConfig: portal.config})(),
    )
    const me = await new STSClient({...portal.config, credentials}).send(new GetCallerIdentityCommand({}))
    expect(me.Arn).toMatch(/assumed-role\/AWSReservedSSO_developer_[0-9a-f]{16}\/alice$/)
  })
})

/** What `aws sso login` leaves in a home. */
function writeProfile(home: string, {startUrl, world}: Portal, token: object): void {
  mkdirSync(join(home, '.aws', 'sso', 'cache'), {recursive: true})
  const config = [
    ...['[sso-session acme]', `sso_start_url = ${startUrl}`, 'sso_region = eu-west-1'],
    ...['sso_registration_scopes = sso:account:access', '[profile acme-dev]', 'sso_session = acme'],
    ...[`sso_account_id = ${world.dev}`, 'sso_role_name = developer', 'region = eu-west-1', ''],
  ]
  writeFileSync(join(home, '.aws', 'config'), config.join('\n'))
  const name = createHash('sha1').update('acme').digest('hex')
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const kept = {...token, expiresAt, registrationExpiresAt: expiresAt, region: 'eu-west-1', startUrl}
  writeFileSync(join(home, '.aws', 'sso', 'cache', `${name}.json`), JSON.stringify(kept))
}

async function withHome<T>(home: string, work: () => Promise<T>): Promise<T> {
  const before = process.env['HOME']
  process.env['HOME'] = home
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env['HOME']
    else process.env['HOME'] = before
  }
}

test('a person of a group has what the group has', async () => {
  const portal = await openPortal()
  const {world} = portal as {world: World}
  const {send, ask, IdentityStoreId, management} = world
  const GroupId = await ask('identitystore:CreateGroup', {IdentityStoreId, DisplayName: 'staff'}, 'GroupId')
  const viewer = await makeSet(world, {Name: 'viewer'})
  await assign(world, {PermissionSetArn: viewer, PrincipalType: 'GROUP', PrincipalId: GroupId, TargetId: management})
  const {accessToken} = await signIn(portal)
  const list = () => portal.portal.send(new ListAccountRolesCommand({accessToken, accountId: management}))
  expect((await list()).roleList).toEqual([])
  const MemberId = {UserId: world.alice}
  await send('identitystore:CreateGroupMembership', {IdentityStoreId, GroupId, MemberId})
  expect((await list()).roleList).toEqual([{roleName: 'viewer', accountId: management}])
})
