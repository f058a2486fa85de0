import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam'
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  DescribeCreateAccountStatusCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {awsup, emptyFolder} from '../../_helpers/cli.js'

const AUTH = `
auth:
  signIn: [email]
  mfa: optional
  clients: { web: { callbackUrls: ["http://localhost:5173"] } }
  groups: { admins: { precedence: 1 } }
access:
  authenticated: [{ dynamodb: { table: todos, owner: identity } }]
  groups: { admins: [{ dynamodb: { table: todos, owner: none, actions: [read] } }] }
outputs: [{ format: amplify, path: amplify_outputs.json }]
`

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** An AWS on a port, and an operator of its first account who has the policy that `awsup permissions` prints. */
async function openAws(manifest: string) {
  const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  const project = emptyFolder()
  const write = (text: string): void => writeFileSync(join(project, 'awsup.yaml'), text)
  write(manifest)
  const as = (credentials: Keys) => {
    const options = {region: 'eu-west-1', requestHandler: requestHandlerFor(sandbox), credentials}
    return {iam: new IAMClient(options), sts: new STSClient(options), organizations: new OrganizationsClient(options)}
  }
  const admin = as(sandbox.credentials('admin'))
  const shell = {AWSUP_TARGET: 'aws', AWS_ENDPOINT_URL: server.endpoint, AWS_EC2_METADATA_DISABLED: 'true'}
  return {
    project,
    write,
    admin,
    as,
    accountId: sandbox.credentials('admin').accountId,
    /** Runs a command as the operator; fails the test where it does not end as it should. */
    openOperator: async () => {
      const PolicyDocument = (await awsup(project, ['permissions'])).stdout
      await admin.iam.send(new CreateUserCommand({UserName: 'operator'}))
      const made = await admin.iam.send(new CreatePolicyCommand({PolicyName: 'operator', PolicyDocument}))
      await admin.iam.send(new AttachUserPolicyCommand({UserName: 'operator', PolicyArn: made.Policy?.Arn}))
      const {AccessKey} = await admin.iam.send(new CreateAccessKeyCommand({UserName: 'operator'}))
      const env = {
        ...shell,
        AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
        AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
      }
      return async (line: string, code = 0): Promise<void> => {
        const run = await awsup(project, [...line.split(' '), '--no-input'], {env})
        expect({line, code: run.code, stderr: code === run.code ? '' : run.stderr}).toEqual({line, code, stderr: ''})
      }
    },
  }
}

/** What a project is asked for in its life, in order. `of` is the environment. */
const LIFE = (of: string): readonly (readonly [line: string, code?: number])[] => [
  ['whoami'],
  ['apply --yes'],
  ['plan --check'],
  ['status'],
  [`env switch ${of}`],
  [`user create ci --machine --env ${of} --group viewers --access-key`],
  [`user create ann --env ${of} --group developers --console`],
  [`user create bob@example.com --pool --env ${of} --group admins --suppress-invite`],
  ['user list'],
  ['user keys list'],
  [`user keys rotate ci --env ${of}`],
  [`user keys rotate ci --env ${of} --finish --delete`],
  [`user disable ann --env ${of} --yes`],
  [`user enable ann --env ${of} --keys --yes`],
  [`user reset ann --env ${of} --yes`],
  [`user list --pool --env ${of}`],
  ['drift --check'],
  ['refresh'],
  [`auth show --env ${of}`],
  [`auth attribute add tenant --max-length 64 --yes`],
  [`access test --deployed --env ${of}`],
  ['export terraform --out infra'],
  [`user delete bob@example.com --pool --env ${of} --confirm bob@example.com`],
  ['user delete ann --confirm ann'],
  [`destroy --env ${of} --confirm ${of}`],
]

