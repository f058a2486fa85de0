import {GetSessionTokenCommand, STSClient} from '@aws-sdk/client-sts'
import {expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {giveDevice, openTeam} from './world.js'

const MANIFEST = `
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev" }
environments:
  dev: { region: eu-west-1 }
  prod: { region: eu-west-1, protected: true }
`

/** Prints who the child acts as. */
const WHO = ['--', process.execPath, '-e', 'console.log(process.env.AWS_SESSION_TOKEN ? "session" : "none")']

test('a colleague with an access key and an authenticator app works in dev as developer, in prod as viewer', async () => {
  const {founder, as, sandbox} = await openTeam(MANIFEST)
  await founder(['apply', '--yes'])
  const made = await founder.json([
    ...['user', 'create', 'jane', '--role', 'dev=developer', '--role', 'prod=viewer', '--access-key'],
  ])
  const [{accessKeyId, secretAccessKey}] = made['secrets'] as unknown as [
    {accessKeyId: string; secretAccessKey: string},
  ]
  const device = await giveDevice(sandbox, 'jane')
  const jane = as({accessKeyId, secretAccessKey})

  const needed = await jane(['exec', 'dev', ...WHO], 3)
  expect(needed.stderr).toContain('awsup login')
  const login = await jane(['login', '--mfa-code', await device.next()])
  expect(login.stdout).toMatch(/roles +dev: developer, prod: viewer/)
  const dev = await jane(['exec', 'dev', ...WHO])
  expect(dev.stdout).toBe('session\n')
  expect(dev.stderr).toContain('as developer')
  const prod = await jane(['exec', 'prod', ...WHO])
  expect(prod.stderr).toContain('as viewer')
  const refused = await jane(['exec', 'dev', '--role', 'admin', ...WHO], 3)
  expect(refused.stderr).toContain('jane cannot assume admin in dev')
  expect((await jane(['plan', '--env', 'dev', '--check'])).stdout).toContain('Nothing to do')
  await jane(['logout'])
  await jane(['exec', 'dev', ...WHO], 3)
})

test('in a shell of the own environment awsup works with the role of that shell, there and nowhere else', async () => {
  const {founder, as, sandbox} = await openTeam(MANIFEST)
  await founder(['apply', '--yes'])
  const made = await founder.json(['user', 'create', 'jane', '--role', 'dev=developer', '--access-key'])
  const [key] = made['secrets'] as unknown as [{accessKeyId: string; secretAccessKey: string}]
  const device = await giveDevice(sandbox, 'jane')
  const jane = as(key)
  const asJane = await jane(['whoami'])
  expect(asJane.stdout).toMatch(/user +jane/)
  expect(asJane.stdout).toMatch(/roles +dev: developer/)

  const credentials = JSON.parse((await jane(['credentials', 'dev', '--mfa-code', await device.next()])).stdout) as {
    AccessKeyId: string
    SecretAccessKey: string
    SessionToken: string
  }
  const inside = as({
    accessKeyId: credentials.AccessKeyId,
    secretAccessKey: credentials.SecretAccessKey,
    sessionToken: credentials.SessionToken,
  })
  expect((await inside(['plan', '--env', 'dev'])).stdout).toContain('Nothing to do')
  await inside(['drift', '--check', '--env', 'dev'])
  await inside(['user', 'create', 'ann@example.com', '--pool', '--env', 'dev', '--suppress-invite'])
  expect((await inside(['plan', '--env', 'prod'], 3)).stderr).toContain('has no role in prod')
  expect((await inside(['credentials', 'prod'], 3)).stderr).toContain('developer in dev')
})

/** What was applied, and jane, who is a developer in dev and a viewer in prod, with her authenticator app. */
async function openWithJane() {
  const team = await openTeam(MANIFEST)
  await team.founder(['apply', '--yes'])
  const made = await team.founder.json([
    ...['user', 'create', 'jane', '--role', 'dev=developer', '--role', 'prod=viewer', '--access-key'],
  ])
  const [key] = made['secrets'] as unknown as [{accessKeyId: string; secretAccessKey: string}]
  return {...team, key, device: await giveDevice(team.sandbox, 'jane'), jane: team.as(key)}
}

test('a session is as long as it was asked for, or nobody gets one', async () => {
  const {founder, as, sandbox, write, key, device, jane} = await openWithJane()
  const minutesOf = async (run: typeof jane, args: readonly string[]) => {
    const {Expiration} = JSON.parse((await run(['credentials', 'dev', ...args])).stdout) as {Expiration: string}
    return Math.round((Date.parse(Expiration) - Date.now()) / 60_000)
  }
  expect(await minutesOf(founder, ['--duration', '15m'])).toBe(15)
  expect(await minutesOf(founder, ['--role', 'developer', '--duration', '15m'])).toBe(15)
  const tooLong = await founder(['credentials', 'dev', '--duration', '100m'], 2)
  expect(tooLong.stderr).toContain('AWS gives no session of OrganizationAccountAccessRole in account')
  expect(tooLong.stderr).toContain('for 100 min\n')
  expect((await founder(['credentials', 'dev', '--role', 'viewer'], 2)).stderr).toContain(
    'dev has no role viewer: awsup.yaml gives it to nobody there',
  )

  // Who is signed in already needs another code for a long one, and no second login.
  await jane(['login', '--mfa-code', await device.next()])
  const needed = await jane(['credentials', 'dev', '--duration', '4h'], 3)
  expect(needed.stderr).toContain('A session of more than an hour takes a code of its own')
  expect((await jane(['credentials', 'dev', '--duration', '250m'], 2)).stderr).toContain(
    'a session of developer lasts 4 h at most, not 250 min',
  )
  write(
    `${MANIFEST}users: { jane: { roles: { dev: developer, prod: viewer } } }\nroles: { viewer: { sessionDuration: 8h } }\n`,
  )
  expect(
    (await jane(['credentials', 'prod', '--duration', '6h', '--mfa-code', await device.next()], 2)).stderr,
  ).toContain('of acme-prod-viewer in account')

  const {AccessKeyId, SecretAccessKey, SessionToken} = JSON.parse(
    (await jane(['credentials', 'dev'])).stdout,
  ) as Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string>
  const inside = as({accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken})
  expect((await inside(['credentials', 'dev', '--duration', '15m'], 2)).stderr).toContain(
    'these credentials are a session of developer in dev already',
  )
  const open = await new STSClient({
    ...{region: 'us-east-1', requestHandler: requestHandlerFor(sandbox), credentials: key},
  }).send(new GetSessionTokenCommand({SerialNumber: device.serial, TokenCode: await device.next()}))
  const {Credentials: session} = open
  const signedIn = as({
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  })
  expect(await minutesOf(signedIn, [])).toBe(60)
  expect((await signedIn(['credentials', 'dev', '--duration', '4h'], 2)).stderr).toContain(
    'a role that is assumed from a session lasts an hour at most',
  )
})

test('who cannot be let in is told why before a code is used', async () => {
  const {as, sandbox, write, key, device, jane} = await openWithJane()
  const sts = new STSClient({region: 'us-east-1', requestHandler: requestHandlerFor(sandbox), credentials: key})
  const {Credentials: open} = await sts.send(new GetSessionTokenCommand({}))
  const session = as({
    accessKeyId: open?.AccessKeyId ?? '',
    secretAccessKey: open?.SecretAccessKey ?? '',
    sessionToken: open?.SessionToken ?? '',
  })

  expect((await session(['exec', 'dev', ...WHO], 3)).stderr).toContain('it was opened without an MFA code')
  expect((await session(['login', '--mfa-code', '123456'], 3)).stderr).toContain(
    'your credentials are a session already',
  )
  const code = await device.next()
  write(MANIFEST)
  expect((await jane(['login', '--mfa-code', code], 3)).stderr).toContain('jane has no roles in awsup.yaml')
  write(`${MANIFEST}users: { jane: { roles: { dev: developer, prod: viewer } } }\n`)
  await jane(['login', '--mfa-code', code])

  // What is beyond a person's own environments is named, and does not hide what is within.
  expect((await jane(['plan'], 3)).stderr).toContain('name the environments in which it is enough: --env')
  expect((await jane(['user', 'list'], 3)).stderr).toMatch(/this needs account \d{12}, and jane has no role there/)
  expect((await jane(['env', 'doctor', 'dev'], 10)).stdout).not.toMatch(/account \d{12}/)
  expect((await jane(['logout'])).stdout).toMatch(/^Forgot the session that an MFA code opened: valid until \S+Z\.$/m)
})
