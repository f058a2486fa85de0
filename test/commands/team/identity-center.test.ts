import {
  CreateUserCommand,
  DeleteUserCommand,
  IdentitystoreClient,
  type CreateUserCommandInput,
} from '@aws-sdk/client-identitystore'
import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribePermissionSetCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin'
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {instances} from '../../../src/sandbox/services/identity-center/sso-admin/tables.js'
import {openTeam, type Team} from './world.js'

const REGION = 'eu-central-1'
const MANIFEST = `
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev" }
environments:
  dev: { region: eu-west-1 }
  prod: { region: eu-west-1, protected: true }
signIn: identity-center
users:
  jane: { roles: { dev: developer, prod: viewer } }
`

/** Prints who the child acts as. */
const WHO = ['--', process.execPath, '-e', 'console.log(process.env.AWS_SESSION_TOKEN ? "session" : "none")']

/** The directory of IAM Identity Center, and its portal, as people and the console use them. */
async function openDirectory({sandbox, endpoint}: Team) {
  const options = {
    region: REGION,
    requestHandler: requestHandlerFor(sandbox),
    credentials: sandbox.credentials('admin'),
  }
  const {Instances = []} = await new SSOAdminClient(options).send(new ListInstancesCommand({}))
  const IdentityStoreId = Instances[0]?.IdentityStoreId ?? ''
  const store = new IdentitystoreClient(options)
  const oidc = new SSOOIDCClient(options)
  const admin = new SSOAdminClient(options)
  const InstanceArn = Instances[0]?.InstanceArn ?? ''
  return {
    removeUser: (UserId: string) => store.send(new DeleteUserCommand({IdentityStoreId, UserId})),
    addUser: async (UserName: string): Promise<string> => {
      const Name = {GivenName: 'Jane', FamilyName: 'Doe'}
      const input: CreateUserCommandInput = {IdentityStoreId, UserName, DisplayName: UserName, Name}
      return (await store.send(new CreateUserCommand(input))).UserId ?? ''
    },
    /** As somebody does in the console: gives a permission set of awsup's to another user, in the account where it is. */
    assign: async (name: string, PrincipalId: string) => {
      const {PermissionSets = []} = await admin.send(new ListPermissionSetsCommand({InstanceArn}))
      const sets = await Promise.all(
        PermissionSets.map((PermissionSetArn) =>
          admin.send(new DescribePermissionSetCommand({InstanceArn, PermissionSetArn})),
        ),
      )
      const PermissionSetArn = sets.find(({PermissionSet}) => PermissionSet?.Name === name)?.PermissionSet
        ?.PermissionSetArn
      const set = {InstanceArn, PermissionSetArn}
      const {AccountIds: [account] = []} = await admin.send(new ListAccountsForProvisionedPermissionSetCommand(set))
      const assignment = {
        ...set,
        TargetType: 'AWS_ACCOUNT',
        TargetId: account,
        PrincipalType: 'USER',
        PrincipalId,
      } as const
      await admin.send(new CreateAccountAssignmentCommand(assignment))
      return {account: account ?? '', undo: () => admin.send(new DeleteAccountAssignmentCommand(assignment))}
    },
    /** What `aws sso login` leaves in a home: a token, which the person let the AWS CLI have in the browser. */
    signIn: async (home: string, session: string, userName: string): Promise<void> => {
      const startUrl = `https://${IdentityStoreId}.awsapps.com/start`
      const client = await oidc.send(new RegisterClientCommand({clientName: 'aws-cli', clientType: 'public'}))
      const {clientId, clientSecret} = client
      const device = await oidc.send(new StartDeviceAuthorizationCommand({clientId, clientSecret, startUrl}))
      const said = await fetch(new URL('/_awsup/device', endpoint), {
        method: 'POST',
        headers: {'content-type': 'application/x-www-form-urlencoded'},
        body: new URLSearchParams({user_code: device.userCode ?? '', user_name: userName}),
      })
      expect({status: said.status, text: said.ok ? '' : await said.text()}).toEqual({status: 200, text: ''})
      const {accessToken, expiresIn = 0} = await oidc.send(
        new CreateTokenCommand({
          ...{clientId, clientSecret, deviceCode: device.deviceCode},
          grantType: 'urn:ietf:params:oauth:grant-type:device_code',
        }),
      )
      writeToken(home, session, {
        ...{startUrl, region: REGION, accessToken},
        expiresAt: new Date(Date.now() + expiresIn * 1000).toISOString(),
      })
    },
  }
}