test('an operator with the printed policy alone leads a project with an organization through its whole life', async () => {
  const manifest = `
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev", guardrails: [deny-leave-organization, deny-root-user] }
environments: { dev: { region: eu-west-1 } }
${AUTH}`
  const {openOperator} = await openAws(manifest)
  const run = await openOperator()
  for (const [line, code] of LIFE('dev')) await run(line, code)
  await run('apply --yes')
  await run('env add staging --region eu-west-1 --yes')
  await run('org show')
  await run('credentials dev')
  await run('env remove staging --confirm staging')
})

test('an operator with the printed policy alone makes people and their roles, and lets them go', async () => {
  const {openOperator} = await openAws(`
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev", guardrails: [deny-leave-organization] }
environments: { dev: { region: eu-west-1 } }
users: { jane: { roles: { dev: developer } } }
${AUTH}`)
  const run = await openOperator()
  await run('apply --yes')
  await run('user create jane --role dev=viewer --access-key --console')
  await run('apply --yes')
  await run('user keys list jane')
  await run('user disable jane --yes')
  await run('user enable jane --yes')
  await run('user delete jane --confirm jane')
})

test('an operator with the printed policy alone leads an environment in the management account through its life', async () => {
  const manifest = `
version: 1
project: acme
environments: { prod: { region: eu-west-1, account: management } }
${AUTH}`
  const {openOperator} = await openAws(manifest)
  const run = await openOperator()
  for (const [line, code] of LIFE('prod')) await run(line, code)
})

test.each([
  ['a member account', 'organization: { email: "aws+{env}@acme.dev" }', '{ region: eu-south-1 }'],
  ['the management account', '', '{ region: eu-south-1, account: management }'],
])(
  'the printed policy is enough to enable a region in %s, and no project without such a region gets it',
  async (_, organization, dev) => {
    const manifest = (settings: string) =>
      `version: 1\nproject: acme\n${organization}\nenvironments: { dev: ${settings} }\n${AUTH}`
    const {openOperator, write, project} = await openAws(manifest(dev.replace('eu-south-1', 'eu-west-1')))
    expect((await awsup(project, ['permissions'])).stdout).not.toContain('account:')
    write(manifest(dev))
    const run = await openOperator()
    await run('apply --yes')
    await run('plan --check')
  },
)

test('a role with the printed policy alone is enough to enter the account that awsup.yaml names it for', async () => {
  const {project, write, admin, as, accountId, openOperator} = await openAws('')
  await admin.organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))
  const asked = new CreateAccountCommand({Email: 'legacy@acme.dev', AccountName: 'Legacy'})
  const {CreateAccountStatus} = await admin.organizations.send(asked)
  const status = new DescribeCreateAccountStatusCommand({CreateAccountRequestId: CreateAccountStatus?.Id})
  const legacy = (await admin.organizations.send(status)).CreateAccountStatus?.AccountId ?? ''
  write(`
version: 1
project: acme
environments: { old: { region: eu-west-1, account: { id: "${legacy}", role: Awsup } } }
${AUTH}`)

  const RoleArn = `arn:aws:iam::${legacy}:role/OrganizationAccountAccessRole`
  const {Credentials} = await admin.sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'test'}))
  const inside = as({
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  })
  const trust = {
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: {AWS: `arn:aws:iam::${accountId}:root`}, Action: 'sts:AssumeRole'}],
  }
  const AssumeRolePolicyDocument = JSON.stringify(trust)
  await inside.iam.send(new CreateRoleCommand({RoleName: 'Awsup', AssumeRolePolicyDocument}))
  const PolicyDocument = (await awsup(project, ['permissions', '--env', 'old'])).stdout
  const {Policy} = await inside.iam.send(new CreatePolicyCommand({PolicyName: 'Awsup', PolicyDocument}))
  await inside.iam.send(new AttachRolePolicyCommand({RoleName: 'Awsup', PolicyArn: Policy?.Arn}))

  const run = await openOperator()
  for (const [line, code] of LIFE('old')) await run(line, code)
})
