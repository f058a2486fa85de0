import {CreateUserPoolCommand, DescribeUserPoolCommand} from '@aws-sdk/client-cognito-identity-provider'
import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  DescribeCreateAccountStatusCommand,
  ListRootsCommand,
  MoveAccountCommand,
  TagResourceCommand,
} from '@aws-sdk/client-organizations'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {beforeAll, describe, expect, test} from 'vitest'
import type {OrganizationImported} from '../../../src/lib/operations/import/organization/organization.js'
import {accounts} from '../../../src/sandbox/services/organizations/tables.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {filesOf, idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'
import {openTerminal} from '../../_helpers/processes/terminal.js'

const NEW = ['--sandbox', '--project', 'acme', '--region', 'eu-west-1'] as const

/** An organization that somebody made by hand, with accounts of these names. */
async function makeOrganization(project: string, names: readonly string[]) {
  const world = await openProjectWorld(project)
  const {organizations} = world.management
  const usual = world.sandbox.settings()
  world.sandbox.configure({accountCreationMs: 0, roleDelayMs: 0})
  if (!(await hasOrganization(project))) await organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))
  const ids: Record<string, string> = {}
  for (const name of names) ids[name] = await makeAccount(name, world)
  world.sandbox.configure(usual)
  return {...world, ids, id: (name: string): string => ids[name] ?? ''}
}

const hasOrganization = async (project: string): Promise<boolean> => {
  const sandbox = await sandboxOf(project)
  return sandbox.world((tx) => accounts.list(tx).some(({organizationId}) => organizationId !== undefined))
}

async function makeAccount(AccountName: string, {management}: Awaited<ReturnType<typeof openProjectWorld>>) {
  const Email = `aws+${AccountName.replaceAll(/\W+/g, '-').toLowerCase()}@acme.dev`
  const {CreateAccountStatus} = await management.organizations.send(new CreateAccountCommand({AccountName, Email}))
  for (;;) {
    const answer = await management.organizations.send(
      new DescribeCreateAccountStatusCommand({CreateAccountRequestId: CreateAccountStatus?.Id ?? ''}),
    )
    if (answer.CreateAccountStatus?.State === 'SUCCEEDED') return answer.CreateAccountStatus.AccountId ?? ''
    if (answer.CreateAccountStatus?.State === 'FAILED')
      throw new Error(String(answer.CreateAccountStatus.FailureReason))
    await setTimeout(20)
  }
}

const importing = (project: string, args: readonly string[]) => awsupJson(project, ['import', 'organization', ...args])
const resultOf = ({result}: {result: unknown}): OrganizationImported => result as OrganizationImported

