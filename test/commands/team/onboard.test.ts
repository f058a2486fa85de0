import {readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {isPassword} from '../../../src/sandbox/services/iam/users/passwords.js'
import {accessKeys, loginProfiles, users} from '../../../src/sandbox/services/iam/tables.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import type {UserSecrets} from '../../../src/lib/operations/users/secrets-facts.js'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {killAfter} from '../../_helpers/processes/kill.js'
import {giveDevice, openTeam} from './world.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

const TEAM = `name,environment,role,console,access-key
jane,dev,developer,yes,yes
jane,prod,viewer,,
ben,dev,viewer,no,yes
`

/** A project with this file, and awsup.yaml as it was before. */
function withTeam(text: string | Uint8Array): {readonly project: string; readonly before: string} {
  const project = copy()
  writeFileSync(join(project, 'team.csv'), text)
  return {project, before: read(project, 'awsup.yaml')}
}

/** What people can sign in with, and whether it is what they were given. */
const standing = async (project: string, secrets: readonly UserSecrets[]) =>
  (await sandboxOf(project)).world((tx) => ({
    users: users.list(tx, []).filter(({path}) => path === '/awsup/acme/').length,
    keys: accessKeys.list(tx, []).filter(({userName}) => userName === 'jane' || userName === 'ben').length,
    works: secrets.map(({user, password, secretAccessKey}) => ({
      user,
      password: loginProfiles
        .list(tx, [])
        .some((profile) => profile.userName === user && isPassword(password ?? '', profile.passwordHash)),
      key: accessKeys.list(tx, []).some((key) => key.userName === user && key.secretAccessKey === secretAccessKey),
    })),
  }))

const GIVEN = {
  users: 2,
  keys: 2,
  works: [
    {user: 'jane', password: true, key: true},
    {user: 'ben', password: false, key: true},
  ],
}

const MISTAKES: readonly (readonly [what: string, text: string | Buffer, said: readonly string[]])[] = [
  ['nothing', '', ['team.csv:1:1: the file is empty']],
  ['a header alone', 'name,dev\n\n', ['team.csv:1:1: the file names nobody']],
  ['semicolons', 'name;environment;role\njane;dev;viewer\n', ['team.csv:1:1: the cells are separated by semicolons']],
  ['tabs', 'name\tdev\njane\tviewer\n', ['team.csv:1:1: the cells are separated by tabs']],
  [
    'a line for a spreadsheet',
    'sep=,\nname,dev\njane,viewer\n',
    ['team.csv:1:1: the first line is one for a spreadsheet'],
  ],
  ['UTF-16', Buffer.from('\ufeffname,dev\njane,viewer\n', 'utf16le'), ['team.csv:1:1: the file is UTF-16']],
  [
    'Latin-1, twice',
    Buffer.from('name,dev\nren\u00e9,viewer\nzo\u00eb,viewer\n', 'latin1'),
    ['team.csv:2:4: this character is not UTF-8', 'team.csv:3:3: this character is not UTF-8'],
  ],
  [
    'columns',
    'name,dev,DEV,rol,email,\njane,viewer,viewer,,,\n',
    [
      '1:10: the column "DEV" is there twice',
      '1:14: the column "rol" is unknown. Did you mean "role"?',
      '1:18: the column "email" is unknown',
      '1:24: column 6 has no name',
    ],
  ],
  ['no name', 'person,environment,role\njane,dev,viewer\n', ['the column "person" is unknown', 'no column "name"']],
  ['no role', 'name,environment\njane,dev\n', ['team.csv:1:1: the first line has no column "role"']],
  ['one letter', 'name,dev\nj,viewer\n', ['2:1: name is "j", must have two characters at least']],
  ['roles in two ways', 'name,environment,role,dev\njane,dev,viewer,viewer\n', ['written in two ways']],
  ['nobody', 'name,dev,prod\n,viewer,\njane,,\n', ['2:1: name is empty', '3:1: "jane" has no role']],
  [
    'names',
    `name,dev\nbad name,viewer\n${'a'.repeat(65)},viewer\nno\u200bah,viewer\nn\u00a0x,viewer\nnul\0x,viewer\n=cmd(),viewer\n-x,viewer\n"a,b",viewer\n`,
    [
      '2:1: name is "bad name", must be 1–64',
      '3:1: name is "aaa',
      '4:1: name is "no\\u200bah", with the invisible character U+200B',
      '5:1: ',
      'U+00A0',
      '6:1: ',
      'U+0000',
      '7:1: name is "=cmd()", which a spreadsheet takes for a formula',
      '8:1: ',
      '9:1: name is "a,b"',
    ],
  ],
  [
    'what contradicts itself',
    'name,environment,role,console\nkim,dev,viewer,yes\nkim,dev,admin,no\nKim,prod,viewer,\nkim,prod,viewer,\nkim,prod,viewer,perhaps\n',
    [
      '3:9: "kim" is "admin" in "dev", and "viewer" on line 2',
      '3:15: console is "no", and "yes" on line 2',
      '4:1: name is "Kim", and line 2 has "kim"',
      '6:10: "kim" is "viewer" in "prod" on line 5 already',
      '6:17: console is "perhaps", must be yes or no',
    ],
  ],
  [
    'what awsup.yaml does not have',
    'name,environment,role\nlee,stage,viewer\nlee,dev,develper\nlee,,\n',
    [
      '2:5: environment is "stage", must be one of awsup.yaml. There are: dev, prod.',
      '3:9: role is "develper"',
      'Did you mean "developer"?',
      '4:5: environment is empty',
      '4:6: role is empty',
    ],
  ],
  [
    'quotes and commas, one line each',
    'name,environment,role\n"mia,dev,viewer\nn"o,dev,viewer\n"p"a,dev,viewer\nq,"dev,viewer\nola,dev,viewer,x\nola,dev\n  pia, dev,-\n',
    [
      '2:1: a quote is opened and not closed',
      '3:1: a quote begins in the middle',
      '4:1: there is text behind a closing quote',
      '5:3: a quote is opened',
      '6:16: the line has 4 cells',
      '7:1: the line has 2 cells',
      '8:12: role is "-"',
    ],
  ],
]

describe('mistakes in the file', () => {
  test.each(MISTAKES)('%s: every one is listed with its place, and nothing is done', async (_, text, said) => {
    const {project, before} = withTeam(text)
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()

    const {code, stdout, stderr} = await awsup(project, ['onboard', 'team.csv', '--yes'])

    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    for (const words of said) expect(stderr).toContain(words)
    expect(sandbox.callSummary().total).toBe(0)
    expect(read(project, 'awsup.yaml')).toBe(before)
  })

  test('people who do not fit awsup.yaml are refused: other users, names, roles of other environments', async () => {
    const {project} = withTeam('name,dev\nold,viewer\nJANE,viewer\nkim,auditor\n')
    const roles =
      'roles:\n  auditor: { managedPolicies: ["arn:aws:iam::aws:policy/SecurityAudit"], environments: [prod] }\n'
    const people = 'users:\n  old: { environments: [dev] }\n  jane: { roles: { dev: viewer } }\n'
    const before = `${read(project, 'awsup.yaml')}${roles}${people}`
    write(project, 'awsup.yaml', before)

    const {error, code} = await awsupJson(project, ['onboard', 'team.csv', '--yes'])

    expect({exit: code, code: error.code}).toEqual({exit: 2, code: 'TEAM_FILE'})
    expect(error.details['mistakes']).toMatchObject([
      {line: 2, column: 1, message: expect.stringContaining('"old" is a user of dev') as string},
      {line: 3, column: 1, message: 'name is "JANE", and awsup.yaml has "jane"'},
      {line: 4, column: 5, message: 'role is "auditor", which dev does not have'},
    ])
    expect(read(project, 'awsup.yaml')).toBe(before)
  })
})

test('a file becomes one edit, one plan, one document of secrets; a second run changes nothing and makes no secrets', async () => {
  const {project, before} = withTeam(TEAM)
  const command = ['onboard', 'team.csv', '--yes', '--secrets-file', 'secrets.json']

  const looked = await awsup(project, ['onboard', 'team.csv', '--dry-run'])
  expect(looked).toMatchObject({code: 0})
  expect(looked.stdout).toContain('+  jane: { roles: { dev: developer, prod: viewer } }')
  expect(looked.stdout).toContain('+ iam-user people.user.ben')
  expect(read(project, 'awsup.yaml')).toBe(before)

  const first = await awsup(project, command)
  expect({code: first.code, stderr: first.code === 0 ? '' : first.stderr}).toEqual({code: 0, stderr: ''})
  const secrets = JSON.parse(read(project, 'secrets.json')) as UserSecrets[]
  expect(statSync(join(project, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(await standing(project, secrets)).toEqual(GIVEN)
  expect(read(project, 'awsup.yaml').startsWith(before)).toBe(true)
  // What is sent along has no secret in it.
  expect(first.stdout).toContain('Send to jane')
  expect(first.stdout).toContain('awsup exec dev -- ')
  for (const {password, secretAccessKey = ''} of secrets)
    for (const secret of [password ?? secretAccessKey, secretAccessKey]) expect(first.stdout).not.toContain(secret)

  const [after, sandbox] = [read(project, 'awsup.yaml'), await sandboxOf(project)]
  sandbox.resetCalls()
  const second = await awsup(project, command)
  expect(second).toMatchObject({code: 0})
  expect(second.stdout).toContain('Everybody in team.csv already exists with these roles: nothing to do.')
  expect(sandbox.callSummary().mutating).toBe(0)
  expect(read(project, 'awsup.yaml')).toBe(after)
  expect(JSON.parse(read(project, 'secrets.json'))).toEqual(secrets)
})

test('people and roles that the file does not have stay, and are named; a changed role takes the place of the old', async () => {
  const {project} = withTeam('name,dev,prod\njane,viewer,\nkim,,developer\n')
  const written =
    'users: # our people\n  jane: { roles: { dev: developer, prod: viewer } } # founder\n  ola: { roles: { dev: viewer } }\n'
  const before = read(project, 'awsup.yaml')
  write(project, 'awsup.yaml', before + written)

  const {code, stdout} = await awsup(project, ['onboard', 'team.csv', '--yes'])

  expect(code).toBe(0)
  expect(stdout).toContain('Not in team.csv, left as they are: ola.')
  expect(stdout).toContain('Roles that team.csv does not have, left as they are: jane (viewer in prod).')
  expect(stdout).toContain('No password and no access key was asked for: jane, kim.')
  expect(read(project, 'awsup.yaml')).toBe(
    `${before}users: # our people\n  jane: { roles: { prod: viewer, dev: viewer } } # founder\n  ola: { roles: { dev: viewer } }\n  kim: { roles: { prod: developer } }\n`,
  )
})

test.each(['CreateUser', 'CreateLoginProfile', 'CreateAccessKey'])(
  'a run that is killed after %s is continued by the same command: all secrets work, there are no others',
  {timeout: 120_000},
  async (operation) => {
    const {project} = withTeam(TEAM)
    const command = ['onboard', 'team.csv', '--yes', '--secrets-file', 'secrets.json']
    await killAfter(project, command, `iam:${operation}`)

    const {code, stderr} = await awsup(project, command)

    expect({code, stderr: code === 0 ? '' : stderr}).toEqual({code: 0, stderr: ''})
    expect(await standing(project, JSON.parse(read(project, 'secrets.json')) as UserSecrets[])).toEqual(GIVEN)
    expect((await awsup(project, command)).stdout).toContain('nothing to do')
  },
)

test('awsup apply between a killed run and the next loses no secret: who was never given one still gets it', async () => {
  const {project} = withTeam(TEAM)
  await killAfter(project, ['onboard', 'team.csv', '--yes'], 'iam:CreateUser')
  expect(await awsup(project, ['apply', '--yes'])).toMatchObject({code: 0})

  const {result} = await awsupJson(project, ['onboard', 'team.csv', '--yes'])

  expect(await standing(project, result['secrets'] as unknown as UserSecrets[])).toEqual(GIVEN)
})

test('who is in the file with a key of their own works in dev, by that key and a code alone', async () => {
  const manifest = `version: 1
project: acme
organization: { email: "aws+{env}@acme.dev" }
environments:
  dev: { region: eu-west-1 }
  prod: { region: eu-west-1, protected: true }
`
  const {founder, as, sandbox, project} = await openTeam(manifest)
  await founder(['apply', '--yes'])
  writeFileSync(join(project, 'team.csv'), TEAM)
  await founder(['onboard', 'team.csv', '--yes', '--secrets-file', 'secrets.json'])
  const [jane] = JSON.parse(readFileSync(join(project, 'secrets.json'), 'utf8')) as [UserSecrets]
  const device = await giveDevice(sandbox, 'jane')
  const {accessKeyId = '', secretAccessKey = ''} = jane
  const shell = as({accessKeyId, secretAccessKey})

  const {stderr} = await shell(['exec', 'dev', '--mfa-code', await device.next(), '--', process.execPath, '--version'])

  expect(stderr).toContain('as developer')
  writeFileSync(join(project, 'team.csv'), 'name,dev\njane,admin\n')
  const before = readFileSync(join(project, 'awsup.yaml'), 'utf8')
  const refused = await shell(['onboard', 'team.csv', '--yes'], 3)
  expect(refused.stderr).toContain('are changed by an administrator of the organization alone')
  expect(parseManifest(readFileSync(join(project, 'awsup.yaml'), 'utf8'))).toEqual(parseManifest(before))
})
