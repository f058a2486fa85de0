import {CreateOpenIDConnectProviderCommand, CreateRoleCommand, GetRoleCommand} from '@aws-sdk/client-iam'
import {AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand} from '@aws-sdk/client-sts'
import {generateKeyPair} from 'jose'
import {beforeAll, describe, expect, test} from 'vitest'
import {openWorld, present, type World} from '../organizations/world.js'
import {AUDIENCE, GITHUB, openIssuer, unsigned, type Issuer} from './issuer.js'

const SUBJECT = 'repo:acme/web:environment:prod'
const HOST = 'token.actions.githubusercontent.com'

interface Entry {
  readonly world: World
  readonly issuer: Issuer
  readonly role: string
  readonly enter: (token: string, role?: string) => Promise<string>
}

/** A role that lets in the environment prod of acme/web, and an issuer whose keys the sandbox knows. */
async function openEntry(url = GITHUB, algorithm?: string, more: object = {}): Promise<Entry> {
  const issuer = await openIssuer(url, algorithm)
  const world = await openWorld({issuers: {[url]: issuer.jwks}})
  const host = url.replace('https://', '')
  const {OpenIDConnectProviderArn: arn} = await world.admin.iam.send(
    new CreateOpenIDConnectProviderCommand({Url: url, ClientIDList: [AUDIENCE]}),
  )
  const statement = {
    Effect: 'Allow',
    Principal: {Federated: arn},
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {StringEquals: {[`${host}:aud`]: AUDIENCE, [`${host}:sub`]: SUBJECT, ...more}},
  }
  const {Role} = await world.admin.iam.send(
    new CreateRoleCommand({
      RoleName: 'ci',
      AssumeRolePolicyDocument: JSON.stringify({Version: '2012-10-17', Statement: [statement]}),
    }),
  )
  const role = present(Role?.Arn)
  const enter = async (WebIdentityToken: string, RoleArn = role): Promise<string> => {
    const {Credentials, Provider} = await world.admin.sts.send(
      new AssumeRoleWithWebIdentityCommand({RoleArn, RoleSessionName: 'run', WebIdentityToken}),
    )
    const {AccessKeyId, SecretAccessKey, SessionToken} = present(Credentials)
    const session = world.clientsWith({
      accessKeyId: present(AccessKeyId),
      secretAccessKey: present(SecretAccessKey),
      sessionToken: present(SessionToken),
    })
    expect(Provider).toBe(arn)
    const {Arn} = await session.sts.send(new GetCallerIdentityCommand({}))
    return present(Arn)
  }
  return {world, issuer, role, enter}
}