function writeToken(home: string, session: string, token: object): void {
  const folder = join(home, '.aws', 'sso', 'cache')
  mkdirSync(folder, {recursive: true})
  writeFileSync(join(folder, `${createHash('sha1').update(session).digest('hex')}.json`), JSON.stringify(token))
}

test('jane, with nothing but her sign-in at IAM Identity Center, works in dev as developer, in prod as viewer', async () => {
  const team = await openTeam(MANIFEST.slice(0, MANIFEST.indexOf('signIn')))
  const {founder, asNobody, sandbox} = team

  await founder(['apply', '--yes'])
  team.write(MANIFEST)
  const off = await founder(['plan'], 4)
  expect(off.stderr).toContain('https://us-east-1.console.aws.amazon.com/singlesignon/home?region=us-east-1')
  // On since before there was an organization: it is the account's alone, until somebody deletes it.
  sandbox.configure({identityCenter: REGION, identityCenterOf: 'account', provisioningMs: 0})
  sandbox.resetCalls()
  const alone = await founder(['apply', '--yes'], 4)
  expect(alone.stderr).toContain(`IAM Identity Center in ${REGION} is an instance of account`)
  expect(alone.stderr).toContain(`aws sso-admin delete-instance --region ${REGION}`)
  expect(sandbox.calls().filter(({mutating}) => mutating)).toEqual([])
  sandbox.world((tx) => instances.list(tx).map(({organizationId}) => instances.delete(tx, [organizationId])))
  sandbox.configure({identityCenterOf: 'organization'})
  const directory = await openDirectory(team)
  const missing = await founder(['plan'], 4)
  expect(missing.stderr).toContain('IAM Identity Center has no user "jane"')
  await directory.addUser('jane')
  await founder(['apply', '--yes'])
  expect((await founder(['plan', '--check'])).stdout).toContain('Nothing to do')
  const listed = await founder(['user', 'list'])
  expect(listed.stdout).toMatch(/^jane +dev +signs in with IAM Identity Center$/m)
  const shown = await founder(['org', 'show', '--format', 'mermaid'])
  expect(shown.stdout).toContain('jane with IAM Identity Center')

  const jane = asNobody()
  await jane(['profiles', 'sync'])
  const config = readFileSync(join(jane.env['HOME'] ?? '', '.aws', 'config'), 'utf8')
  expect(config).toMatch(
    /\[sso-session acme\]\nsso_start_url = https:\/\/d-[0-9a-f]{10}\.awsapps\.com\/start\nsso_region = eu-central-1/,
  )
  expect(config).toContain('[profile acme-dev-developer]\nsso_session = acme\n')
  expect((await jane(['plan', '--env', 'dev'], 3)).stderr).toContain('--profile acme-<environment>-<role>')
  const signedOut = await jane(['exec', 'dev', ...WHO], 3)
  expect(signedOut.stderr).toContain('aws sso login --sso-session acme')

  await directory.signIn(jane.env['HOME'] ?? '', 'acme', 'jane')
  const dev = await jane(['exec', 'dev', ...WHO])
  expect(dev.stdout).toBe('session\n')
  expect(dev.stderr).toContain('as developer')
  expect((await jane(['exec', 'prod', ...WHO])).stderr).toContain('as viewer')
  const refused = await jane(['exec', 'dev', '--role', 'admin', ...WHO], 3)
  expect(refused.stderr).toContain('you cannot assume admin in dev: you are developer there')
  expect(refused.stderr).toContain('An administrator of the organization can change it')

  const profile = ['--profile', 'acme-dev-developer']
  expect((await jane(['whoami', ...profile])).stdout).toMatch(/user +jane\n(?:.*\n)*roles +dev: developer/)
  expect((await jane(['plan', '--env', 'dev', '--check', ...profile])).stdout).toContain('Nothing to do')
  await jane(['plan', '--env', 'prod', ...profile], 3)

  // The role is taken away: what is open lives until it ends, and nothing new is given. What somebody else assigned in the
  // console stays as it is, with the policy that limits it.
  const bob = await directory.addUser('bob')
  const {account, undo} = await directory.assign('acme-dev-developer', bob)
  team.write(MANIFEST.replace('dev: developer, ', ''))
  const kept = await founder(['apply', '--yes'])
  expect(kept.stderr).toContain(
    `is not deleted: the assignment of user ${bob} in account ${account}, which awsup did not make`,
  )
  const gone = await jane(['exec', 'dev', ...WHO], 3)
  expect(gone.stderr).toContain('you have no role there')
  expect((await founder(['plan'])).stderr).toContain(`the assignment of user ${bob}`)
  await undo()
  expect((await founder(['apply', '--yes'])).stdout).toContain('2 deleted')
})

