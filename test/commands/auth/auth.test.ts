import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {cpSync, existsSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import type {AuthDiff} from '../../../src/lib/operations/auth/diff.js'
import type {AuthShown} from '../../../src/lib/operations/auth/read.js'
import type {SecretRotation} from '../../../src/lib/operations/auth/secret.js'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

const AUTH = `  mfa: optional # how
  domain: "acme-{env}"
  managedLogin: true
  resourceServers: { api: { scopes: { read: Read things } } }
  providers:
    google: { clientId: g, clientSecret: { env: GOOGLE_SECRET }, attributes: { email: email } }
  clients:
    web: { callbackUrls: ["http://localhost:5173"] }
    site: { type: server, callbackUrls: ["https://acme.dev/in"], providers: [cognito] }
    jobs: { type: machine, scopes: [api/read] }
`
const SECRET = 'what-google-gave-us-once'
const env = {GOOGLE_SECRET: SECRET}

let copy: () => string
beforeAll(async () => {
  const original = await makeTemplate()
  const template = original()
  const before = read(template, 'awsup.yaml')
  write(template, 'awsup.yaml', before.replace(/ {2}mfa: optional[\s\S]*?(?=^\S)/m, AUTH))
  const {code, stderr} = await awsup(template, ['apply', '--yes'], {env})
  if (code !== 0) throw new Error(stderr)
  copy = () => {
    const project = original()
    cpSync(template, project, {recursive: true})
    return project
  }
}, 60_000)

const enter = async (project: string, environment: string) => {
  const world = await openProjectWorld(project)
  const {cognito} = await world.enter(idOnRecord(project, environment, 'account'))
  return {cognito, UserPoolId: idOnRecord(project, environment, 'user-pool')}
}

/** Somebody sets something in the console of one environment. */
async function setByHand(project: string, environment: string): Promise<void> {
  const {cognito, UserPoolId} = await enter(project, environment)
  const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId,
      PoolName: UserPool?.Name,
      DeletionProtection: 'ACTIVE',
      UserPoolTags: UserPool?.UserPoolTags,
      Policies: {PasswordPolicy: {...UserPool?.Policies?.PasswordPolicy, MinimumLength: 33}},
    }),
  )
}

const shownOf = (result: unknown): readonly AuthShown[] => result as readonly AuthShown[]

test('nothing is planned after an apply, and the secret is in no file of the project', async () => {
  const project = copy()
  const {code, stdout} = await awsup(project, ['plan', '--check'], {env})
  expect({code, stdout}).toMatchObject({code: 0})
  expect(JSON.stringify(textsOf(project))).not.toContain(SECRET)
})

describe('auth show', () => {
  test('tells what AWS has in the words of awsup.yaml, and beside it what awsup.yaml says', async () => {
    const project = copy()
    await setByHand(project, 'dev')
    const {ok, result} = await awsupJson(project, ['auth', 'show', '--env', 'dev'], {env})
    expect(ok).toBe(true)
    const [dev] = shownOf(result)
    const names = dev?.resources.map(({name}) => name) ?? []
    expect(names.slice(0, 4)).toEqual(['user-pool', 'app-client.jobs', 'app-client.site', 'app-client.web'])
    const pool = dev?.resources[0]
    expect(pool?.settings).toMatchObject({password: {minLength: 33}})
    expect(pool?.differs.map(({field}) => field)).toContain('password.minLength')
    const clients = ['jobs', 'site', 'web'].map((name) => idOnRecord(project, 'dev', `app-client.${name}`))
    expect(dev?.jwt?.issuer).toBe(
      `https://cognito-idp.${dev?.region ?? ''}.amazonaws.com/${idOnRecord(project, 'dev', 'user-pool')}`,
    )
    expect([...(dev?.jwt?.audience ?? [])].sort()).toEqual(clients.sort())
    const text = JSON.stringify(result)
    for (const id of ['user-pool', 'app-client.web']) expect(text).toContain(idOnRecord(project, 'dev', id))
    expect(text).not.toContain(SECRET)
  })

  test('reads for people too, and writes nothing', async () => {
    const project = copy()
    await setByHand(project, 'dev')
    const before = textsOf(project)
    const {code, stdout} = await awsup(project, ['auth', 'show', '--env', 'dev'], {env})
    expect(code).toBe(0)
    expect(stdout).toContain('app-client.site')
    expect(stdout).toMatch(/JWT authorizer.*\n +issuer +https:\/\/cognito-idp\./)
    expect(stdout).toContain('awsup.yaml says')
    expect(textsOf(project)).toEqual(before)
  })
})

