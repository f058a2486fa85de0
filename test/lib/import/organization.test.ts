import {execFileSync} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {UsageError} from '../../../src/lib/base/errors.js'
import {readOrgFormation} from '../../../src/lib/import/org-formation.js'
import {environmentName} from '../../../src/lib/manifest/rules/names.js'
import {environmentNameFrom, freeName} from '../../../src/lib/operations/import/organization/names.js'
import {readOrganizationFile} from '../../../src/lib/operations/import/organization/source.js'
import {emptyFolder, write} from '../../_helpers/cli.js'

const FILE = 'organization.yml'
const DEV = '123456789012'
const PROD = '210987654321'

interface Row {
  readonly shape: string
  readonly text: string
  readonly accounts: readonly object[]
  readonly masters?: readonly object[]
}

const rows: readonly Row[] = [
  {
    shape: 'accounts with policies, units and tags beside them',
    text: `
AWSTemplateFormatVersion: '2010-09-09-OC'
Organization:
  Root: { Type: OC::ORG::MasterAccount, Properties: { AccountName: Main, AccountId: '${PROD}' } }
  Other: { Type: OC::ORG::MasterAccount, Properties: { AccountName: Main, AccountId: !Ref Elsewhere } }
  DevAccount:
    Type: OC::ORG::Account
    Properties:
      RootEmail: dev@acme.dev
      AccountName: Acme Dev
      AccountId: '${DEV}'
      Alias: acme-dev
      ServiceControlPolicies: !Ref Policy
      PasswordPolicy: !Ref Passwords
      Tags: { owner: me@acme.dev }
  DevUnit:
    Type: OC::ORG::OrganizationalUnit
    Properties: { OrganizationalUnitName: dev, Accounts: [!Ref DevAccount] }
  Policy: { Type: OC::ORG::ServiceControlPolicy, Properties: { PolicyDocument: { Statement: [!Sub '\${x}'] } } }
  Later: { Type: OC::ORG::Something, Properties: !GetAtt Nothing.At.All }
`,
    accounts: [{logicalId: 'DevAccount', accountId: DEV, name: 'Acme Dev', email: 'dev@acme.dev', alias: 'acme-dev'}],
    masters: [
      {logicalId: 'Root', accountId: PROD},
      {logicalId: 'Other', accountId: undefined},
    ],
  },
  {
    shape: 'an id that is missing: the address is what counts',
    text: `Organization:
  Dev: { Type: OC::ORG::Account, Properties: { RootEmail: dev@acme.dev, AccountName: Dev } }`,
    accounts: [{logicalId: 'Dev', accountId: undefined, email: 'dev@acme.dev', from: 'organization.yml:2'}],
  },
  {
    shape: 'anchors, aliases and merges',
    text: `
x-shared: &shared { OrganizationAccessRoleName: &role Deployer, Alias: ~ }
Organization:
  One: { Type: &type OC::ORG::Account, Properties: { <<: *shared, AccountId: '${DEV}' } }
  Two: { Type: *type, Properties: { <<: [*shared, { AccountName: Two }], AccountId: '${PROD}', OrganizationAccessRoleName: Own } }
  Three: { Type: *type, Properties: { RootEmail: three@acme.dev, OrganizationAccessRoleName: *role } }
`,
    accounts: [
      {accountId: DEV, role: 'Deployer', alias: undefined},
      {accountId: PROD, role: 'Own', name: 'Two'},
      {email: 'three@acme.dev', role: 'Deployer'},
    ],
  },
  {
    shape: 'JSON, with the long form of functions',
    text: JSON.stringify({
      Parameters: {domain: {Type: 'String', Default: 'acme.dev'}, dev: {Type: 'String', Default: DEV}},
      Organization: {
        Dev: {Type: 'OC::ORG::Account', Properties: {AccountId: {Ref: 'dev'}, AccountName: 'Dev'}},
        Prod: {Type: 'OC::ORG::Account', Properties: {RootEmail: {'Fn::Sub': 'prod@${domain}'}}},
        Same: {
          Type: 'OC::ORG::Account',
          Properties: {AccountId: PROD, AccountName: {'Fn::GetAtt': ['Dev', 'AccountName']}},
        },
      },
    }),
    accounts: [
      {accountId: DEV, name: 'Dev'},
      {accountId: undefined, email: 'prod@acme.dev'},
      {accountId: PROD, name: 'Dev'},
    ],
  },
  {
    shape: 'JSON indented with tabs, flows with references in them',
    text: `{\n\t"Organization": {\n\t\t"Dev": {\n\t\t\t"Type": "OC::ORG::Account",\n\t\t\t"Properties": {"AccountId": "${DEV}"}\n\t\t}\n\t}\n}\n`,
    accounts: [{logicalId: 'Dev', accountId: DEV}],
  },
  {
    shape: 'references within the file',
    text: `
Parameters: { domain: { Type: String, Default: acme.dev } }
Organization:
  Dev:
    Type: OC::ORG::Account
    Properties: { RootEmail: !Sub 'dev@\${domain}', AccountName: !Sub '\${Prod.AccountName} too', Alias: !GetAtt Prod.Tags.alias }
  Prod: { Type: OC::ORG::Account, Properties: { AccountId: '${PROD}', AccountName: Prod, Tags: { alias: prod } } }
`,
    accounts: [{email: 'dev@acme.dev', name: 'Prod too', alias: 'prod'}, {accountId: PROD}],
  },
  {
    shape: 'references that lead out of the file, where only a name hangs on them',
    text: `
Organization:
  Dev:
    Type: OC::ORG::Account
    Properties: { AccountId: '${DEV}', AccountName: !Ref Elsewhere, RootEmail: !Cmd "touch ran", Alias: !Sub '\${No.Such}' }
`,
    accounts: [{accountId: DEV, name: undefined, email: undefined, alias: undefined}],
  },
  {
    shape: 'several management accounts, none of which is an account to take',
    text: `
Organization:
  A: { Type: OC::ORG::MasterAccount, Properties: { AccountId: '${DEV}', AccountName: A } }
  B: { Type: OC::ORG::MasterAccount, Properties: { AccountId: '${PROD}', AccountName: B } }
  Dev: { Type: OC::ORG::Account, Properties: { RootEmail: dev@acme.dev } }
`,
    accounts: [{logicalId: 'Dev'}],
    masters: [{accountId: DEV}, {accountId: PROD}],
  },
  {
    shape: 'the role of the whole organization, and of one account',
    text: `
Organization:
  Root:
    Type: OC::ORG::OrganizationRoot
    Properties: { DefaultOrganizationAccessRoleName: OrganizationAccountAccessRole, DefaultBuildAccessRoleName: Builder }
  One: { Type: OC::ORG::Account, Properties: { AccountId: '${DEV}' } }
  Two: { Type: OC::ORG::Account, Properties: { AccountId: '${PROD}', OrganizationAccessRoleName: OrganizationAccountAccessRole } }
`,
    accounts: [{role: 'Builder'}, {role: undefined}],
  },
  {
    shape: 'ids without quotes keep their zeros; line ends of Windows, a byte order mark',
    text: '\uFEFFOrganization:\r\n  Dev:\r\n    Type: OC::ORG::Account\r\n    Properties:\r\n      AccountId: 012345678901\r\n',
    accounts: [{accountId: '012345678901'}],
  },
]