describe('accounts that were made by hand', () => {
  test('become environments of a new awsup.yaml; plan and apply go on in them, and what was there stays', async () => {
    const project = emptyFolder()
    const {sandbox, id, enter, management} = await makeOrganization(project, ['acme-dev', 'Prod Account'])
    const [root] = (await management.organizations.send(new ListRootsCommand({}))).Roots ?? []
    const {OrganizationalUnit} = await management.organizations.send(
      new CreateOrganizationalUnitCommand({ParentId: root?.Id, Name: 'Workloads'}),
    )
    await management.organizations.send(
      new MoveAccountCommand({
        AccountId: id('acme-dev'),
        SourceParentId: root?.Id,
        DestinationParentId: OrganizationalUnit?.Id,
      }),
    )
    const {cognito} = await enter(id('acme-dev'))
    const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'of somebody else'}))

    const dry = await importing(project, [...NEW, '--all', '--dry-run'])
    expect([dry.code, resultOf(dry).written, resultOf(dry).manifest]).toEqual([0, false, 'new'])
    expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)

    const calls = (): number => sandbox.calls().filter(({mutating}) => mutating).length
    const before = calls()
    const taken = await importing(project, [...NEW, '--all', '--yes'])
    expect([taken.code, calls()]).toEqual([0, before])
    expect([...filesOf(project).keys()]).toEqual(['awsup.yaml'])
    expect(resultOf(taken)).toMatchObject({
      written: true,
      manifest: 'new',
      environments: [
        {environment: 'prod', accountId: id('Prod Account'), name: 'Prod Account', unit: 'Root', region: 'eu-west-1'},
        {environment: 'dev', accountId: id('acme-dev'), email: 'aws+acme-dev@acme.dev', unit: 'Root/Workloads'},
      ],
      skipped: [],
    })
    const yaml = read(project, 'awsup.yaml')
    expect(yaml).toContain(`prod: { region: eu-west-1, account: "${id('Prod Account')}", protected: true }`)
    expect(yaml).toContain(`dev: { region: eu-west-1, account: "${id('acme-dev')}" }`)
    expect(yaml).not.toContain('organization')

    const again = await importing(project, ['--all', '--yes'])
    expect([again.code, resultOf(again).environments, resultOf(again).manifest]).toEqual([0, [], 'unchanged'])
    expect(
      resultOf(again)
        .already.map(({environment}) => environment)
        .sort(),
    ).toEqual(['dev', 'prod'])
    expect(read(project, 'awsup.yaml')).toBe(yaml)

    expect((await awsup(project, ['plan'])).stdout).toContain('dev.user-pool')
    const applied = await awsup(project, ['apply', '--yes'])
    expect(applied.code, applied.stderr).toBe(0)
    expect(idOnRecord(project, 'dev', 'account')).toBe(id('acme-dev'))
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
    const still = await cognito.send(new DescribeUserPoolCommand({UserPoolId: UserPool?.Id ?? ''}))
    expect(still.UserPool?.Name).toBe('of somebody else')
    expect(still.UserPool?.UserPoolTags ?? {}).toEqual({})
  })

  test('are listed with the command line to use where there is nobody to ask, and that command does it', async () => {
    const project = emptyFolder()
    const {id} = await makeOrganization(project, ['acme-dev', 'acme-stage'])
    const {code, error} = await importing(project, NEW)
    expect(code).toBe(2)
    expect(error.message).toContain(`${id('acme-dev')} acme-dev as dev; ${id('acme-stage')} acme-stage as stage`)
    const [command = ''] = /awsup import organization .*? --yes/.exec(error.hint ?? '') ?? []
    expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)

    const said = await awsup(project, command.split(' ').slice(1))
    expect([said.code, said.stderr]).toEqual([0, ''])
    expect(said.stdout).toContain('Next: awsup plan')
    expect(read(project, 'awsup.yaml')).toContain(`stage: { region: eu-west-1, account: "${id('acme-stage')}" }`)
  })

  test('without --yes nothing is written where there is nobody to say it', async () => {
    const project = emptyFolder()
    await makeOrganization(project, ['acme-dev'])
    const {code, stdout, stderr} = await awsup(project, ['import', 'organization', ...NEW, '--all'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--yes')])
    expect(stdout).toContain('+  dev:')
    expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)
  })

  test('names that are the same, reserved or taken get a number; a name that was asked for is kept', async () => {
    const project = emptyFolder()
    const {id} = await makeOrganization(project, ['acme-dev', 'Dev', 'unit', '42', 'A very long name of an account'])
    const args = [...NEW, '--all', '--dry-run', '--account', `${id('Dev')}=first`]
    const {result} = await importing(project, args)
    const names = new Map(resultOf({result}).environments.map(({name, environment}) => [name, environment]))
    expect(Object.fromEntries(names)).toEqual({
      'acme-dev': 'dev',
      Dev: 'first',
      unit: 'account-2',
      42: 'account',
      'A very long name of an account': 'a-very-long-name',
    })
    const both = resultOf(await importing(project, [...NEW, '--all', '--dry-run'])).environments
    expect(both.map(({environment}) => environment)).toEqual(expect.arrayContaining(['dev', 'dev-2']))
  })

  test('a terminal escape in the name of an account is shown, not obeyed', async () => {
    const project = emptyFolder()
    const {id, sandbox} = await makeOrganization(project, ['acme-dev'])
    sandbox.world((tx) => {
      const found = accounts.get(tx, [id('acme-dev')])
      if (found) accounts.put(tx, [id('acme-dev')], {...found, name: 'dev\u001b[2J\u202e'})
    })
    const {stdout} = await awsup(project, ['import', 'organization', ...NEW, '--all', '--dry-run'])
    expect(stdout).toContain(String.raw`dev\x1b[2J\u202e`)
    expect(stdout).not.toMatch(/\u001b\[2J|\u202e/)
  })
})

