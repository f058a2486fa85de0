import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {awsupJson, emptyFolder} from '../../_helpers/cli.js'
import {giveDevice, openTeam, type Device, type Team} from './world.js'

const MANIFEST = `
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev" }
environments:
  dev: { region: eu-west-1 }
`

let team: Team
let device: Device
let jane: ReturnType<Team['as']>
let close: () => Promise<void>

/** One organization for all: a founder, and jane, who is a developer in dev. */
beforeAll(async () => {
  team = await openTeam(MANIFEST, (work) => (close = work))
  await team.founder(['apply', '--yes'])
  const made = await team.founder.json(['user', 'create', 'jane', '--role', 'dev=developer', '--access-key'])
  const [key] = made['secrets'] as unknown as [{accessKeyId: string; secretAccessKey: string}]
  device = await giveDevice(team.sandbox, 'jane')
  jane = team.as(key)
})
afterAll(() => close())

test('a developer applies what is hers, and no plan of hers changes a role, a boundary or a person', async () => {
  const {project, write} = team
  const manifest = readFileSync(join(project, 'awsup.yaml'), 'utf8')
  write(manifest.replace('dev: developer', 'dev: admin'))
  const refused = await jane(['apply', '--yes', '--env', 'dev', '--mfa-code', await device.next()], 3)
  expect(refused.stderr).toContain('jane cannot assume acme-dev-admin')
  write(`${manifest}roles: { developer: { sessionDuration: 12h } }\n`)
  const wider = await jane(['apply', '--yes', '--env', 'dev', '--mfa-code', await device.next()], 3)
  expect(wider.stderr).toContain('dev.team.developer is changed by an administrator')
  write(manifest.replace('region: eu-west-1', 'region: eu-west-1, auth: {groups: {staff: {}}}'))
  const added = await jane(['apply', '--yes', '--env', 'dev', '--mfa-code', await device.next()])
  expect(added.stdout).toContain('1 created')
  write(manifest)
  await jane(['apply', '--yes', '--env', 'dev', '--mfa-code', await device.next()])
})

test('a code that was used, a code that is none, and no device at all are told apart before anything is done', async () => {
  const {founder, as} = team
  const code = await device.next()
  const key = {
    accessKeyId: jane.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: jane.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  }
  await as(key)(['login', '--mfa-code', code])
  const elsewhere = as(key)
  expect((await elsewhere(['login', '--mfa-code', code], 3)).stderr).toContain('did not accept the MFA code')
  expect((await elsewhere(['login', '--mfa-code', '12345'], 2)).stderr).toContain('six digits')
  const made = await founder.json(['user', 'create', 'joe', '--role', 'dev=viewer', '--access-key'])
  const [joes] = made['secrets'] as unknown as [{accessKeyId: string; secretAccessKey: string}]
  expect((await as(joes)(['credentials', 'dev', '--mfa-code', '123456'], 3)).stderr).toContain('no MFA device')
})

test('a session longer than the role allows, and a time that is none, are refused before any call', async () => {
  expect((await jane(['credentials', 'dev', '--duration', '5h'], 2)).stderr).toContain('4 h at most')
  expect((await jane(['credentials', 'dev', '--duration', '5m'], 2)).stderr).toContain('must be 15m to 12h')
  const long = JSON.parse(
    (await jane(['credentials', 'dev', '--duration', '4h', '--mfa-code', await device.next()])).stdout,
  ) as {Expiration: string}
  expect(Date.parse(long.Expiration) - Date.now()).toBeGreaterThan(3.9 * 3_600_000)
})

test('who leaves awsup.yaml loses the user when it is named, and the roles that nobody has any more', async () => {
  const {founder, project} = team
  await founder(['user', 'delete', 'jane', '--confirm', 'jane'])
  expect(readFileSync(join(project, 'awsup.yaml'), 'utf8')).not.toContain('jane')
  expect((await founder(['plan'])).stdout).not.toContain('jane')
})

test('roles are taken from one manifest to the next by user create, one role in each environment', async () => {
  const folder = emptyFolder()
  const file = join(folder, 'awsup.yaml')
  writeFileSync(file, `${MANIFEST}target: sandbox\n`)
  await awsupJson(folder, ['apply', '--yes'])
  await awsupJson(folder, ['user', 'create', 'jane', '--role', 'dev=viewer'])
  const again = await awsupJson(folder, ['user', 'create', 'jane', '--role', 'dev=developer'])
  expect(again.ok).toBe(true)
  expect(readFileSync(file, 'utf8')).toContain('jane: { roles: { dev: developer } }')
  const mixed = await awsupJson(folder, ['user', 'create', 'jane', '--env', 'dev'])
  expect([mixed.ok, mixed.error.code]).toEqual([false, 'USER_EXISTS'])
  const plan = await awsupJson(folder, ['plan', '--check'])
  expect([plan.code, plan.stdout]).toEqual([10, expect.stringContaining('dev.team.viewer')])
})