test.each(rows)('a file of org-formation tells its accounts: $shape', ({text, accounts, masters = []}) => {
  const found = readOrgFormation(FILE, text)
  expect(found.accounts).toMatchObject(accounts)
  expect(found.accounts).toHaveLength(accounts.length)
  expect(found.masters).toMatchObject(masters)
  expect(found.masters).toHaveLength(masters.length)
})

const account = (properties: string): string =>
  `Organization:\n  Dev:\n    Type: OC::ORG::Account\n    Properties:\n      ${properties}\n`

const refused: readonly (readonly [why: string, text: string, message: string])[] = [
  [
    'a reference for the id',
    account('AccountId: !Ref Other'),
    '5:23: Organization.Dev.Properties.AccountId is !Ref Other',
  ],
  ['a circle', account('RootEmail: !GetAtt Dev.RootEmail'), '5:26: Organization.Dev.Properties.RootEmail is !GetAtt'],
  [
    'an import for the role',
    account(`{AccountId: '${DEV}', OrganizationAccessRoleName: !ImportValue x}`),
    'is !ImportValue x',
  ],
  [
    'a tag that would run code',
    account('AccountId: !!js/function "process.exit(9)"'),
    'AccountId is tag:yaml.org,2002:js/function',
  ],
  ['no id', account('AccountId: xxxxxxxxxxxx'), '5:18: Organization.Dev.Properties.AccountId is "xxxxxxxxxxxx"'],
  ['no role', account(`{AccountId: '${DEV}', OrganizationAccessRoleName: 'a b'}`), 'must be the name of a role'],
  ['neither id nor address', account('AccountName: Dev'), '3:5: Organization.Dev has neither AccountId nor RootEmail'],
  ['no YAML', 'Organization:\n  Dev: [1\n', 'is not valid YAML'],
  ['an alias of nothing', 'Organization:\n  Dev: *nothing\n', '2:8: is not valid YAML: the alias *nothing'],
  ['a key twice', 'Organization:\n  Dev: {}\n  Dev: {}\n', '3:3: is not valid YAML: the key Dev appears twice'],
  [
    'another file to include',
    'Organization: !Include ./organization.yml\n',
    '1:24: Organization is !Include ./organization.yml',
  ],
  ['no section', 'Resources: {}\n', 'it has no section Organization'],
  ['nothing', '', 'it has no section Organization'],
  ['brackets without end', `Organization: ${'['.repeat(100_000)}`, 'is nested too deeply'],
]

