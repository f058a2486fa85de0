import {AssumeRoleWithWebIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {GITHUB, openIssuer} from '../../../sandbox/services/sts/issuer.js'
import {openTeam} from '../world.js'

const MANIFEST = `
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev" }
environments:
  dev: { region: eu-west-1 }
  prod: { region: eu-west-1 }
deployers:
  web: { github: { repository: acme/web, environment: '{env}' }, environments: [dev] }
data: { tables: { notes: { key: owner, ttl: over } }, buckets: { uploads: { versions: true } } }
`

test('a job plans and applies in its own environment with the role that its token gives, and nowhere else', async () => {
  const {founder, as, sandbox, project: folder} = await openTeam(MANIFEST)
  await founder(['apply', '--yes'])
  const issuer = await openIssuer(GITHUB)
  sandbox.configure({issuers: {[GITHUB]: issuer.jwks}})
  const account = /arn:aws:iam::(\d{12}):/.exec(
    readFileSync(join(folder, '.awsup', 'aws', 'environments', 'dev.json'), 'utf8'),
  )?.[1]
  const job = async (sub: string, role: string) => {
    const sts = new STSClient({
      region: 'eu-west-1',
      requestHandler: requestHandlerFor(sandbox),
      credentials: {accessKeyId: 'none', secretAccessKey: 'none'},
    })
    const {Credentials} = await sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: `arn:aws:iam::${account ?? ''}:role/awsup/acme/${role}`,
        RoleSessionName: 'awsup-dev',
        WebIdentityToken: await issuer.sign({sub}),
      }),
    )
    const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = Credentials ?? {}
    return as({accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken})
  }
  const planning = await job('repo:acme/web:pull_request', 'acme-dev-ci-web-plan')
  const applying = await job('repo:acme/web:environment:dev', 'acme-dev-ci-web')
  await planning(['plan', '--env', 'dev', '--check', '--format', 'markdown'])
  expect((await applying(['plan', '--env', 'prod'], 3)).stderr).toContain('prod')

  const file = join(folder, 'awsup.yaml')
  const before = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    `${before}auth: {groups: {admins: {precedence: 1}}}\naccess: {groups: {admins: [{dynamodb: {table: todos, owner: none, actions: [read]}}]}}\n`,
  )
  await planning(['plan', '--env', 'dev', '--check'], 10)
  await planning(['apply', '--env', 'dev', '--yes'], 6)
  await applying(['apply', '--env', 'dev', '--yes'])
  await applying(['plan', '--env', 'dev', '--check'])

  // Data is looked at, and changed by an administrator.
  writeFileSync(file, before.replace('ttl: over', 'ttl: until'))
  await planning(['plan', '--env', 'dev', '--check'], 10)
  expect((await applying(['apply', '--env', 'dev', '--yes'], 3)).stderr).toContain('not changed by a deployer')

  // More for itself is refused before anything is done.
  writeFileSync(file, before.replace("environment: '{env}'", 'branch: main'))
  const wider = await applying(['apply', '--env', 'dev', '--yes'], 3)
  expect(wider.stderr).toContain('administrator')
}, 240_000)
