import {
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  ListIdentityPoolsCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {GetRoleCommand, ListRolesCommand} from '@aws-sdk/client-iam'
import {
  CreateAccountFailureReason,
  CreateOrganizationCommand,
  ListAccountsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-organizations'
import {existsSync} from 'node:fs'
import {beforeAll, describe, expect, test} from 'vitest'
import type {Initialized} from '../../../src/lib/operations/init/init.js'
import {organizations} from '../../../src/sandbox/services/organizations/tables.js'
import type {Settings} from '../../../src/sandbox/settings.js'
import {awsup, awsupJson, emptyFolder, INIT, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'
import {killAfter} from '../../_helpers/processes/kill.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

/** An empty folder whose sandbox already exists, and has no delays. */
async function preparedFolder(settings: Partial<Settings> = {}): Promise<string> {
  const project = emptyFolder()
  const sandbox = await sandboxOf(project)
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0, ...settings})
  return project
}

const accountsOf = async (project: string) => {
  const {management} = await openProjectWorld(project)
  const {Accounts = []} = await management.organizations.send(new ListAccountsCommand({}))
  return Accounts.map(({Email = ''}) => Email).sort()
}

const {ACCOUNT_LIMIT_EXCEEDED, EMAIL_ALREADY_EXISTS, INVALID_EMAIL, INTERNAL_FAILURE} = CreateAccountFailureReason
const REASONS = [ACCOUNT_LIMIT_EXCEEDED, EMAIL_ALREADY_EXISTS, INVALID_EMAIL, INTERNAL_FAILURE]

const ALL_ACCOUNTS = ['aws+dev@acme.dev', 'aws+prod@acme.dev', 'management@sandbox.awsup.dev']

describe('the first run', () => {
  test('answers one document with the ids of everything that applications need', async () => {
    const {code, ok, command, result} = await awsupJson(emptyFolder(), INIT)
    expect({code, ok, command}).toEqual({code: 0, ok: true, command: 'org init'})
    const environment = {
      accountId: expect.stringMatching(/^\d{12}$/) as string,
      region: 'us-east-1',
      userPoolId: expect.stringMatching(/^us-east-1_[A-Za-z0-9]{9}$/) as string,
      userPoolClientId: expect.stringMatching(/^[a-z0-9]{20,26}$/) as string,
      identityPoolId: expect.stringMatching(/^us-east-1:[0-9a-f-]{36}$/) as string,
    }
    expect(result).toMatchObject({
      organizationId: expect.stringMatching(/^o-[a-z0-9]{10}$/) as string,
      environments: {dev: environment, prod: environment},
      changes: {updated: [], deleted: [], unchanged: 0},
    })
    const {dev, prod} = (result as unknown as Initialized).environments
    expect(dev?.accountId).not.toBe(prod?.accountId)
  })

  test('takes environments and region as they are named', async () => {
    const project = await preparedFolder()
    const {code, result} = await awsupJson(project, [
      ...INIT,
      ...['--env', 'staging', '--env', 'prod', '--region', 'eu-west-1'],
    ])
    expect(code).toBe(0)
    const {environments} = result as unknown as Initialized
    expect(Object.keys(environments)).toEqual(['staging', 'prod'])
    expect(environments['staging']).toMatchObject({region: 'eu-west-1'})
    expect(environments['staging']?.userPoolId).toMatch(/^eu-west-1_/)
  })

  test('without --yes and without a terminal is a usage error that names --yes; nothing is written', async () => {
    const project = emptyFolder()
    const {code, error} = await awsupJson(project, INIT.slice(0, -1))
    expect(code).toBe(2)
    expect(`${error.message} ${error.hint ?? ''}`).toContain('--yes')
    expect(textsOf(project)).toEqual({})
    expect(existsSync(`${project}/.awsup`)).toBe(false)
  })

  test('without a project or an address is a usage error that names the flag', async () => {
    const project = emptyFolder()
    expect(await awsupJson(project, ['org', 'init', '--sandbox', '--yes'])).toMatchObject({
      code: 2,
      error: {message: expect.stringContaining('--project') as string},
    })
    expect(await awsupJson(project, ['org', 'init', '--sandbox', '--yes', '--project', 'acme'])).toMatchObject({
      code: 2,
      error: {message: expect.stringContaining('--email') as string},
    })
    expect(textsOf(project)).toEqual({})
  })
})

describe('running it again', () => {
  test.each([
    ['without flags', ['org', 'init']],
    ['with the same flags', INIT],
  ])('%s changes nothing: no mutating call, every file the same', async (_how, args) => {
    const project = copy()
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const before = textsOf(project)

    const {code, result} = await awsupJson(project, args)

    expect(code).toBe(0)
    expect(result).toMatchObject({changes: {created: [], adopted: [], updated: [], deleted: []}})
    const {total, mutating, byOperation} = sandbox.callSummary()
    expect(mutating, JSON.stringify(byOperation)).toBe(0)
    expect(total).toBeGreaterThan(0)
    expect(textsOf(project)).toEqual(before)
  })

  test('says so to people', async () => {
    const {code, stdout} = await awsup(copy(), ['org', 'init'])
    expect(code).toBe(0)
    expect(stdout).toContain('Nothing to do')
  })

  test.each([
    [['--project', 'other'], '--project'],
    [['--email', 'other+{env}@acme.dev'], '--email'],
    [['--env', 'staging'], '--env'],
    [['--region', 'eu-north-1'], '--region'],
  ])('with a flag that contradicts awsup.yaml is refused: %s', async (flags, named) => {
    const project = copy()
    const before = textsOf(project)
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const {code, error} = await awsupJson(project, ['org', 'init', ...flags, '--yes'])
    expect(code).toBe(2)
    expect(error.message).toContain(named)
    expect(sandbox.callSummary().total).toBe(0)
    expect(textsOf(project)).toEqual(before)
  })

  test('after every record was lost finds everything again and makes nothing', async () => {
    const project = copy()
    const before = textsOf(project)
    const {rmSync} = await import('node:fs')
    for (const path of ['organization.json', 'environments', '.last']) {
      rmSync(`${project}/.awsup/sandbox/${path}`, {recursive: true, force: true})
    }
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const {code, result} = await awsupJson(project, ['org', 'init', '--yes'])
    expect(code).toBe(0)
    expect(result).toMatchObject({changes: {created: [], updated: [], deleted: []}})
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(textsOf(project)).toEqual(before)
  })
})

describe('the organization', () => {
  test('that exists already is adopted', async () => {
    const project = await preparedFolder()
    const {management} = await openProjectWorld(project)
    const {Organization} = await management.organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))

    const {code, result} = await awsupJson(project, INIT)

    expect(code).toBe(0)
    expect(result).toMatchObject({
      organizationId: Organization?.Id,
      changes: {adopted: [{address: 'organization'}]},
    })
  })

  test('of somebody else is refused, and nothing is made', async () => {
    const project = await preparedFolder()
    const {management, sandbox} = await openProjectWorld(project)
    await management.organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))
    sandbox.world((tx) => {
      for (const organization of organizations.list(tx)) {
        organizations.put(tx, [organization.organizationId], {...organization, managementAccountId: '000000000042'})
      }
    })
    sandbox.resetCalls()

    const {code, error} = await awsupJson(project, INIT)

    expect([3, 5]).toContain(code)
    expect(error.message).toMatch(/000000000042|member/)
    expect(error.hint).toMatch(/./)
    expect(sandbox.callSummary().mutating).toBe(0)
  })
})