describe('an awsup.yaml that exists', () => {
  let copy: () => string
  beforeAll(async () => {
    copy = await makeTemplate()
  })

  test('keeps every line and comment; its own accounts are not offered', async () => {
    const project = copy()
    const {id} = await makeOrganization(project, ['acme-stage', 'Old'])
    const before = read(project, 'awsup.yaml').replace('environments:', '# ours\nenvironments: # two')
    write(project, 'awsup.yaml', before)
    const {code, result} = await importing(project, ['--account', id('acme-stage'), '--yes'])
    expect(code).toBe(0)
    expect(resultOf({result})).toMatchObject({manifest: 'changed', environments: [{environment: 'stage'}]})
    expect(
      resultOf({result})
        .already.map(({environment}) => environment)
        .sort(),
    ).toEqual(['dev', 'prod'])
    const after = read(project, 'awsup.yaml')
    const line = `  stage: { region: us-east-1, account: "${id('acme-stage')}" }\n`
    expect(after).toContain(line)
    expect(after.replace(line, '')).toBe(before)

    const again = await importing(project, ['--account', `${id('acme-stage')}=stage`, '--yes'])
    expect([again.code, resultOf(again).written]).toEqual([0, false])
    const applied = await awsup(project, ['apply', '--yes'])
    expect(applied.code, applied.stderr).toBe(0)
    expect(idOnRecord(project, 'stage', 'account')).toBe(id('acme-stage'))
  })

  test('conflicts are named, exit 5, and nothing is written', async () => {
    const project = copy()
    const {id, sandbox, management} = await makeOrganization(project, ['closed', 'theirs', 'free', 'free2'])
    const dev = idOnRecord(project, 'dev', 'account')
    sandbox.world((tx) => {
      const found = accounts.get(tx, [id('closed')])
      if (found) accounts.put(tx, [id('closed')], {...found, state: 'SUSPENDED'})
    })
    await management.organizations.send(
      new TagResourceCommand({ResourceId: id('theirs'), Tags: [{Key: 'awsup:project', Value: 'other'}]}),
    )
    const own = resultOf(await importing(project, ['--all', '--dry-run']))
    expect(own.skipped.map(({accountId, reason}) => [accountId, reason])).toEqual([
      [id('closed'), 'is suspended'],
      [id('theirs'), 'belongs to the awsup project other'],
    ])
    const before = textsOf(project)
    const cases = [
      [[id('closed')], 'ACCOUNT_CLOSED'],
      [[`${id('theirs')}=mine`], 'NOT_OURS'],
      [['999999999999=mine'], 'NOT_A_MEMBER'],
      [[own.managementAccountId], 'MANAGEMENT_ACCOUNT'],
      [[`${id('free')}=one`, `${id('free')}=two`], 'TWO_NAMES'],
      [[`${dev}=other`], 'TWO_NAMES'],
      [[`${id('free')}=one`, `${id('free2')}=one`], 'NAME_TAKEN'],
      [[`${id('free')}=dev`], 'NAME_TAKEN'],
    ] as const
    for (const [named, code] of cases) {
      const args = named.flatMap((one) => ['--account', one])
      const run = await importing(project, [...args, '--yes'])
      expect([named, run.code, run.error.code]).toEqual([named, 5, code])
    }
    expect(textsOf(project)).toEqual(before)
  })

  test('an environment that is on record alone is not given away, nor its account', async () => {
    const project = copy()
    const {id} = await makeOrganization(project, ['free'])
    const dev = idOnRecord(project, 'dev', 'account')
    write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace(/^ {2}dev: .*\n/m, ''))
    const taken = await importing(project, ['--account', `${id('free')}=dev`, '--yes'])
    expect([taken.code, taken.error.code]).toEqual([5, 'NAME_TAKEN'])
    const again = await importing(project, ['--account', `${dev}=test`, '--yes'])
    expect([again.code, again.error.code]).toEqual([5, 'ON_RECORD'])
  })
})