test('a domain of one’s own: auth show says where its DNS must lead, and auth diff takes that for no setting', async () => {
  const project = copy()
  const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d'
  const own = `domain: { name: "auth.{env}.acme.dev", certificate: "${certificate}" }`
  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace('domain: "acme-{env}"', own))
  const {code, stderr} = await awsup(project, ['apply', '--yes'], {env})
  expect({code, stderr}).toMatchObject({code: 0})
  const {result} = await awsupJson(project, ['auth', 'show', '--env', 'dev'], {env})
  const domain = shownOf(result)[0]?.resources.find(({kind}) => kind === 'user-pool-domain')
  expect(domain).toMatchObject({
    id: 'auth.dev.acme.dev',
    pointTo: expect.stringMatching(/^d\w+\.cloudfront\.net$/) as string,
  })
  const {stdout} = await awsup(project, ['auth', 'show', '--env', 'dev'], {env})
  expect(stdout).toContain(`DNS of auth.dev.acme.dev must lead to ${domain?.pointTo ?? ''} `)
  const diff = (await awsupJson(project, ['auth', 'diff', 'dev', 'prod'], {env})).result as unknown as AuthDiff
  expect(diff.differences).toEqual([])
})

test('auth diff tells settings that differ, and takes neither ids nor names for settings', async () => {
  const project = copy()
  expect((await awsupJson(project, ['auth', 'diff', 'dev', 'prod'], {env})).result).toEqual({
    environments: ['dev', 'prod'],
    differences: [],
  })
  await setByHand(project, 'prod')
  const {result} = await awsupJson(project, ['auth', 'diff', 'dev', 'prod'], {env})
  const {differences} = result as unknown as AuthDiff
  const password = differences.find(({field}) => field === 'password')
  expect(password).toMatchObject({name: 'user-pool', values: [{minLength: 8}, {minLength: 33}]})
  expect(differences.map(({field}) => field)).not.toContain('name')
  expect(await awsupJson(project, ['auth', 'diff', 'dev', 'dev'])).toMatchObject({ok: false, error: {exitCode: 2}})
})

describe('auth attribute add', () => {
  const ADD = ['auth', 'attribute', 'add', 'tenant', '--max-length', '64', '--no-mutable', '--yes']

  test('writes awsup.yaml with its comments, and adds it in place to every pool', async () => {
    const project = copy()
    const {ok, result} = await awsupJson(project, ADD, {env})
    expect({ok, result}).toMatchObject({ok: true, result: {attribute: 'tenant', environments: ['dev', 'prod']}})
    const text = read(project, 'awsup.yaml')
    expect(text).toContain('  mfa: optional # how\n')
    expect(text).toMatch(/ {2}attributes:\n {4}tenant: \{ type: string, maxLength: 64, mutable: false \}\n/)
    for (const environment of ['dev', 'prod']) {
      const {cognito, UserPoolId} = await enter(project, environment)
      const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
      expect(UserPool?.SchemaAttributes?.find(({Name}) => Name === 'custom:tenant')).toMatchObject({
        Mutable: false,
        StringAttributeConstraints: {MaxLength: '64'},
      })
    }
    expect((await awsup(project, ['plan', '--check'], {env})).code).toBe(0)
  })

  test('again: with the same settings there is nothing to do, with others it is refused', async () => {
    const project = copy()
    await awsup(project, ADD, {env})
    const before = textsOf(project)
    const again = await awsup(project, ADD, {env})
    expect(again).toMatchObject({code: 0, stdout: expect.stringContaining('nothing to do') as string})
    const other = await awsupJson(project, ['auth', 'attribute', 'add', 'tenant', '--max-length', '65', '--yes'], {env})
    expect(other).toMatchObject({
      error: {exitCode: 2, message: 'dev has an attribute "tenant" already, and its mutable is false, not true'},
    })
    expect(textsOf(project)).toEqual(before)
  })

  test('in one environment goes into its own section', async () => {
    const project = copy()
    const {ok} = await awsupJson(
      project,
      ['auth', 'attribute', 'add', 'age', '--type', 'number', '--env', 'dev', '--yes'],
      {env},
    )
    expect(ok).toBe(true)
    expect(read(project, 'awsup.yaml')).toMatch(/dev:[^\n]*auth: \{ attributes: \{ age: \{ type: number \} \} \}/)
  })

  test.each([
    [['a-name-of-more-than-twenty'], 2],
    [['tenant', '--type', 'list'], 2],
    [['age', '--type', 'number', '--max-length', '5'], 2],
    [['tenant', '--env', 'stage'], 2],
  ])('refuses %j before anything is written', async (args, exitCode) => {
    const project = copy()
    const before = textsOf(project)
    expect(await awsupJson(project, ['auth', 'attribute', 'add', ...args, '--yes'])).toMatchObject({error: {exitCode}})
    expect(textsOf(project)).toEqual(before)
  })
})