describe('what is made is right', () => {
  test('the user pool and its client', async () => {
    const project = copy()
    for (const environment of ['dev', 'prod']) {
      const {cognito} = await (await openProjectWorld(project)).enter(idOnRecord(project, environment, 'account'))
      const UserPoolId = idOnRecord(project, environment, 'user-pool')
      const {UserPool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
      expect(UserPool).toMatchObject({
        Name: `acme-${environment}`,
        DeletionProtection: 'ACTIVE',
        MfaConfiguration: 'OPTIONAL',
        UsernameAttributes: ['email'],
        UserPoolTags: {
          'awsup:project': 'acme',
          'awsup:environment': environment,
          'awsup:address': `${environment}.user-pool`,
        },
      })
      const ClientId = idOnRecord(project, environment, 'app-client.web')
      const {UserPoolClient} = await cognito.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId}))
      expect(UserPoolClient).toMatchObject({
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
        CallbackURLs: ['http://localhost:5173'],
      })
      expect(UserPoolClient).not.toHaveProperty('ClientSecret')
    }
  })

  test('the identity pool: no classic flow, no guests, one role that trusts signed-in users of this pool alone', async () => {
    const project = copy()
    const {enter} = await openProjectWorld(project)
    const {identity, iam} = await enter(idOnRecord(project, 'dev', 'account'))
    const IdentityPoolId = idOnRecord(project, 'dev', 'identity-pool')
    const pool = await identity.send(new DescribeIdentityPoolCommand({IdentityPoolId}))
    expect(pool).toMatchObject({
      AllowUnauthenticatedIdentities: false,
      AllowClassicFlow: false,
      CognitoIdentityProviders: [
        {
          ClientId: idOnRecord(project, 'dev', 'app-client.web'),
          ProviderName: `cognito-idp.us-east-1.amazonaws.com/${idOnRecord(project, 'dev', 'user-pool')}`,
          ServerSideTokenCheck: true,
        },
      ],
      IdentityPoolTags: {'awsup:project': 'acme', 'awsup:environment': 'dev'},
    })
    const {Roles} = await identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))
    expect(Object.keys(Roles ?? {})).toEqual(['authenticated'])

    const {Role} = await iam.send(new GetRoleCommand({RoleName: 'acme-dev-authenticated'}))
    expect(Role?.Arn).toBe(Roles?.['authenticated'])
    expect(Role?.Tags).toContainEqual({Key: 'awsup:environment', Value: 'dev'})
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Principal: {Federated: 'cognito-identity.amazonaws.com'},
          Action: ['sts:AssumeRoleWithWebIdentity'],
          Condition: {
            StringEquals: {'cognito-identity.amazonaws.com:aud': IdentityPoolId},
            'ForAnyValue:StringLike': {'cognito-identity.amazonaws.com:amr': 'authenticated'},
          },
        },
      ],
    })
    const {Roles: all = []} = await iam.send(new ListRolesCommand({}))
    expect(all.map(({RoleName}) => RoleName).filter((name) => name?.includes('guest'))).toEqual([])
  })

  test('guests get a role of their own, only where guests are on', async () => {
    const project = copy()
    const yaml = read(project, 'awsup.yaml').replace(
      'dev: { region: us-east-1 }',
      'dev: { region: us-east-1, auth: { guests: true } }',
    )
    write(project, 'awsup.yaml', yaml)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)

    const {enter} = await openProjectWorld(project)
    const dev = await enter(idOnRecord(project, 'dev', 'account'))
    const IdentityPoolId = idOnRecord(project, 'dev', 'identity-pool')
    const {Roles} = await dev.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))
    expect(Object.keys(Roles ?? {}).sort()).toEqual(['authenticated', 'unauthenticated'])
    const {Role} = await dev.iam.send(new GetRoleCommand({RoleName: 'acme-dev-guest'}))
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain('"unauthenticated"')

    const prod = await enter(idOnRecord(project, 'prod', 'account'))
    await expect(prod.iam.send(new GetRoleCommand({RoleName: 'acme-prod-guest'}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
  })

  test('guardrails are attached to the project’s unit and not to the root; accounts are in the unit, and tagged', async () => {
    const project = copy()
    const {management, sandbox} = await openProjectWorld(project)
    const {organizations: client} = management
    const {resources} = JSON.parse(read(project, '.awsup/sandbox/organization.json')) as {
      resources: Record<string, {id: string}>
    }
    const unit = resources['unit']?.id ?? ''
    const {Roots: [root] = []} = await client.send(new ListRootsCommand({}))
    const namesAt = async (TargetId: string) => {
      const {Policies = []} = await client.send(
        new ListPoliciesForTargetCommand({TargetId, Filter: 'SERVICE_CONTROL_POLICY'}),
      )
      return Policies.map(({Name = ''}) => Name).sort()
    }
    expect(await namesAt(unit)).toEqual(['FullAWSAccess', 'acme-deny-leave-organization', 'acme-deny-root-user'])
    expect(await namesAt(root?.Id ?? '')).toEqual(['FullAWSAccess'])

    for (const environment of ['dev', 'prod']) {
      const accountId = idOnRecord(project, environment, 'account')
      const {Tags} = await client.send(new ListTagsForResourceCommand({ResourceId: accountId}))
      expect(Tags).toContainEqual({Key: 'awsup:project', Value: 'acme'})
      expect(Tags).toContainEqual({Key: 'awsup:environment', Value: environment})
    }
    expect(sandbox.callSummary().byOperation['organizations:CreateAccount']).toBe(2)
  })
})

