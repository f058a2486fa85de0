import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {awsup, BINARY, emptyFolder} from '../../test/_helpers/cli.js'
import {describeEveryKind} from '../kinds/every-kind.js'
import {REGION, serveProject, type Served} from '../served.js'
import {aws, enter, python, stranger, tryAws, type Keys} from '../stranger.js'

let served: Served
let dev: Keys
beforeAll(async () => {
  served = await serveProject()
  dev = await enter(served, served.dev.accountId)
})
afterAll(() => served.stop())

describe('the AWS CLI reads back what awsup made', () => {
  test('the organization, its unit, its accounts and its guardrails, with equal ids', async () => {
    const [organization, accounts, children, policies] = await Promise.all([
      aws(served, 'organizations', 'describe-organization'),
      aws(served, 'organizations', 'list-accounts'),
      aws(served, 'organizations', 'list-accounts-for-parent', '--parent-id', served.created['unit'] ?? ''),
      aws(served, 'organizations', 'list-policies', '--filter', 'SERVICE_CONTROL_POLICY'),
    ])
    expect(organization).toMatchObject({Organization: {Id: served.organizationId, FeatureSet: 'ALL'}})
    const members = [served.dev.accountId, served.prod.accountId]
    expect(pluck(accounts['Accounts'], 'Id')).toEqual(expect.arrayContaining(members))
    expect(pluck(children['Accounts'], 'Id').sort()).toEqual(members.sort())
    expect(pluck(policies['Policies'], 'Id')).toEqual(
      expect.arrayContaining([
        served.created['guardrail.deny-root-user'],
        served.created['guardrail.deny-leave-organization'],
      ]),
    )
  })

  test('whom it became by assuming the environment’s role', async () => {
    expect(await aws(dev, 'sts', 'get-caller-identity')).toMatchObject({
      Account: served.dev.accountId,
      Arn: `arn:aws:sts::${served.dev.accountId}:assumed-role/OrganizationAccountAccessRole/stranger`,
    })
  })

  test('user pool and app client, with equal ids and the settings that were asked for', async () => {
    const {userPoolId, userPoolClientId} = served.dev
    const [pool, clients, client] = await Promise.all([
      aws(dev, 'cognito-idp', 'describe-user-pool', '--user-pool-id', userPoolId),
      aws(dev, 'cognito-idp', 'list-user-pool-clients', '--user-pool-id', userPoolId),
      aws(dev, 'cognito-idp', 'describe-user-pool-client', ...poolClient(userPoolId, userPoolClientId)),
    ])
    expect(pool).toMatchObject({
      UserPool: {Id: userPoolId, Name: 'acme-dev', DeletionProtection: 'ACTIVE', UsernameAttributes: ['email']},
    })
    expect(clients['UserPoolClients']).toMatchObject([{ClientId: userPoolClientId, ClientName: 'web'}])
    expect(client).toMatchObject({UserPoolClient: {CallbackURLs: ['http://localhost:5173']}})
  })

  test('identity pool, the role attached to it and whom that role trusts, with equal ids', async () => {
    const {accountId, identityPoolId, userPoolId, userPoolClientId} = served.dev
    const [pool, roles, role] = await Promise.all([
      aws(dev, 'cognito-identity', 'describe-identity-pool', '--identity-pool-id', identityPoolId),
      aws(dev, 'cognito-identity', 'get-identity-pool-roles', '--identity-pool-id', identityPoolId),
      aws(dev, 'iam', 'get-role', '--role-name', 'acme-dev-authenticated'),
    ])
    expect(pool).toMatchObject({
      IdentityPoolId: identityPoolId,
      CognitoIdentityProviders: [
        {ProviderName: `cognito-idp.${REGION}.amazonaws.com/${userPoolId}`, ClientId: userPoolClientId},
      ],
    })
    expect(roles).toMatchObject({Roles: {authenticated: `arn:aws:iam::${accountId}:role/acme-dev-authenticated`}})
    const audience = {'cognito-identity.amazonaws.com:aud': identityPoolId}
    expect(role).toMatchObject({
      Role: {AssumeRolePolicyDocument: {Statement: [{Condition: {StringEquals: audience}}]}},
    })
  })

  test('the user and the group that the user is in', async () => {
    const [user, groups] = await Promise.all([
      aws(dev, 'iam', 'get-user', '--user-name', 'alice'),
      aws(dev, 'iam', 'list-groups-for-user', '--user-name', 'alice'),
    ])
    expect(user).toMatchObject({User: {UserName: 'alice'}})
    expect(groups).toMatchObject({Groups: [{GroupName: 'developers'}]})
  })

  test('lists are whole at one item a page', async () => {
    const {userPoolId} = served.dev
    const page = ['--page-size', '1'] as const
    const [accounts, policies, roles, clients] = await Promise.all([
      aws(served, 'organizations', 'list-accounts', ...page),
      aws(served, 'organizations', 'list-policies', '--filter', 'SERVICE_CONTROL_POLICY', ...page),
      aws(dev, 'iam', 'list-roles', ...page),
      aws(dev, 'cognito-idp', 'list-user-pool-clients', '--user-pool-id', userPoolId, ...page),
    ])
    expect(pluck(accounts['Accounts'], 'Name').sort()).toEqual(['acme-dev', 'acme-prod', 'management'])
    expect(policies['Policies']).toHaveLength(3)
    expect(pluck(roles['Roles'], 'RoleName')).toEqual(
      expect.arrayContaining(['OrganizationAccountAccessRole', 'acme-dev-authenticated']),
    )
    expect(clients['UserPoolClients']).toHaveLength(1)
  })
})