describe('auth client secret', () => {
  const READ = ['auth', 'client', 'secret', 'site', '--env', 'dev']

  test('gives the operator the secret that AWS made: on stdout, or in a file for its owner alone', async () => {
    const project = copy()
    const before = textsOf(project)
    const {cognito, UserPoolId} = await enter(project, 'dev')
    const ClientId = idOnRecord(project, 'dev', 'app-client.site')
    const {UserPoolClient} = await cognito.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId}))
    const secret = UserPoolClient?.ClientSecret ?? ''
    const {result} = await awsupJson(project, READ)
    expect(result).toEqual({client: 'site', environment: 'dev', clientId: ClientId, secrets: 1, secret})
    expect((await awsup(project, READ)).stdout).toContain(`secret     ${secret}\n`)
    expect(textsOf(project)).toEqual(before)

    const filed = await awsup(project, [...READ, '--secrets-file', 'site.json'])
    expect(filed.stdout + filed.stderr).not.toContain(secret)
    expect(statSync(join(project, 'site.json')).mode & 0o777).toBe(0o600)
    expect(JSON.parse(read(project, 'site.json'))).toMatchObject({clientId: ClientId, secret})
  })

  test.each([
    ['AccessDeniedException', 'not authorized', 400],
    ['UnknownOperationException', '', 400],
    ['Unknown', '', 404],
  ])('needs no answer to how many there are: %s', async (name, message, status) => {
    const project = copy()
    const effect = {type: 'error', name, message, status} as const
    const sandbox = await sandboxOf(project)
    sandbox.configure({faults: [{operation: 'cognito-idp:ListUserPoolClientSecrets', when: 'before', effect}]})
    const {code, result} = await awsupJson(project, READ)
    expect({code, result}).toMatchObject({code: 0, result: {secrets: 1, secret: expect.any(String) as string}})
  })

  test('says when another secret is good, too', async () => {
    const project = copy()
    await awsup(project, ['auth', 'client', 'rotate-secret', 'site', '--env', 'dev'])
    expect((await awsup(project, READ)).stdout).toContain('A rotation is under way')
  })

  test('is refused for a client without one, before any call', async () => {
    const {error} = await awsupJson(copy(), ['auth', 'client', 'secret', 'web', '--env', 'dev'])
    expect(error).toMatchObject({exitCode: 2, hint: 'Those with a secret: site, jobs.'})
  })
})

