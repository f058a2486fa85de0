import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import {CreateTableCommand} from '@aws-sdk/client-dynamodb'
import {CreateOrganizationCommand} from '@aws-sdk/client-organizations'
import {CreateBucketCommand} from '@aws-sdk/client-s3'
import {mkdtempSync, readdirSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import {openDoor, type Door} from '../../../src/lib/aws/door.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {allActions, makeOperatorPolicy} from '../../../src/lib/operations/permissions/permissions.js'
import {TEST_ACTIONS} from '../../../src/lib/operations/permissions/own-actions.js'
import {openRecords} from '../../../src/lib/records/open-records.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import type {Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {awsupJson, emptyFolder, write} from '../../_helpers/cli.js'
import {openRooms} from '../../_helpers/worlds/rooms.js'

const RECORDS = {bucket: 'acme-records', prefix: 'team/awsup'}
const ADDRESS = 'dev.user-pool'
const RECORDED = {
  address: ADDRESS,
  kind: 'user-pool',
  id: 'eu-west-1_AbCdEfGhI',
  accountId: '012345678901',
  region: 'eu-west-1',
  key: {name: 'acme-dev'},
  needs: [],
}

const ORGANIZATION = `
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev", guardrails: [] }
environments: { dev: { region: eu-west-1 } }
auth: { signIn: [email], clients: { web: { callbackUrls: ["http://localhost:5173"] } } }
`
const withRecords = ({bucket, prefix}: typeof RECORDS) =>
  parseManifest(`${ORGANIZATION}records: s3://${[bucket, prefix].filter((part) => part !== '').join('/')}\n`)

test('records in files take no action of S3, records in S3 four, on their bucket and prefix', () => {
  const actionsOf = (records?: typeof RECORDS) =>
    makeOperatorPolicy(records && withRecords(records)).Statement.flatMap(({Action, Resource}) =>
      Action.filter((action) => action.startsWith('s3:')).map((action) => `${action} ${String(Resource)}`),
    )
  expect(actionsOf()).toEqual([])
  expect(actionsOf(RECORDS)).toEqual([
    's3:ListBucket arn:aws:s3:::acme-records',
    's3:DeleteObject arn:aws:s3:::acme-records/team/awsup/*',
    's3:GetObject arn:aws:s3:::acme-records/team/awsup/*',
    's3:PutObject arn:aws:s3:::acme-records/team/awsup/*',
  ])
  expect(actionsOf({...RECORDS, prefix: ''})[1]).toBe('s3:DeleteObject arn:aws:s3:::acme-records/*')
})

test('with the policy that is printed, and nothing else, an operator does all that records in S3 take', async () => {
  const {door, directory} = await openOperator()
  const home = {directory, target: 'aws', s3: RECORDS, region: 'eu-west-1'}
  const records = await openRecords(home, door)

  expect(await records.load(ADDRESS)).toBeUndefined()
  const release = await records.lock({who: 'ana', where: 'laptop', pid: 4711, since: '2026-11-22T00:00:00.000Z'})
  await records.openIntent({address: ADDRESS, kind: 'user-pool', run: 'r1', at: '2026-11-22T00:00:00.000Z'})
  await records.save(RECORDED)
  await records.closeIntent(ADDRESS)
  expect(await records.list()).toEqual([RECORDED])
  expect(await records.intents()).toEqual([])
  await records.remove(ADDRESS)
  await release()
  expect(await records.holder()).toBeUndefined()

  const elsewhere = await openRecords({...home, s3: {...RECORDS, prefix: 'others'}}, door)
  await expect(elsewhere.save(RECORDED)).rejects.toMatchObject({
    name: 'AccessError',
    cause: {name: 'AccessDenied'},
  })
})

test.each([
  ['an environment in the management account', 'dev: { region: eu-west-1, account: management }'],
  ['an environment in another account', 'dev: { region: eu-west-1, account: "123456789012" }'],
])(
  'with the policy of a project without an organization, %s, awsup import organization reads one',
  async (_, written) => {
    const manifest = parseManifest(`version: 1\nproject: acme\nenvironments: { ${written} }\n`)
    const {sandbox, management} = await openRooms()
    const {organizations, iam} = (await management()).aws
    await organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))
    const keys = await makeOperator(iam, makeOperatorPolicy(manifest))
    const server = await serve(sandbox, {port: 0})
    onTestFinished(() => server.close())
    const {code, error} = await awsupJson(
      emptyFolder(),
      ['import', 'organization', '--project', 'acme', '--region', 'eu-west-1', '--all', '--dry-run', '--no-input'],
      {
        env: {
          AWS_ENDPOINT_URL: server.endpoint,
          AWS_ACCESS_KEY_ID: keys.accessKeyId,
          AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        },
      },
    )
    expect({code, error}).toEqual({code: 0, error: undefined})
  },
)

