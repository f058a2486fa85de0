import {CreateRoleCommand, DeleteRoleCommand, IAMClient} from '@aws-sdk/client-iam'
import {AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {GITHUB, openIssuer} from '../../sandbox/services/sts/issuer.js'
import {giveDevice, openTeam, type Keys} from './world.js'

const MANIFEST = `
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev", guardrails: [deny-leave-organization] }
environments:
  dev: { region: eu-west-1 }
  prod: { region: eu-west-1, protected: true }
auth: { groups: { staff: {} } }
deployers:
  web: { github: { repository: acme/web, environment: "{env}" }, environments: [dev] }
`

interface Secret extends Keys {
  readonly user: string
}

test('a founder, a developer and a pipeline work a week together, each with no more than its own credentials', async () => {
  const {founder, as, sandbox, project} = await openTeam(MANIFEST)
  const region = {region: 'eu-west-1', requestHandler: requestHandlerFor(sandbox)}
  const accountOf = (env: string): string => {
    const records = readFileSync(join(project, '.awsup', 'aws', 'environments', `${env}.json`), 'utf8')
    return /arn:aws:iam::(\d{12}):/.exec(records)?.[1] ?? ''
  }

  // Monday: from nothing to a team.
  await founder(['apply', '--yes'])
  writeFileSync(
    join(project, 'team.csv'),
    'name,environment,role,access-key\njane,dev,developer,yes\njane,prod,viewer,\n',
  )
  const onboarded = await founder.json(['onboard', 'team.csv', '--yes'])
  const [key] = onboarded['secrets'] as unknown as [Secret]
  expect(key.user).toBe('jane')
  const again = await founder.json(['onboard', 'team.csv', '--yes'])
  expect(JSON.stringify(again)).not.toContain('secretAccessKey')

  // Tuesday: the key alone opens nothing; with MFA it opens what awsup.yaml gives.
  const jane = as(key)
  await jane(['exec', 'dev', '--', 'true'], 3)
  const device = await giveDevice(sandbox, 'jane')
  await jane(['login', '--mfa-code', await device.next()])
  const dev = JSON.parse((await jane(['credentials', 'dev'])).stdout) as Record<string, string>
  const session = {
    accessKeyId: dev['AccessKeyId'] ?? '',
    secretAccessKey: dev['SecretAccessKey'] ?? '',
    sessionToken: dev['SessionToken'] ?? '',
  }
  const inDev = new IAMClient({...region, credentials: session})
  const enterDev = async (): Promise<IAMClient> => {
    const sts = new STSClient({...region, credentials: sandbox.credentials('admin')})
    const RoleArn = `arn:aws:iam::${accountOf('dev')}:role/OrganizationAccountAccessRole`
    const {Credentials} = await sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'founder'}))
    const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = Credentials ?? {}
    const credentials = {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken}
    return new IAMClient({...region, credentials})
  }
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: {Service: 'lambda.amazonaws.com'}, Action: 'sts:AssumeRole'}],
  })
  const makeRole = (Path: string, PermissionsBoundary?: string) =>
    inDev.send(new CreateRoleCommand({RoleName: 'worker', Path, AssumeRolePolicyDocument: trust, PermissionsBoundary}))
  await expect(makeRole('/')).rejects.toThrow('not authorized')
  await expect(makeRole('/app/')).rejects.toThrow('not authorized')
  await makeRole('/app/', `arn:aws:iam::${accountOf('dev')}:policy/awsup/acme/acme-dev-boundary`)

  // Wednesday: she works on dev, and prod refuses her.
  await jane(['user', 'create', 'ann@example.com', '--pool', '--env', 'dev', '--group', 'staff', '--suppress-invite'])
  await jane(['plan', '--env', 'dev', '--check'])
  await jane(['drift', '--env', 'dev', '--check'])
  expect((await jane(['exec', 'prod', '--role', 'developer', '--', 'true'], 3)).stderr).toContain('viewer')
  const customer = ['user', 'create', 'eve@example.com', '--pool', '--env', 'prod', '--suppress-invite']
  expect((await jane(customer, 3)).stderr).toContain('not allowed')
  await jane(['user', 'create', 'mallory', '--role', 'dev=admin'], 3)

  // Thursday: the pipeline deploys to dev, by a token of its own repository.
  const issuer = await openIssuer(GITHUB)
  sandbox.configure({issuers: {[GITHUB]: issuer.jwks}})
  const sts = new STSClient({...region, credentials: {accessKeyId: 'none', secretAccessKey: 'none'}})
  const enter = async (sub: string) => {
    const role = `arn:aws:iam::${accountOf('dev')}:role/awsup/acme/acme-dev-ci-web`
    const WebIdentityToken = await issuer.sign({sub})
    return sts.send(new AssumeRoleWithWebIdentityCommand({RoleArn: role, RoleSessionName: 'job', WebIdentityToken}))
  }
  await expect(enter('repo:mallory/web:environment:dev')).rejects.toThrow('Not authorized')
  const {Credentials} = await enter('repo:acme/web:environment:dev')
  const job = as({
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  })
  const file = join(project, 'awsup.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('groups: { staff: {} }', 'groups: { staff: {}, boss: {} }'))
  await job(['plan', '--env', 'dev', '--check'], 10)
  await job(['apply', '--env', 'dev', '--yes'])
  await job(['apply', '--env', 'prod', '--yes'], 3)

  // Friday: a new key, and the old one goes.
  await founder(['apply', '--yes'])
  const rotated = await founder.json(['user', 'keys', 'rotate', 'jane'])
  const [fresh] = rotated['secrets'] as unknown as [Secret]
  await founder(['user', 'keys', 'rotate', 'jane', '--finish', '--force'])
  await jane(['logout', '--all'])
  await jane(['whoami'], 3)
  const renewed = as(fresh)
  await renewed(['login', '--mfa-code', await device.next()])
  await renewed(['exec', 'dev', '--', 'true'])

  // She leaves: at once she is out, and then nothing of her is left.
  await founder(['user', 'disable', 'jane', '--yes'])
  await renewed(['logout'])
  await renewed(['exec', 'dev', '--', 'true'], 3)
  // The boundary goes with the last developer, but the worker that she made has it: that keeps nobody in.
  const left = await founder(['user', 'delete', 'jane', '--confirm', 'jane'])
  expect(left.stderr).toContain('dev.policy.boundary is not deleted: role /app/worker, which')
  expect(await founder.json(['plan', '--check'])).toMatchObject({kept: [{address: 'dev.policy.boundary'}]})
  const administrator = await enterDev()
  await administrator.send(new DeleteRoleCommand({RoleName: 'worker'}))
  expect((await founder(['apply', '--yes'])).stdout).toContain('1 deleted')
  expect((await founder(['plan', '--check'])).stdout).toContain('Nothing to do')
}, 300_000)
