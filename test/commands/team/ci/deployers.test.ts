import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import {ListUserPoolsCommand, CognitoIdentityProviderClient} from '@aws-sdk/client-cognito-identity-provider'
import {AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {generateKeyPair} from 'jose'
import {beforeAll, describe, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import type {Sandbox} from '../../../../src/sandbox/sandbox.js'
import {awsup, makeTemplate, sandboxOf} from '../../../_helpers/cli.js'
import {AUDIENCE, GITHUB, openIssuer, unsigned, type Issuer} from '../../../sandbox/services/sts/issuer.js'

const DEPLOYERS = `
deployers:
  web:
    github: {repository: acme/web, ownerId: '11', repositoryId: '22', environment: '{env}'}
    environments: [dev]
  site:
    gitlab: {project: acme/site, branch: main}
    environments: [dev]
  api:
    bitbucket:
      workspace: acme
      workspaceId: c7f4e5d1-1111-4222-8333-444455556666
      repositoryId: '{c7f4e5d1-1111-4222-8333-444455557777}'
      environmentId: c7f4e5d1-1111-4222-8333-444455558888
    environments: [dev]
`

const GITLAB = 'https://gitlab.com'
const BITBUCKET = 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc'

let folder: string
let sandbox: Sandbox
let account: string
let issuers: Readonly<Record<'github' | 'gitlab' | 'bitbucket', Issuer>>

beforeAll(async () => {
  folder = (await makeTemplate())()
  writeFileSync(join(folder, 'awsup.yaml'), readFileSync(join(folder, 'awsup.yaml'), 'utf8') + DEPLOYERS)
  const run = await awsup(folder, ['apply', '--env', 'dev', '--yes'])
  expect(run.code, run.stderr).toBe(0)
  sandbox = await sandboxOf(folder)
  const record = readFileSync(join(folder, '.awsup', 'sandbox', 'environments', 'dev.json'), 'utf8')
  account = /arn:aws:iam::(\d{12}):/.exec(record)?.[1] ?? ''
  issuers = {
    github: await openIssuer(GITHUB),
    gitlab: await openIssuer(GITLAB),
    bitbucket: await openIssuer(BITBUCKET, 'ES256'),
  }
  sandbox.configure({issuers: Object.fromEntries(Object.values(issuers).map(({url, jwks}) => [url, jwks]))})
}, 120_000)

const roleArn = (name: string): string => `arn:aws:iam::${account}:role/awsup/acme/acme-dev-ci-${name}`
const client = (credentials?: {accessKeyId: string; secretAccessKey: string; sessionToken: string}) => ({
  region: 'eu-west-1',
  maxAttempts: 1,
  requestHandler: requestHandlerFor(sandbox),
  ...(credentials && {credentials}),
})

async function enter(WebIdentityToken: string, role: string) {
  const sts = new STSClient({...client(), credentials: {accessKeyId: 'none', secretAccessKey: 'none'}})
  const {Credentials} = await sts.send(
    new AssumeRoleWithWebIdentityCommand({RoleArn: roleArn(role), RoleSessionName: 'run', WebIdentityToken}),
  )
  return client({
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  })
}

const DENIED = {name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity'}
const OLD = 'repo:acme/web:environment:dev'

describe('GitHub Actions', () => {
  test.each([OLD, 'repo:acme@11/web@22:environment:dev'])('%s gets in, and is where it should be', async (sub) => {
    const session = await enter(await issuers.github.sign({sub}), 'web')
    await new CognitoIdentityProviderClient(session).send(new ListUserPoolsCommand({MaxResults: 1}))
  })

  test.each([
    'repo:acme/other:environment:dev',
    'repo:evil/web:environment:dev',
    'repo:acme/web:environment:prod',
    'repo:acme/web:ref:refs/heads/main',
    'repo:acme/web:ref:refs/heads/evil',
    'repo:acme/web:pull_request',
    'repo:acme@11/web@22:pull_request',
    'repo:acme@12/web@22:environment:dev',
    'repo:acme@11/web@23:environment:dev',
    'repo:Acme/web:environment:dev',
    `${OLD}:extra`,
    '*',
  ])('%s does not get into the role that applies', async (sub) => {
    await expect(enter(await issuers.github.sign({sub}), 'web')).rejects.toMatchObject(DENIED)
  })

  test('neither does a token that is not for AWS, that is over, or that GitHub did not sign', async () => {
    const {sign, publicKey} = issuers.github
    const {privateKey} = await generateKeyPair('RS256')
    const exp = Math.floor(Date.now() / 1000) - 400
    const claims = {iss: GITHUB, aud: AUDIENCE, sub: OLD, exp: exp + 800}
    const refused = [
      [await sign({sub: OLD, aud: 'https://github.com/acme'}), 'InvalidIdentityTokenException'],
      [await sign({sub: OLD, iat: exp - 300, nbf: exp - 300, exp}), 'ExpiredTokenException'],
      [await sign({sub: OLD}, {key: privateKey}), 'InvalidIdentityTokenException'],
      [unsigned({alg: 'none', kid: 'one'}, claims), 'InvalidIdentityTokenException'],
      [
        await sign({sub: OLD}, {alg: 'HS256', key: new TextEncoder().encode(publicKey)}),
        'InvalidIdentityTokenException',
      ],
      [await issuers.gitlab.sign({sub: OLD, iss: GITHUB}), 'InvalidIdentityTokenException'],
    ] as const
    for (const [token, name] of refused) await expect(enter(token, 'web')).rejects.toMatchObject({name})
  })

  test('pull requests get into the role that only looks, and nothing else does', async () => {
    const session = await enter(await issuers.github.sign({sub: 'repo:acme/web:pull_request'}), 'web-plan')
    await new CognitoIdentityProviderClient(session).send(new ListUserPoolsCommand({MaxResults: 1}))
    const iam = new IAMClient(session)
    await iam.send(new GetRoleCommand({RoleName: 'acme-dev-authenticated'}))
    await expect(
      iam.send(new PutRolePolicyCommand({RoleName: 'acme-dev-authenticated', PolicyName: 'x', PolicyDocument: ANY})),
    ).rejects.toMatchObject({name: 'AccessDenied'})
    await expect(enter(await issuers.github.sign({sub: OLD}), 'web-plan')).rejects.toMatchObject(DENIED)
  })
})

test('GitLab: exactly this branch of this project', async () => {
  const {sign} = issuers.gitlab
  const of = (sub: string) => sign({sub, aud: GITLAB})
  await enter(await of('project_path:acme/site:ref_type:branch:ref:main'), 'site')
  for (const sub of [
    'acme/site:ref_type:tag:ref:main',
    'acme/site:ref_type:branch:ref:dev',
    'acme/x:ref_type:branch:ref:main',
  ])
    await expect(enter(await of(`project_path:${sub}`), 'site'), sub).rejects.toMatchObject(DENIED)
})

test('Bitbucket: any step of this environment of this repository', async () => {
  const aud = 'ari:cloud:bitbucket::workspace/c7f4e5d1-1111-4222-8333-444455556666'
  const [repository, environment] = ['{c7f4e5d1-1111-4222-8333-444455557777}', '{c7f4e5d1-1111-4222-8333-444455558888}']
  const of = (sub: string) => issuers.bitbucket.sign({sub, aud})
  await enter(await of(`${repository}:${environment}:{step-1}`), 'api')
  for (const sub of [
    `${repository}:{step-1}`,
    `${environment}:${repository}:{step-1}`,
    `${repository}:${repository}:{s}`,
  ])
    await expect(enter(await of(sub), 'api'), sub).rejects.toMatchObject(DENIED)
})

const ANY = JSON.stringify({Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: '*', Resource: '*'}]})

test('a machine changes the roles of the identity pool within its boundary, and nothing makes it more', async () => {
  const session = await enter(await issuers.github.sign({sub: OLD}), 'web')
  const iam = new IAMClient(session)
  const boundary = `arn:aws:iam::${account}:policy/awsup/acme/acme-dev-ci-boundary`
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: {AWS: account}, Action: 'sts:AssumeRole'}],
  })
  const own = {RoleName: 'acme-dev-authenticated', PolicyName: 'x', PolicyDocument: ANY}
  await iam.send(new PutRolePolicyCommand(own))
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'acme-dev-group-x',
      AssumeRolePolicyDocument: trust,
      PermissionsBoundary: boundary,
    }),
  )

  const refused = [
    new CreateRoleCommand({RoleName: 'acme-dev-group-y', AssumeRolePolicyDocument: trust}),
    new CreateRoleCommand({RoleName: 'other', AssumeRolePolicyDocument: trust, PermissionsBoundary: boundary}),
    new CreateRoleCommand({
      RoleName: 'acme-dev-group-y',
      Path: '/awsup/acme/',
      AssumeRolePolicyDocument: trust,
      PermissionsBoundary: boundary,
    }),
    new DeleteRolePermissionsBoundaryCommand({RoleName: 'acme-dev-authenticated'}),
    new PutRolePolicyCommand({...own, RoleName: 'acme-dev-ci-web'}),
    new AttachRolePolicyCommand({
      RoleName: 'acme-dev-ci-web-plan',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    new UpdateAssumeRolePolicyCommand({RoleName: 'acme-dev-ci-web', PolicyDocument: trust}),
    new UpdateAssumeRolePolicyCommand({RoleName: 'OrganizationAccountAccessRole', PolicyDocument: trust}),
    new CreatePolicyVersionCommand({PolicyArn: boundary, PolicyDocument: ANY, SetAsDefault: true}),
    new CreateUserCommand({UserName: 'x'}),
  ] as const
  for (const command of refused) {
    const attempt = iam.send(command as CreateUserCommand)
    await expect(attempt, JSON.stringify(command.input)).rejects.toMatchObject({name: 'AccessDenied'})
  }
  const sts = new STSClient(session)
  for (const role of ['acme-dev-group-x', 'OrganizationAccountAccessRole'])
    await expect(
      sts.send(new AssumeRoleCommand({RoleArn: `arn:aws:iam::${account}:role/${role}`, RoleSessionName: 'run'})),
    ).rejects.toMatchObject({name: 'AccessDenied'})
})

test('without machines in awsup.yaml, roles, boundary and providers go, and the identity pool keeps its roles', async () => {
  const own = (await makeTemplate())()
  const file = join(own, 'awsup.yaml')
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, before + DEPLOYERS)
  expect((await awsup(own, ['apply', '--env', 'dev', '--yes'])).code).toBe(0)
  expect((await awsup(own, ['plan', '--env', 'dev', '--check'])).code).toBe(0)
  writeFileSync(file, before)
  const run = await awsup(own, ['apply', '--env', 'dev', '--yes'])
  expect(run.code, run.stderr).toBe(0)
  expect((await awsup(own, ['plan', '--env', 'dev', '--check'])).code).toBe(0)
}, 120_000)