test('with the two policies that awsup permissions and awsup permissions --import print, a table and a bucket are imported by the command line', async () => {
  const manifest = `version: 1\nproject: acme\nenvironments: { dev: { region: eu-west-1, account: management } }\n`
  const {sandbox, management} = await openRooms()
  const {iam, dynamodb, s3} = (await management()).aws
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'acme-todos',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{AttributeName: 'owner', KeyType: 'HASH'}],
      AttributeDefinitions: [{AttributeName: 'owner', AttributeType: 'S'}],
    }),
  )
  const location = {LocationConstraint: 'eu-west-1'} as const
  await s3.send(new CreateBucketCommand({Bucket: 'acme-files-x7', CreateBucketConfiguration: location}))
  const project = emptyFolder()
  write(project, 'awsup.yaml', manifest)
  const printed = [await awsupJson(project, ['permissions']), await awsupJson(project, ['permissions', '--import'])]
  const keys = await makeOperator(iam, ...printed.map(({result}) => result))
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  const env = {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  }
  for (const args of [
    ['table', 'acme-todos'],
    ['bucket', 'acme-files-x7', '--as', 'files'],
  ]) {
    const {code, error} = await awsupJson(project, ['import', ...args, '--env', 'dev', '--yes'], {env})
    expect({code, error}).toEqual({code: 0, error: undefined})
  }
  const read = await awsupJson(project, ['plan', '--env', 'dev'], {env})
  expect([read.code, read.error]).toEqual([0, undefined])
})

/** Keys of an IAM user who has these policies. */
async function makeOperator(iam: IAMClient, ...policies: readonly object[]) {
  const UserName = 'operator'
  await iam.send(new CreateUserCommand({UserName}))
  // As a managed policy: those of a user itself have 2,048 characters.
  for (const [index, policy] of policies.entries()) {
    const made = new CreatePolicyCommand({PolicyName: `awsup-${index}`, PolicyDocument: JSON.stringify(policy)})
    const {Policy} = await iam.send(made)
    await iam.send(new AttachUserPolicyCommand({UserName, PolicyArn: Policy?.Arn}))
  }
  const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName}))
  return {accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? ''}
}

/** A door for an IAM user who has the policy, and a bucket. */
async function openOperator() {
  const {sandbox, management} = await openRooms()
  const {iam} = (await management()).aws
  const keys = await makeOperator(iam, makeOperatorPolicy(withRecords(RECORDS)))

  const s3 = await (await openAs(sandbox, sandbox.credentials('admin'))).s3()
  await s3.send(new CreateBucketCommand({Bucket: RECORDS.bucket}))
  const directory = join(mkdtempSync(join(tmpdir(), 'awsup-operator-')), '.awsup', 'aws')
  return {door: await openAs(sandbox, keys), directory}
}

async function openAs(
  sandbox: Sandbox,
  credentials: Pick<ReturnType<Sandbox['credentials']>, 'accessKeyId' | 'secretAccessKey'>,
): Promise<Door> {
  const options = {target: 'sandbox', requestHandler: requestHandlerFor(sandbox), credentials} as const
  const door = await openDoor(options, () => undefined, new AbortController().signal)
  onTestFinished(() => door.close())
  return door
}

