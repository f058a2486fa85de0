import {
  AttachRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import type {AccessTest} from '../../../src/lib/operations/access/test-result.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'

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
    expect(stdout).toContain('each answered as awsup.yaml says')
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

  test.each([
    [
      'anybody',
      {Effect: 'Allow', Principal: {AWS: '*'}, Action: 'sts:AssumeRole'},
      /sts:AssumeRole +this role, by anybody/,
    ],
    [
      'guests and every pool',
      {
        Effect: 'Allow',
        Principal: {Federated: 'cognito-identity.amazonaws.com'},
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {StringLike: {'cognito-identity.amazonaws.com:aud': '*'}},
      },
      /this role, by identities of any other identity pool[^]+this role, by guests/,
    ],
  ])('--deployed fails where a role’s trust policy lets %s in', async (_, statement, shown) => {
    const iam = await handOf(made)
    const PolicyDocument = JSON.stringify({Version: '2012-10-17', Statement: [statement]})
    await iam.send(new UpdateAssumeRolePolicyCommand({RoleName: 'acme-dev-authenticated', PolicyDocument}))
    const {code, stdout} = await awsup(made, ['access', 'test', '--deployed', '--env', 'dev'])
    expect({code, stdout}).toEqual({code: 4, stdout: expect.stringMatching(shown) as string})
    await awsup(made, ['apply', '--env', 'dev', '--yes'])
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

describe('access test --aws', () => {
  test('puts the same requests to IAM’s simulator, and says that Access Analyzer was not asked in the sandbox', async () => {
    const {code, result} = await awsupJson(made, ['access', 'test', '--aws', '--env', 'dev'])
    expect({code, result}).toMatchObject({code: 0, result: {tests: [{policies: 'simulated', findings: []}]}})
    const [test] = result['tests'] as unknown as readonly AccessTest[]
    expect(test?.notes).toEqual([
      expect.stringMatching(/^Access Analyzer was not asked: awsup's sandbox has no service access-analyzer/),
    ])
    expect(test?.roles[0]?.requests).toBeGreaterThan(40)
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