describe('what is not yours stays closed', () => {
  test('a member account cannot see another account’s pools', async () => {
    const {userPoolId, identityPoolId} = served.prod
    const [pool, identityPool, mine] = await Promise.all([
      tryAws(dev, 'cognito-idp', 'describe-user-pool', '--user-pool-id', userPoolId),
      tryAws(dev, 'cognito-identity', 'describe-identity-pool', '--identity-pool-id', identityPoolId),
      aws(dev, 'cognito-idp', 'list-user-pools', '--max-results', '60'),
    ])
    expect(pool.code).not.toBe(0)
    expect(pool.stderr).toContain('ResourceNotFoundException')
    expect(identityPool.code).not.toBe(0)
    expect(identityPool.stderr).toContain('ResourceNotFoundException')
    expect(pluck(mine['UserPools'], 'Id')).toEqual([served.dev.userPoolId])
  })

  test.each([
    ['SignatureDoesNotMatch', ['sts', 'get-caller-identity']],
    ['SignatureDoesNotMatch', ['iam', 'list-users']],
    ['InvalidSignatureException', ['organizations', 'describe-organization']],
    ['InvalidSignatureException', ['cognito-idp', 'list-user-pools', '--max-results', '1']],
    ['InvalidSignatureException', ['cognito-identity', 'list-identity-pools', '--max-results', '1']],
  ])('a wrong secret is answered with %s: %s', async (code, args) => {
    const wrong = await tryAws({...served, secretAccessKey: 'x'.repeat(40)}, ...args)
    expect(wrong.code).not.toBe(0)
    expect(wrong.stderr).toContain(`(${code})`)
  })
})

describe('awsup lends the environment’s credentials', () => {
  test('exec gives them to a child, with a sandbox to use them on', async () => {
    const caller = [python('aws'), 'sts', 'get-caller-identity', '--query', 'Account', '--output', 'text']
    const run = await awsup(served.project, ['exec', 'prod', '--', ...caller])
    expect(run).toMatchObject({code: 0, stdout: `${served.prod.accountId}\n`})
  })

  test('a profile with credential_process acts in the environment', async () => {
    const config = join(emptyFolder(), 'config')
    writeFileSync(
      config,
      `[profile acme-dev]
credential_process = "${process.execPath}" "${BINARY}" credentials dev -C "${served.project}"
region = ${REGION}
`,
    )
    const env = {AWS_CONFIG_FILE: config, AWS_PROFILE: 'acme-dev', AWS_ENDPOINT_URL: served.endpoint}
    const run = await stranger(python('aws'), ['sts', 'get-caller-identity', '--output', 'json'], env)
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toMatchObject({Account: served.dev.accountId})
  })
})

describeEveryKind({stranger: 'AWS CLI', program: 'drive_aws_cli.py'})

const poolClient = (pool: string, client: string): string[] => ['--user-pool-id', pool, '--client-id', client]

const pluck = (items: unknown, field: string): (string | undefined)[] =>
  (items as readonly Record<string, string | undefined>[]).map((item) => item[field])