describe('what is refused before anything is written', () => {
  test.each([
    [['--account', '12=dev', ...NEW], '"12" must be the twelve digits of an account'],
    [['--account', '123456789012=De v', ...NEW], '"De v" must be 1–16 lower-case letters'],
    [['--all', '--sandbox', '--region', 'eu-west-1'], 'a value for --project is needed'],
    [['--all', '--sandbox', '--project', 'acme'], 'a value for --region is needed'],
    [['--all', '--sandbox', '--project', 'acme', '--region', 'eu-west-9'], '--region is "eu-west-9"'],
    [['--all', '--sandbox', '--project', 'A', '--region', 'eu-west-1'], 'project'],
    [['none.yml', '--all', ...NEW], 'there is no none.yml'],
  ])('%s', async (args, message) => {
    const project = emptyFolder()
    const {code, error} = await importing(project, args)
    expect([code, error.message]).toEqual([2, expect.stringContaining(message)])
    expect(existsSync(join(project, '.awsup'))).toBe(false)
  })

  test('credentials that may not read the organization, or the tags: exit 3, with the call that was refused', async () => {
    const project = emptyFolder()
    const {sandbox} = await makeOrganization(project, ['acme-dev'])
    const usual = sandbox.settings()
    for (const action of ['ListAccountsForParent', 'ListTagsForResource']) {
      const effect = {
        type: 'error' as const,
        name: 'AccessDeniedException',
        message: `not authorized to perform organizations:${action}`,
        status: 400,
      }
      sandbox.configure({faults: [{operation: `organizations:${action}`, when: 'before', effect}]})
      const {code, error} = await importing(project, [...NEW, '--all', '--yes'])
      expect([code, error.message]).toEqual([3, expect.stringContaining(action)])
    }
    sandbox.configure(usual)
    expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)
  })

  test('without an organization there is nothing to read, and nothing is left behind', async () => {
    const project = emptyFolder()
    const {code, error} = await importing(project, [...NEW, '--all', '--yes'])
    expect([code, error.code]).toEqual([5, 'NO_ORGANIZATION'])
    expect([...filesOf(project).keys()]).toEqual([])
    expect(existsSync(join(project, '.awsup'))).toBe(false)
  })
})

