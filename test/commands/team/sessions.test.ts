import {expect, test} from 'vitest'
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