test.each(refused)('is refused with its place: %s', (_why, text, message) => {
  expect(() => readOrgFormation(FILE, text)).toThrow(UsageError)
  expect(() => readOrgFormation(FILE, text)).toThrow(message)
  expect(() => readOrgFormation(FILE, text)).toThrow(/^organization\.yml:\d+:\d+: /)
})

describe('a file that is made to be slow', () => {
  const many = (count: number, make: (index: number) => string): string =>
    Array.from({length: count}, (_, i) => make(i)).join('')
  test.each([
    [
      'merges in circles',
      `x: &a\n  <<: [${many(200, () => '*a, ')}*a]\nOrganization:\n  Dev: { <<: *a, Type: OC::ORG::Account, Properties: { AccountId: '${DEV}' } }\n`,
    ],
    [
      'an alias for each of many accounts',
      `x: &a { Type: OC::ORG::Account, Properties: { AccountId: '${DEV}' } }\nOrganization:\n${many(40_000, (i) => `  A${i}: *a\n`)}`,
    ],
    [
      'references that double at every step',
      `Organization:\n  A0: { Type: x, Properties: { AccountName: a } }\n${many(30, (i) => `  A${i + 1}: { Type: x, Properties: { AccountName: !Sub '\${A${i}.AccountName}\${A${i}.AccountName}' } }\n`)}  Dev: { Type: OC::ORG::Account, Properties: { AccountId: '${DEV}', AccountName: !GetAtt A30.AccountName } }\n`,
    ],
  ])('is read all the same: %s', (_why, text) => {
    expect(readOrgFormation(FILE, text).accounts[0]).toMatchObject({accountId: DEV})
  })
})

describe('what is no file to read', () => {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'folder.yml'))
  execFileSync('mkfifo', [join(folder, 'pipe.yml')])
  write(folder, 'large.yml', `Organization: {}\n${'#'.repeat(1024 * 1024)}`)
  write(folder, 'none.yml', 'Organization: { A: { Type: OC::ORG::OrganizationalUnit } }\n')
  test.each([
    ['folder.yml', 'is a folder'],
    ['pipe.yml', 'is a named pipe'],
    ['large.yml', 'is too large'],
    ['none.yml', 'has no account'],
    ['missing.yml', 'there is no'],
  ])('%s is refused', (name, message) => {
    expect(() => readOrganizationFile(join(folder, name))).toThrow(message)
  })
})

describe('a name from what an account is called', () => {
  test.each([
    ['acme-dev', 'dev'],
    ['Acme Dev', 'dev'],
    ['DevAccount', 'dev'],
    ['SharedServicesAccount', 'shared-services'],
    ['acme', 'acme'],
    ['Prod (EU)', 'prod-eu'],
    ['2024 Sandbox', 'sandbox'],
    ['Développement', 'developpement'],
    ['account', 'account'],
    ['unit', undefined],
    ['42', undefined],
    ['', undefined],
  ])('%s → %s', (text, name) => {
    expect(environmentNameFrom(text, 'acme')).toBe(name)
  })

  test('is always one that awsup.yaml takes, and never one that is taken', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string({maxLength: 3})), (texts, more) => {
        const taken = new Set<string>()
        for (const text of [...texts, ...more, ...more]) {
          const name = freeName([text], {project: 'acme', isTaken: (one) => taken.has(one)})
          expect(environmentName(name)).toBeUndefined()
          expect(taken).not.toContain(name)
          taken.add(name)
        }
      }),
    )
  })
})