const NO_KEY = {
  name: 'InvalidIdentityTokenException',
  message: expect.stringContaining("Couldn't retrieve verification key") as string,
}
const DENIED = {name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity'}

describe('a token of a foreign issuer', () => {
  let entry: Entry
  beforeAll(async () => {
    entry = await openEntry()
  })

  test('lets in whom the trust policy names, unsigned and with nothing else', async () => {
    const {enter, issuer, world} = entry
    expect(await enter(await issuer.sign({sub: SUBJECT}))).toBe(`arn:aws:sts::${world.accountId}:assumed-role/ci/run`)
    const {Role} = await world.admin.iam.send(new GetRoleCommand({RoleName: 'ci'}))
    expect(Role?.RoleLastUsed?.LastUsedDate).toBeInstanceOf(Date)
  })

  test.each([
    'repo:acme/other:environment:prod',
    'repo:acme/web:environment:dev',
    `${SUBJECT}:x`,
    'repo:acme/web:pull_request',
  ])('of the subject %s does not', async (sub) => {
    await expect(entry.enter(await entry.issuer.sign({sub}))).rejects.toMatchObject(DENIED)
  })

  test('tells nobody which roles exist', async () => {
    const token = await entry.issuer.sign({sub: SUBJECT})
    await expect(entry.enter(token, entry.role.replace(/ci$/, 'none'))).rejects.toMatchObject(DENIED)
  })

  test('may be up to five minutes too old, and no more', async () => {
    const {enter, issuer, world} = entry
    const old = (seconds: number) => issuer.sign({sub: SUBJECT}, {now: world.clock.now - (300 + seconds) * 1000})
    await expect(enter(await old(290))).resolves.toContain('assumed-role/ci')
    await expect(enter(await old(301))).rejects.toMatchObject({name: 'ExpiredTokenException'})
  })

  test('is not taken before its time', async () => {
    const nbf = Math.floor(entry.world.clock.now / 1000) + 600
    const token = await entry.issuer.sign({sub: SUBJECT, nbf, exp: nbf + 300})
    await expect(entry.enter(token)).rejects.toMatchObject({name: 'InvalidIdentityTokenException'})
  })

  test.each(['aud', 'exp', 'iss', 'sub'])('without the claim %s is refused', async (claim) => {
    const token = await entry.issuer.sign({sub: SUBJECT, [claim]: undefined})
    await expect(entry.enter(token)).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: `Missing a required claim: ${claim}`,
    })
  })

  test('for another audience is refused', async () => {
    const token = await entry.issuer.sign({sub: SUBJECT, aud: 'https://github.com/acme'})
    await expect(entry.enter(token)).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: 'Incorrect token audience',
    })
  })

  test('of another issuer has no provider in this account, whoever signed it', async () => {
    const token = await entry.issuer.sign({sub: SUBJECT, iss: 'https://gitlab.com'})
    await expect(entry.enter(token)).rejects.toMatchObject({
      message: 'No OpenIDConnect provider found in your account for https://gitlab.com',
    })
  })

  test('of an issuer that cannot be reached says so', async () => {
    const {world, issuer, enter} = await openEntry()
    world.sandbox.configure({issuers: {}})
    await expect(enter(await issuer.sign({sub: SUBJECT}))).rejects.toMatchObject({
      name: 'IDPCommunicationErrorException',
    })
  })

  test('that the issuer did not sign is refused before its dates and audience are read', async () => {
    const {enter, issuer, world} = entry
    const claims = {iss: GITHUB, aud: AUDIENCE, sub: SUBJECT, exp: Math.floor(world.clock.now / 1000) + 300}
    const {privateKey} = await generateKeyPair('RS256')
    const secret = new TextEncoder().encode(issuer.publicKey)
    const [head, , signature] = (await issuer.sign({sub: 'repo:acme/other:pull_request'})).split('.')
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url')
    const tokens = [
      await issuer.sign({sub: SUBJECT}, {key: privateKey}),
      await issuer.sign({sub: SUBJECT}, {kid: 'two'}),
      await issuer.sign({sub: SUBJECT, aud: 'x', exp: 1}, {key: privateKey}),
      await issuer.sign({sub: SUBJECT}, {key: secret, alg: 'HS256'}),
      unsigned({alg: 'none', kid: 'one', typ: 'JWT'}, claims),
      unsigned({alg: 'None', kid: 'one'}, claims),
      unsigned({alg: 'RS256', kid: 'one'}, claims),
      unsigned({alg: '__proto__', kid: 'one'}, claims),
      [head, body, signature].join('.'),
      `${await issuer.sign({sub: SUBJECT})}.x`,
    ]
    for (const token of tokens) await expect(enter(token), token).rejects.toMatchObject(NO_KEY)
  })

  test.each(['junk', 'a.b.c', '....', 'W10.W10.x'])('that is none (%s) is refused as such', async (token) => {
    await expect(entry.enter(token)).rejects.toMatchObject({name: 'InvalidIdentityTokenException'})
  })
})

test.each(['RS512', 'ES256', 'ES384', 'ES512'])('tokens signed with %s are taken', async (algorithm) => {
  const {enter, issuer} = await openEntry(GITHUB, algorithm)
  await expect(enter(await issuer.sign({sub: SUBJECT}))).resolves.toContain('assumed-role/ci')
})

test('a key is used with its own algorithm alone', async () => {
  const {enter, issuer, world} = await openEntry(GITHUB, 'RS256')
  const [key] = (JSON.parse(issuer.jwks) as {keys: object[]}).keys
  world.sandbox.configure({issuers: {[GITHUB]: JSON.stringify({keys: [{...key, alg: 'RS512'}]})}})
  await expect(enter(await issuer.sign({sub: SUBJECT}))).rejects.toMatchObject(NO_KEY)
})

test('claims that GitHub alone sends decide for GitHub, and for no other issuer', async () => {
  const github = await openEntry(GITHUB, 'RS256', {[`${HOST}:repository_id`]: '42'})
  await expect(github.enter(await github.issuer.sign({sub: SUBJECT, repository_id: '42'}))).resolves.toContain('/ci/')
  await expect(github.enter(await github.issuer.sign({sub: SUBJECT, repository_id: '43'}))).rejects.toMatchObject(
    DENIED,
  )
  await expect(github.enter(await github.issuer.sign({sub: SUBJECT}))).rejects.toMatchObject(DENIED)

  const other = await openEntry('https://gitlab.com', 'RS256', {'gitlab.com:repository_id': '42'})
  await expect(other.enter(await other.issuer.sign({sub: SUBJECT, repository_id: '42'}))).rejects.toMatchObject(DENIED)
})
