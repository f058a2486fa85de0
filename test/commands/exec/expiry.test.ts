import {ListAccountsCommand, OrganizationsClient} from '@aws-sdk/client-organizations'
import {GetSessionTokenCommand, STSClient} from '@aws-sdk/client-sts'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {onTestFinished, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import type {Settings} from '../../../src/sandbox/settings.js'
import {awsup, awsupJson, emptyFolder} from '../../_helpers/cli.js'

const INIT = ['org', 'init', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--region', 'us-east-1', '--yes']
const HOUR_MS = 3_600_000

/** An AWS on a port, and shells that signed in to it for a quarter of an hour. */
async function openAws(settings: Partial<Settings>) {
  const sandbox = await openSandbox({settings})
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  const options = {
    region: 'us-east-1',
    credentials: sandbox.credentials('admin'),
    requestHandler: requestHandlerFor(sandbox),
  }
  return {
    sandbox,
    organizations: new OrganizationsClient(options),
    /** What the sign-in puts into the shell. */
    signIn: async (): Promise<Readonly<Record<string, string>>> => {
      const {Credentials} = await new STSClient(options).send(new GetSessionTokenCommand({DurationSeconds: 900}))
      return {
        AWSUP_TARGET: 'aws',
        AWS_ENDPOINT_URL: server.endpoint,
        AWS_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
        AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
        AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
      }
    },
  }
}

/** Lets every session end as soon as an operation was called. */
async function expireAfter(sandbox: Sandbox, operation: string): Promise<void> {
  const called = () => sandbox.callSummary().byOperation[operation] ?? 0
  await expect.poll(called, {timeout: 90_000, interval: 5}).toBeGreaterThan(0)
  const clockOffsetMs = sandbox.settings().clockOffsetMs + HOUR_MS
  sandbox.configure({clockOffsetMs, accountCreationMs: 0, faults: []})
}

test('a session that ends while accounts are made stops the run, says how to sign in, and the next run continues', async () => {
  const {sandbox, organizations, signIn} = await openAws({accountCreationMs: 20_000, roleDelayMs: 0})
  const project = emptyFolder()
  const running = awsupJson(project, INIT, {env: await signIn()})
  await expireAfter(sandbox, 'organizations:DescribeCreateAccountStatus')
  const stopped = await running

  expect(stopped.code, stopped.stderr).toBe(6)
  expect(stopped.error.message).toContain('the credentials have expired')
  expect(stopped.error.hint).toMatch(/Sign in again: aws login.*run the same command again, and it continues/)

  const {stdout} = await awsup(project, ['status'], {env: {AWSUP_TARGET: 'aws'}})
  expect(stdout).toMatch(/dev\.account: the credentials have expired .*EXPIRED/)
  expect(stdout).toMatch(/account dev\.account.*requestId car-/)

  const again = await awsup(project, ['org', 'init', '--yes'], {env: await signIn()})
  expect(again.code, again.stderr).toBe(0)
  const {Accounts} = await organizations.send(new ListAccountsCommand({}))
  expect(Accounts).toHaveLength(3)
  // The one that was asked for second may have come too late for the session: it was refused, and asked for again.
  const made = sandbox.calls().filter(({operation, error}) => operation === 'CreateAccount' && error === undefined)
  expect(made).toHaveLength(2)
  expect((await awsup(project, ['status'], {env: {AWSUP_TARGET: 'aws'}})).stdout).not.toMatch(/failed|begun/)
})

test('a session that ends before anything is made leaves nothing behind and says how to sign in', async () => {
  const slow = {operation: 'organizations:DescribeOrganization', when: 'before', effect: {type: 'throttle'}} as const
  const {sandbox, signIn} = await openAws({faults: [slow]})
  const project = emptyFolder()
  const running = awsupJson(project, INIT, {env: await signIn()})
  await expireAfter(sandbox, 'organizations:DescribeOrganization')
  const {code, error, stderr} = await running
  expect({code, error: error.code}, stderr).toEqual({code: 3, error: 'EXPIRED'})
  expect(error.hint).toContain('Sign in again: aws login')
  expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)
  expect(sandbox.callSummary().mutating).toBe(0)
})
