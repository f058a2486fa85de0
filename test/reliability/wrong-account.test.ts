import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {onTestFinished, expect, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../src/sandbox/sandbox.js'
import {serve} from '../../src/sandbox/server/server.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, sandboxOf} from '../_helpers/cli.js'
import {idOnRecord, textsOf} from '../_helpers/worlds/project-world.js'
import {cases, tally} from '../_helpers/proofs/soak.js'

const template = await makeTemplate()

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

const WRITING: readonly (readonly string[])[] = [
  ['org', 'init', '--yes'],
  ['apply', '--yes'],
  ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev'],
  ['user', 'create', 'al', '--env', 'dev', '--access-key'],
  ['user', 'create', 'bob@acme.dev', '--pool', '--env', 'dev', '--suppress-invite'],
  ['exec', 'dev', '--', 'true'],
]

/** A project on AWS, another organization, and a shell with a profile for each account: acme (right), other, dev, prod. */
async function openTwoOrganizations() {
  const made = template()
  const [acme, other] = [await sandboxOf(made), await openSandbox()]
  const [here, there] = [await openPort(acme), await openPort(other)]
  const folder = projectOnAws(made)
  const [dev, prod] = [await sessionIn(made, 'dev'), await sessionIn(made, 'prod')]
  const config = join(emptyFolder(), 'config')
  writeFileSync(
    config,
    [
      profile('acme', acme.credentials('admin'), here),
      profile('other', other.credentials('admin'), there),
      profile('dev', dev, here),
      profile('prod', prod, here),
    ].join('\n'),
  )
  const env = {AWS_CONFIG_FILE: config, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'us-east-1', AWSUP_TARGET: 'aws'}
  return {acme, other, folder, env, dev, made, endpoints: {acme: here, dev: here, prod: here, other: there}}
}

async function openPort(sandbox: Sandbox): Promise<string> {
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  return server.endpoint
}

const profile = (name: string, keys: Keys, endpoint: string): string =>
  [
    `[profile ${name}]`,
    `endpoint_url = ${endpoint}`,
    `aws_access_key_id = ${keys.accessKeyId}`,
    `aws_secret_access_key = ${keys.secretAccessKey}`,
    ...(keys.sessionToken === undefined ? [] : [`aws_session_token = ${keys.sessionToken}`]),
    '',
  ].join('\n')

/** The same project as one whose records are those of AWS. */
function projectOnAws(made: string): string {
  const folder = emptyFolder()
  const manifest = readFileSync(join(made, 'awsup.yaml'), 'utf8').replace(/target: .*\n/, '')
  writeFileSync(join(folder, 'awsup.yaml'), manifest)
  mkdirSync(join(folder, '.awsup', 'aws'), {recursive: true})
  for (const name of ['organization.json', 'environments']) {
    cpSync(join(made, '.awsup', 'sandbox', name), join(folder, '.awsup', 'aws', name), {recursive: true})
  }
  return folder
}

async function sessionIn(made: string, environment: string): Promise<Keys> {
  const {stdout} = await awsup(made, ['credentials', environment])
  const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = JSON.parse(stdout) as Record<string, string>
  return {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken}
}

const inShell = ({accessKeyId, secretAccessKey, sessionToken}: Keys): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken === undefined ? {} : {AWS_SESSION_TOKEN: sessionToken}),
})

test(
  '7a: the profile of another account, however it is chosen and whatever keys lie beside it: 0 writes',
  {timeout: 1_800_000},
  async () => {
    const {acme, other, folder, env: bare, endpoints} = await openTwoOrganizations()
    const right = inShell(acme.credentials('admin'))
    const ways = (['other', 'dev', 'prod'] as const).flatMap((wrong) => {
      // The SDK reads endpoint_url of AWS_PROFILE's profile only, whatever profile it is given.
      const env = {...bare, AWS_ENDPOINT_URL: endpoints[wrong]}
      return [
        {wrong, how: '--profile', args: ['--profile', wrong], env},
        {wrong, how: 'AWS_PROFILE', args: [], env: {...env, AWS_PROFILE: wrong}},
        {wrong, how: 'AWS_PROFILE beside the right keys', args: [], env: {...env, ...right, AWS_PROFILE: wrong}},
      ]
    })
    const every = WRITING.flatMap((command) => ways.map((way) => ({...way, command})))
    const some = every.filter((_, index) => index % cases(5, 1) === 0)
    const mutating = [acme.callSummary().mutating, other.callSummary().mutating]
    const before = textsOf(folder)
    await tally('7a (profile of another account)', some, async ({wrong, how, args, env: shell, command}) => {
      const dashes = command.includes('--') ? command.indexOf('--') : command.length
      const line = [...command.slice(0, dashes), ...args, ...command.slice(dashes)]
      const refused = await awsupJson(folder, line, {env: shell})
      expect(refused.error, `${line.join(' ')} (${how} ${wrong})`).toMatchObject({code: 'WRONG_ACCOUNT', exitCode: 5})
      expect([acme.callSummary().mutating, other.callSummary().mutating]).toEqual(mutating)
      expect(textsOf(folder)).toEqual(before)
    })
  },
)

test(
  '7b: stale keys in the shell beside the right profile: the profile counts, and nothing is asked with the keys',
  {timeout: 300_000},
  async () => {
    const {acme, other, folder, env, dev} = await openTwoOrganizations()
    const mutating = acme.callSummary().mutating
    await tally(
      '7b (stale AWS_ACCESS_KEY_ID beside AWS_PROFILE)',
      [inShell(other.credentials('admin')), inShell(dev)],
      async (stale) => {
        const run = await awsupJson(folder, ['apply', '--yes'], {env: {...env, ...stale, AWS_PROFILE: 'acme'}})
        expect(run.code, run.stdout).toBe(0)
        expect(run.stdout).toContain('AWS_ACCESS_KEY_ID is set in addition to the profile acme')
        expect(other.callSummary().total).toBe(0)
        expect(acme.callSummary().mutating).toBe(mutating)
      },
    )
  },
)

test("7c: records that name prod's account for dev, and dev's for prod: 0 writes", {timeout: 300_000}, async () => {
  const {acme, folder, env, made} = await openTwoOrganizations()
  const [dev, prod] = [idOnRecord(made, 'dev', 'account'), idOnRecord(made, 'prod', 'account')]
  const swapped: Readonly<Record<string, string>> = {[dev]: prod, [prod]: dev}
  for (const name of ['dev', 'prod']) {
    const path = join(folder, '.awsup', 'aws', 'environments', `${name}.json`)
    const text = readFileSync(path, 'utf8')
    writeFileSync(
      path,
      text.replaceAll(new RegExp(`${dev}|${prod}`, 'g'), (id) => swapped[id] ?? id),
    )
  }
  const writes = (): number => acme.calls().filter(({mutating, error}) => mutating && error === undefined).length
  const mutating = writes()
  const before = textsOf(folder)
  await tally('7c (accounts of dev and prod swapped on record)', WRITING, async (command) => {
    const refused = await awsupJson(folder, command, {env: {...env, AWS_PROFILE: 'acme'}})
    expect(writes(), command.join(' ')).toBe(mutating)
    expect(refused.error.exitCode, command.join(' ')).toBe(5)
    expect(textsOf(folder)).toEqual(before)
  })
})