describe('auth client rotate-secret', () => {
  const ROTATE = ['auth', 'client', 'rotate-secret', 'site', '--env', 'dev']
  const secretNow = async (project: string): Promise<string | undefined> => {
    const {cognito, UserPoolId} = await enter(project, 'dev')
    const ClientId = idOnRecord(project, 'dev', 'app-client.site')
    const {UserPoolClient} = await cognito.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId}))
    return UserPoolClient?.ClientSecret
  }

  test('shows the new secret once, keeps both good until --finish, and keeps none itself', async () => {
    const project = copy()
    const old = await secretNow(project)
    const begun = (await awsupJson(project, ROTATE)).result as unknown as SecretRotation
    expect(begun).toMatchObject({state: 'begun', clientId: idOnRecord(project, 'dev', 'app-client.site')})
    expect(await secretNow(project)).toBe(old)
    expect(await awsupJson(project, ROTATE)).toMatchObject({error: {code: 'ROTATION_UNDER_WAY', exitCode: 5}})

    const finished = await awsupJson(project, [...ROTATE, '--finish'])
    expect(finished.result).toMatchObject({state: 'finished'})
    expect(await secretNow(project)).toBe(begun.secret)
    expect(await awsupJson(project, [...ROTATE, '--finish'])).toMatchObject({error: {code: 'NO_ROTATION', exitCode: 5}})
    expect(JSON.stringify(textsOf(project))).not.toContain(begun.secret)
    expect((await awsup(project, ['plan', '--check'], {env})).code).toBe(0)
  })

  test('writes it into a file for its owner alone; --cancel takes it back', async () => {
    const project = copy()
    const old = await secretNow(project)
    const {result} = await awsupJson(project, [...ROTATE, '--secrets-file', 'site.json'])
    expect(result).toMatchObject({secretsFile: 'site.json'})
    expect(result).not.toHaveProperty('secret')
    expect(statSync(join(project, 'site.json')).mode & 0o777).toBe(0o600)
    const {secret} = JSON.parse(readFileSync(join(project, 'site.json'), 'utf8')) as SecretRotation
    expect(secret).toMatch(/^\w{24,64}$/)
    const {stdout} = await awsup(project, [...ROTATE, '--cancel'])
    expect(stdout).toContain('older secret alone')
    expect(await secretNow(project)).toBe(old)
  })

  test('whose reply was lost is made again by the same command: the secret that nobody saw goes', async () => {
    const project = copy()
    const old = await secretNow(project)
    const sandbox = await sandboxOf(project)
    const lost = {operation: 'cognito-idp:AddUserPoolClientSecret', when: 'after', effect: {type: 'drop'}} as const
    sandbox.configure({faults: [lost]})
    const {code, error} = await awsupJson(project, ROTATE)
    sandbox.configure({faults: []})
    expect({code, hint: error.hint}).toEqual({
      code: 6,
      hint: expect.stringContaining('Run the same command again') as string,
    })
    const begun = (await awsupJson(project, ROTATE)).result as unknown as SecretRotation
    expect(begun).toMatchObject({state: 'begun', secret: expect.any(String) as string})
    expect(await secretNow(project)).toBe(old)
    expect((await awsup(project, [...ROTATE, '--finish'])).code).toBe(0)
    expect(await secretNow(project)).toBe(begun.secret)
  })

  test('of a client without a secret is refused before any call, and leaves no file', async () => {
    const project = copy()
    const args = ['auth', 'client', 'rotate-secret', 'web', '--env', 'dev', '--secrets-file', 'web.json']
    const {error} = await awsupJson(project, args)
    expect(error).toMatchObject({
      exitCode: 2,
      message: 'the app client "web" is of type web, which has no secret',
      hint: 'Those with a secret: site, jobs.',
    })
    expect(existsSync(join(project, 'web.json'))).toBe(false)
  })
})

test('destroy takes styles, domain, clients, providers and servers before the pool', async () => {
  const project = copy()
  const {ok, result} = await awsupJson(project, ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev'], {env: {}})
  expect(ok).toBe(true)
  const {deleted} = result as unknown as {deleted: readonly {address: string}[]}
  const order = deleted.map(({address}) => address)
  expect(order).toEqual(
    expect.arrayContaining([
      'dev.branding.web',
      'dev.domain',
      'dev.provider.google',
      'dev.resource-server.api',
      'dev.user-pool',
    ]),
  )
})