test('what AWS decided against is not waited for once awsup.yaml no longer asks for it', async () => {
  const team = await openTeam(MANIFEST.slice(0, MANIFEST.indexOf('signIn')))
  const {founder, sandbox} = team
  await founder(['apply', '--yes'])
  sandbox.configure({identityCenter: REGION, provisioningMs: 0})
  await (await openDirectory(team)).addUser('jane')
  team.write(`${MANIFEST}roles: { viewer: { boundary: "arn:aws:iam::111122223333:policy/nowhere" } }\n`)
  expect((await founder(['apply', '--yes'], 6)).stderr).toContain('prod.assignment.viewer.jane')

  team.write(MANIFEST.replace(', prod: viewer', ''))
  await founder(['apply', '--yes'])
  expect((await founder(['status'])).stdout).not.toContain('begun')
})

test('a profile acts as the role that it names, also where there are others, and as no other', async () => {
  const team = await openTeam(MANIFEST.slice(0, MANIFEST.indexOf('signIn')))
  const {founder, sandbox} = team
  await founder(['apply', '--yes'])
  sandbox.configure({identityCenter: REGION, provisioningMs: 0})
  const directory = await openDirectory(team)
  const user = await directory.addUser('jane')
  await directory.addUser('bob')
  team.write(`${MANIFEST}  bob: { roles: { dev: viewer } }\n`)
  await founder(['apply', '--yes'])
  const jane = team.asNobody()
  await jane(['profiles', 'sync'])
  await directory.signIn(jane.env['HOME'] ?? '', 'acme', 'jane')
  const asViewer = ['exec', 'dev', '--profile', 'acme-dev-viewer']

  expect((await jane([...asViewer, ...WHO], 3)).stderr).toContain(
    'cannot assume viewer in dev: you are developer there',
  )
  await directory.assign('acme-dev-viewer', user)
  expect((await jane(['exec', 'dev', ...WHO], 2)).stderr).toContain('you have several roles in dev')
  expect((await jane([...asViewer, ...WHO])).stderr).toContain('as viewer')
  expect((await jane([...asViewer, '--role', 'developer', ...WHO])).stderr).toContain('as developer')
  expect((await jane(['exec', 'prod', '--profile', 'acme-dev-developer', ...WHO])).stderr).toContain('as viewer')
})

test('a profile of a role and one of another environment are never the same', async () => {
  const two = MANIFEST.slice(0, MANIFEST.indexOf('signIn')).replace('prod:', 'dev-qa:')
  const team = await openTeam(two)
  await team.founder(['apply', '--yes'])
  team.sandbox.configure({identityCenter: REGION, provisioningMs: 0})
  await (await openDirectory(team)).addUser('jane')
  team.write(`${two}signIn: identity-center
users: { jane: { roles: { dev: qa } } }
roles: { qa: { managedPolicies: ["arn:aws:iam::aws:policy/SecurityAudit"] } }
`)
  await team.founder(['apply', '--yes'])
  const jane = team.asNobody()
  const refused = await jane(['profiles', 'sync'], 5)
  expect(refused.stderr).toContain('dev and dev-qa would both have the profile acme-dev-qa')
  expect(existsSync(join(jane.env['HOME'] ?? '', '.aws', 'config'))).toBe(false)
})

test('somebody who was deleted in the directory is drift once, and can be removed from awsup.yaml', async () => {
  const team = await openTeam(MANIFEST.slice(0, MANIFEST.indexOf('signIn')))
  const {founder, sandbox} = team
  await founder(['apply', '--yes'])
  sandbox.configure({identityCenter: REGION, provisioningMs: 0})
  const directory = await openDirectory(team)
  const jane = await directory.addUser('jane')
  team.write(MANIFEST)
  await founder(['apply', '--yes'])
  await directory.removeUser(jane)

  const {drifted} = (await founder.json(['drift'])) as unknown as {drifted: {address: string; state: string}[]}
  expect(drifted.map(({address, state}) => `${state} ${address}`)).toEqual([
    'changed dev.assignment.developer.jane',
    'changed prod.assignment.viewer.jane',
  ])
  expect((await founder(['plan'], 4)).stderr).toContain('has no user "jane"')
  team.write(MANIFEST.slice(0, MANIFEST.indexOf('signIn')))
  expect((await founder(['plan'])).stdout).toMatch(
    /- identity-center \S+ \(.*: its record alone, it stays switched on\)/,
  )
  expect((await founder(['apply', '--yes'])).stderr).toContain('forgot identity-center people.identity-center')
  expect((await founder(['drift', '--check'])).stdout).toContain('No drift')
})
