import {PutRolePolicyCommand, AttachRolePolicyCommand, IAMClient} from '@aws-sdk/client-iam'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../_helpers/cli.js'
import {requestHandlerFor} from '../../src/sandbox/in-process.js'

const RULES = `
access:
  authenticated:
    - dynamodb: { table: "todos-{env}" }
    - s3: { bucket: "acme-{env}-uploads" }
`

let made: string
beforeAll(async () => {
  made = (await makeTemplate())()
  write(made, 'awsup.yaml', read(made, 'awsup.yaml') + RULES)
  const {code, stderr} = await awsup(made, ['apply', '--env', 'dev', '--yes'])
  if (code !== 0) throw new Error(stderr)
})

/** IAM of dev's account: whoever changes a role by hand. */
async function handOf(project: string): Promise<IAMClient> {
  const {stdout} = await awsup(project, ['credentials', 'dev'])
  const keys = JSON.parse(stdout) as Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string>
  const credentials = {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
  }
  return new IAMClient({region: 'us-east-1', credentials, requestHandler: requestHandlerFor(await sandboxOf(project))})
}

describe('access test', () => {
  test('finds nothing wrong in what the rules compile to, without credentials', async () => {
    const {code, stdout} = await awsup(made, ['access', 'test'], {env: {AWSUP_TARGET: 'aws'}})
    expect(code).toBe(0)
    expect(stdout).toContain('as the rules mean')
  })

  test('--deployed catches a role that was changed by hand, names what is reachable, and ends with 4', async () => {
    expect(await awsupJson(made, ['access', 'test', '--deployed', '--env', 'dev'])).toMatchObject({code: 0})
    const iam = await handOf(made)
    const RoleName = 'acme-dev-authenticated'
    const all = {
      Version: '2012-10-17',
      Statement: [{Sid: 'Quick', Effect: 'Allow', Action: 'dynamodb:*', Resource: '*'}],
    }
    await iam.send(new PutRolePolicyCommand({RoleName, PolicyName: 'fix', PolicyDocument: JSON.stringify(all)}))

    const {code, error} = await awsupJson(made, ['access', 'test', '--deployed', '--env', 'dev'])
    expect({code, error}).toMatchObject({code: 4, error: {code: 'ISOLATION_FAILED'}})
    expect(error.hint).toContain('awsup apply --env dev')
    const people = await awsup(made, ['access', 'test', '--deployed', '--env', 'dev'])
    expect(people.code).toBe(4)
    expect(people.stdout).toMatch(/dynamodb:Scan +items of table todos-dev, no key named +fix: Quick/)
    expect(people.stdout).toMatch(/dynamodb:GetItem +another’s items of table todos-dev +fix: Quick/)

    await awsup(made, ['apply', '--env', 'dev', '--yes'])
    expect(await awsupJson(made, ['access', 'test', '--deployed', '--env', 'dev'])).toMatchObject({code: 0})
  })

  test('--deployed sees managed policies that somebody attached', async () => {
    const iam = await handOf(made)
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
    await iam.send(new AttachRolePolicyCommand({RoleName: 'acme-dev-authenticated', PolicyArn}))
    const {code, stdout} = await awsup(made, ['access', 'test', '--deployed', '--env', 'dev'])
    expect(code).toBe(4)
    expect(stdout).toContain('AdministratorAccess')
  })
})

test('access show prints a role’s policies with their sizes, and refuses a role that nobody gets', async () => {
  const {code, result} = await awsupJson(made, ['access', 'show', '--env', 'dev', '--role', 'authenticated'])
  expect({code, result}).toMatchObject({
    code: 0,
    result: {environment: 'dev', roles: [{role: 'authenticated', policies: [{kind: 'inline', limit: 10_240}]}]},
  })
  expect(await awsupJson(made, ['access', 'show', '--role', 'guest'])).toMatchObject({
    code: 2,
    error: {code: 'NO_ROLE'},
  })
})