describe('an account that AWS does not make', () => {
  // Every reason has its words (test/lib/resources/organizations/account.test.ts); here some of them go all the way.
  test.concurrent.each(REASONS)(
    '%s: said in words of its own, exit 6, and the other environment is finished',
    async (reason) => {
      const project = await preparedFolder({
        faults: [
          {
            operation: 'organizations:CreateAccount',
            nth: 1,
            when: 'before',
            effect: {type: 'account-failure', reason},
          },
        ],
      })
      const {code, error} = await awsupJson(project, INIT)
      expect(code).toBe(6)
      expect(error.message).toContain(reason)
      expect(error.hint).toMatch(/./)
      expect(error.details['failed']).toMatchObject([{code: reason, kind: 'account'}])
      const failed = (error.details['failed'] as unknown as {address: string}[])[0]?.address
      const other = failed === 'dev.account' ? 'prod' : 'dev'
      expect(idOnRecord(project, other, 'identity-pool-roles')).toMatch(/^us-east-1:/)
      // Whoever reads is told what to do in that reason's own words.
      expect(JSON.stringify(error.details['failed'])).toMatch(/"hint":"./)
    },
  )

  test.each(['EMAIL_ALREADY_EXISTS', 'INTERNAL_FAILURE'])(
    'once the trouble (%s) is over, running again completes, with exactly two accounts',
    async (reason) => {
      const effect = {type: 'account-failure', reason} as const
      const project = await preparedFolder({
        faults: [{operation: 'organizations:CreateAccount', when: 'before', effect}],
      })
      expect((await awsup(project, INIT)).code).toBe(6)
      ;(await sandboxOf(project)).configure({faults: []})

      expect((await awsup(project, ['org', 'init', '--yes'])).code).toBe(0)

      expect(await accountsOf(project)).toEqual(ALL_ACCOUNTS)
      expect(textsOf(project)).not.toHaveProperty(['.awsup/sandbox/journal'])
    },
  )
})

describe('killed in the middle', () => {
  test.each([
    'organizations:CreateOrganization',
    'organizations:CreateAccount',
    'organizations:DescribeCreateAccountStatus',
    'cognito-idp:CreateUserPool',
    'cognito-idp:CreateUserPoolClient',
    'cognito-identity:CreateIdentityPool',
    'iam:CreateRole',
  ])('right after %s was answered: the next run finishes with one of each', async (operation) => {
    const project = await preparedFolder({accountCreationMs: 100, roleDelayMs: 50})
    await killAfter(project, INIT, operation)
    expect(existsSync(`${project}/awsup.yaml`)).toBe(true)

    const again = await awsup(project, ['org', 'init', '--yes'])

    expect(again.code, again.stderr).toBe(0)
    expect(await accountsOf(project)).toEqual(ALL_ACCOUNTS)
    const {enter, sandbox} = await openProjectWorld(project)
    expect(sandbox.world((tx) => organizations.list(tx))).toHaveLength(1)
    for (const environment of ['dev', 'prod']) {
      const {cognito, identity} = await enter(idOnRecord(project, environment, 'account'))
      const {UserPools} = await cognito.send(new ListUserPoolsCommand({MaxResults: 60}))
      expect(UserPools?.map(({Id}) => Id)).toEqual([idOnRecord(project, environment, 'user-pool')])
      const {IdentityPools} = await identity.send(new ListIdentityPoolsCommand({MaxResults: 60}))
      expect(IdentityPools?.map(({IdentityPoolId}) => IdentityPoolId)).toEqual([
        idOnRecord(project, environment, 'identity-pool'),
      ])
    }
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  })
})