describe('a file of org-formation', () => {
  const FILE = (ids: {
    readonly dev: string
    readonly master: string
  }): string => `AWSTemplateFormatVersion: '2010-09-09-OC'
Organization:
  Master:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Main, AccountId: '${ids.master}' }
  Root:
    Type: OC::ORG::OrganizationRoot
    Properties: { ServiceControlPolicies: !Ref Policy }
  DevAccount:
    Type: OC::ORG::Account
    Properties:
      AccountName: Development
      AccountId: '${ids.dev}'
      OrganizationAccessRoleName: Deployer
  ProdAccount:
    Type: OC::ORG::Account
    Properties:
      AccountName: !Sub 'acme-prod'
      RootEmail: AWS+acme-prod@acme.dev
`

  test('names the accounts; ids and addresses are checked with AWS, and differences told', async () => {
    const project = emptyFolder()
    const {id} = await makeOrganization(project, ['acme-dev', 'acme-prod', 'other'])
    write(project, 'organization.yml', FILE({dev: id('acme-dev'), master: '999999999999'}))
    const shown = await awsup(project, ['import', 'organization', 'organization.yml', ...NEW, '--all', '--dry-run'])
    expect(shown.stdout).toContain(`the name of ${id('acme-dev')} is "Development" in the file, "acme-dev" on AWS.`)
    expect(shown.stdout).toContain('Master is account 999999999999')
    const {code, result} = await importing(project, ['organization.yml', ...NEW, '--all', '--yes'])
    expect(code).toBe(0)
    expect(resultOf({result}).environments).toMatchObject([
      {environment: 'dev', accountId: id('acme-dev'), name: 'acme-dev', role: 'Deployer'},
      {environment: 'prod', accountId: id('acme-prod')},
    ])
    expect(read(project, 'awsup.yaml')).toContain(`account: { id: "${id('acme-dev')}", role: Deployer }`)
    const again = await importing(project, ['organization.yml', '--all', '--yes'])
    expect([again.code, resultOf(again).written]).toEqual([0, false])
  })

  test('of another organization is a conflict, whichever of its accounts is asked for', async () => {
    const project = emptyFolder()
    const {id} = await makeOrganization(project, ['acme-prod'])
    write(project, 'organization.yml', FILE({dev: '123456789012', master: '999999999999'}))
    const {code, error} = await importing(project, ['organization.yml', ...NEW, '--account', id('acme-prod'), '--yes'])
    expect([code, error.code]).toEqual([5, 'NOT_A_MEMBER'])
    expect(error.message).toContain('organization.yml:10: account 123456789012 (DevAccount)')
    expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)
  })

  test('two of its resources for one account, a closed account, an account that it lacks', async () => {
    const project = emptyFolder()
    const {id, sandbox} = await makeOrganization(project, ['acme-dev', 'acme-prod', 'other'])
    write(project, 'organization.yml', FILE({dev: id('acme-prod'), master: '999999999999'}))
    const twice = await importing(project, ['organization.yml', ...NEW, '--all', '--yes'])
    expect([twice.code, twice.error.code]).toEqual([5, 'TWO_NAMES'])
    write(project, 'organization.yml', FILE({dev: id('acme-dev'), master: '999999999999'}))
    const lacks = await importing(project, ['organization.yml', ...NEW, '--account', id('other'), '--yes'])
    expect([lacks.code, lacks.error.message]).toEqual([2, expect.stringContaining('not in the file')])
    sandbox.world((tx) => {
      const found = accounts.get(tx, [id('acme-dev')])
      if (found) accounts.put(tx, [id('acme-dev')], {...found, state: 'CLOSED'})
    })
    const closed = await importing(project, ['organization.yml', ...NEW, '--all', '--yes'])
    expect([closed.code, closed.error.code]).toEqual([5, 'ACCOUNT_CLOSED'])
  })
})

test('on a terminal each account is asked about, with a name that can be changed', async () => {
  const project = emptyFolder()
  const {id} = await makeOrganization(project, ['acme-dev', 'acme-other', 'acme-prod'])
  const terminal = openTerminal(project, ['import', 'organization', '--sandbox'])
  await terminal.see('Name of the project:')
  terminal.enter('acme')
  await terminal.see('Region of the environments:')
  terminal.enter('eu-west-1')
  await terminal.see(`Make ${id('acme-dev')} acme-dev`)
  terminal.enter('y')
  await terminal.see('Name of the environment:')
  terminal.enter()
  await terminal.see(`Make ${id('acme-other')}`)
  terminal.enter('n')
  await terminal.see(`Make ${id('acme-prod')}`)
  terminal.enter('y')
  await terminal.see('Name of the environment:')
  terminal.enter('live')
  await terminal.see('Write awsup.yaml?')
  expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)
  terminal.enter('y')
  expect(await terminal.ended, terminal.shown()).toBe(0)
  expect(terminal.shown()).toContain('awsup.yaml has dev, live now.')
  expect(terminal.shown()).toContain('The same without questions:')
  expect(read(project, 'awsup.yaml')).toContain(
    `live: { region: eu-west-1, account: "${id('acme-prod')}", protected: true }`,
  )
  expect(read(project, 'awsup.yaml')).not.toContain(id('acme-other'))
})