describe('nothing broader than the project needs:', () => {
  const statementOf = (action: string, manifest?: string) =>
    makeOperatorPolicy(manifest === undefined ? undefined : parseManifest(manifest)).Statement.filter(({Action}) =>
      Action.includes(action),
    )

  test('accounts are entered by their access role, and only those of the operator’s own organization', () => {
    for (const manifest of [undefined, ORGANIZATION]) {
      expect(statementOf('sts:AssumeRole', manifest)).toEqual([
        expect.objectContaining({
          Resource: 'arn:aws:iam::*:role/OrganizationAccountAccessRole',
          Condition: {StringEquals: {'aws:ResourceOrgID': '${aws:PrincipalOrgID}'}},
        }),
      ])
    }
  })

  test('an account that awsup.yaml names is entered by the role that it names', () => {
    const manifest = `
version: 1
project: acme
environments:
  old: { region: eu-west-1, account: { id: "210987654321", role: Awsup } }
  new: { region: eu-west-1, account: "123456789012" }
auth: { signIn: [email], clients: { web: { callbackUrls: ["http://localhost:5173"] } } }
`
    expect(statementOf('sts:AssumeRole', manifest).map(({Resource}) => Resource)).toEqual([
      ['arn:aws:iam::123456789012:role/OrganizationAccountAccessRole', 'arn:aws:iam::210987654321:role/Awsup'],
    ])
    // Without an organization to make there is no service role, and nothing of the organization is changed.
    expect(statementOf('iam:CreateServiceLinkedRole', manifest)).toEqual([])
    expect(statementOf('organizations:CreateAccount', manifest)).toEqual([])
    expect(statementOf('organizations:DescribeAccount', manifest)).toHaveLength(1)
  })

  test('the only service-linked role is that of Organizations', () => {
    expect(statementOf('iam:CreateServiceLinkedRole')).toEqual([
      expect.objectContaining({
        Resource: 'arn:aws:iam::*:role/aws-service-role/organizations.amazonaws.com/*',
        Condition: {StringEquals: {'iam:AWSServiceName': 'organizations.amazonaws.com'}},
      }),
    ])
  })

  test('no action deletes or closes what awsup never deletes or closes', () => {
    const all = makeOperatorPolicy(undefined).Statement.flatMap(({Action}) => Action)
    expect(all.filter((action) => /:(DeleteOrganization|CloseAccount|LeaveOrganization|Remove)/.test(action))).toEqual(
      [],
    )
    expect(all.filter((action) => action.includes('*'))).toEqual([])
  })

  test('roles that are made, changed and handed to Cognito in the management account are the project’s own', () => {
    const manifest = `
version: 1
project: acme
environments: { prod: { region: eu-west-1, account: management } }
auth: { signIn: [email], clients: { web: { callbackUrls: ["http://localhost:5173"] } } }
`
    for (const action of ['iam:PutRolePolicy', 'iam:PassRole', 'iam:CreateRole', 'iam:DeleteRole']) {
      expect(statementOf(action, manifest).map(({Resource}) => Resource)).toEqual([['arn:aws:iam::*:role/acme-prod-*']])
    }
    expect(statementOf('sts:AssumeRole', manifest)).toEqual([])
  })
})

/** Calls of people: of users of an application, and of a colleague with MFA. They are made with their own credentials, or none. */
const OF_USERS = new Set([
  // Asked with the token of a person, and not signed.
  'sso:GetRoleCredentials',
  'sso:ListAccountRoles',
  'cognito-idp:InitiateAuth',
  'cognito-idp:RespondToAuthChallenge',
  'cognito-identity:GetId',
  'cognito-identity:GetCredentialsForIdentity',
  'sts:GetSessionToken',
])
const PREFIXES: Readonly<Record<string, string>> = {
  'cognito-identity-provider': 'cognito-idp',
  'secrets-manager': 'secretsmanager',
  accessanalyzer: 'access-analyzer',
  'sso-admin': 'sso',
}
/** Data of applications with users' credentials, and records in S3, which have statements of their own. */
const ELSEWHERE = new Set(['dynamodb', 's3'])

test('every call in the operations, the exports and the door is in the policy', () => {
  const known = new Set([...allActions(), ...TEST_ACTIONS, 'sts:AssumeRole'])
  const calls = ['operations', 'export', 'aws'].flatMap((folder) => callsBelow(join(LIB, folder)))
  expect(calls.length).toBeGreaterThan(40)
  const missing = calls.filter((call) => !known.has(call) && !OF_USERS.has(call))
  expect([...new Set(missing)]).toEqual([])
})

const LIB = join(import.meta.dirname, '../../../src/lib')

function callsBelow(folder: string): readonly string[] {
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.ts'))
  return files.flatMap((name) => {
    const source = readFileSync(join(folder, name), 'utf8')
    const imports = [
      ...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([a-z-]+)'/g),
      ...source.matchAll(/const \{([^}]*)\} = await import\('@aws-sdk\/client-([a-z-]+)'\)/g),
    ]
    const imported = imports.flatMap(([, names = '', service = '']) =>
      [...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(([, command, pages]) => [
        PREFIXES[service] ?? service,
        command ?? pages ?? '',
      ]),
    )
    const loaded = [...source.matchAll(/new sdk\.(\w+)\.(\w+)Command/g)].map(([, service = '', command = '']) => [
      SDK_NAMES[service] ?? service,
      command,
    ])
    return [...imported, ...loaded].flatMap(([service = '', name = '']) =>
      ELSEWHERE.has(service) ? [] : [`${service}:${name}`],
    )
  })
}

const SDK_NAMES: Readonly<Record<string, string>> = {cognito: 'cognito-idp', identity: 'cognito-identity'}
