import {CognitoIdentityProviderClient, CreateUserPoolCommand} from '@aws-sdk/client-cognito-identity-provider'
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  DescribeCreateAccountStatusCommand,
  OrganizationsClient,
  paginateListAccounts,
} from '@aws-sdk/client-organizations'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, readFileSync} from 'node:fs'
import {createInterface} from 'node:readline'
import {describe, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import type {Sandbox} from '../../../src/sandbox/sandbox.js'
import {BINARY, emptyFolder, sandboxOf} from '../../_helpers/cli.js'

const ACCOUNTS = 100
const MEGABYTE = 1_000_000
const region = 'eu-west-1'

/** An organization with this many accounts, and a user pool in each. */
async function fill(sandbox: Sandbox, count: number): Promise<void> {
  sandbox.configure({accountQuota: count + 1, accountCreationMs: 0, roleDelayMs: 0})
  const inProcess = {region, requestHandler: requestHandlerFor(sandbox)}
  const management = {...inProcess, credentials: sandbox.credentials('admin')}
  const organizations = new OrganizationsClient(management)
  const sts = new STSClient(management)
  await organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))
  for (let index = 0; index < count; index++) {
    const AccountName = `environment-${index}`
    const asked = await organizations.send(new CreateAccountCommand({AccountName, Email: `${AccountName}@acme.dev`}))
    const {CreateAccountStatus} = await organizations.send(
      new DescribeCreateAccountStatusCommand({CreateAccountRequestId: asked.CreateAccountStatus?.Id}),
    )
    const RoleArn = `arn:aws:iam::${CreateAccountStatus?.AccountId ?? ''}:role/OrganizationAccountAccessRole`
    const {Credentials} = await sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'fill'}))
    const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = Credentials ?? {}
    const credentials = {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken}
    await new CognitoIdentityProviderClient({...inProcess, credentials}).send(
      new CreateUserPoolCommand({PoolName: AccountName}),
    )
  }
}

interface Served {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
}

/** Bytes. Newer versions of V8 let young objects grow before they look at them: the same run holds 20 to 30 MB more. */
const MOST = (process.versions.node.startsWith('20.') ? 150 : 200) * MEGABYTE

/** Bytes of memory that a process holds, by the kernel's own account; `undefined` where it gives none. */
function residentBytes(pid: number | undefined): number | undefined {
  const file = `/proc/${pid ?? 0}/status`
  if (!existsSync(file)) return undefined
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1]) * 1024
}

describe('sandbox serve', () => {
  test(`holds ${ACCOUNTS} accounts in less than ${MOST / MEGABYTE} MB and lists them all`, async () => {
    const project = emptyFolder()
    await fill(await sandboxOf(project), ACCOUNTS)

    const started = performance.now()
    const child = spawn(process.execPath, [BINARY, 'sandbox', 'serve', '--port', '0', '--json', '-C', project], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {PATH: process.env['PATH'] ?? '', HOME: project},
    })
    try {
      const [line] = (await once(createInterface({input: child.stdout}), 'line')) as [string]
      const {endpoint, ...keys} = JSON.parse(line) as Served
      const health = await fetch(`${endpoint}/_awsup/health`)
      const readyMs = performance.now() - started
      expect(health.status).toBe(200)

      const client = new OrganizationsClient({endpoint, region: keys.region, credentials: keys})
      const listed: (string | undefined)[] = []
      // Ten times over, so that what a served call leaves behind would show.
      for (let round = 0; round < 10; round++) {
        listed.length = 0
        for await (const {Accounts = []} of paginateListAccounts({client}, {}))
          listed.push(...Accounts.map(({Id}) => Id))
      }
      expect(new Set(listed).size).toBe(ACCOUNTS + 1)

      const resident = residentBytes(child.pid)
      const held = resident === undefined ? 'not looked at, without /proc' : `${(resident / MEGABYTE).toFixed(0)} MB`
      console.log(`sandbox serve with ${ACCOUNTS} accounts: ready in ${readyMs.toFixed(0)} ms, memory: ${held}`)
      if (resident !== undefined) expect(resident).toBeLessThan(MOST)
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  })
})
