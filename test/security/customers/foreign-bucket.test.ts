import {describe, expect, onTestFinished, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {buckets, objects} from '../../../src/sandbox/services/s3/tables.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {awsupJson, emptyFolder, read, write} from '../../_helpers/cli.js'
import {openOtherS3} from '../../_helpers/aws/other-s3.js'

const STRANGER = '999999999999'

/** What reads, writes, locks and moves records. */
const ACTS: readonly (readonly string[])[] = [
  ['status'],
  ['plan'],
  ['apply', '--yes'],
  ['records', 'push'],
  ['records', 'pull'],
  ['refresh'],
  ['drift'],
  ['user', 'create', 'bob', '--env', 'dev'],
  ['unlock', '--confirm', 'x@y'],
]

/** A project on a sandbox that stands for AWS; its awsup.yaml names a bucket that a stranger made first. */
async function openProject(sandbox: Sandbox, more: Readonly<Record<string, string>> = {}) {
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const env = {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  }
  const project = emptyFolder()
  const run = (args: readonly string[]) => awsupJson(project, args, {env})
  const init = ['org', 'init', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--region', 'us-east-1', '--yes']
  expect(await run([...init, '--env', 'dev'])).toMatchObject({code: 0})
  write(project, 'awsup.yaml', `${read(project, 'awsup.yaml')}records: s3://acme-records/team\n`)
  return {run}
}

const openAws = () => openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})

const REFUSED = {
  code: 3,
  error: {
    code: 'ACCESS_DENIED',
    hint: expect.stringMatching(/^Does the bucket acme-records belong to account \d{12}\?/) as string,
  },
}

describe('records in a bucket of somebody else, whose name a checkout brought', () => {
  test('are neither read nor written: AWS is asked for the bucket alone, and every command is refused', async () => {
    const sandbox = await openAws()
    const bucket = {name: 'acme-records', region: 'us-east-1', createdAt: 0, accountId: STRANGER}
    sandbox.world((tx) => buckets.put(tx, ['acme-records'], bucket))
    const {run} = await openProject(sandbox)
    for (const args of ACTS) {
      sandbox.resetCalls()
      expect({args, ...(await run(args))}).toMatchObject({args, ...REFUSED})
      const called = Object.keys(sandbox.callSummary().byOperation).filter((name) => !name.startsWith('s3:'))
      expect({args, called}).toEqual({args, called: ['sts:GetCallerIdentity']})
    }
    expect(sandbox.world((tx) => objects.list(tx))).toEqual([])
  })

  test('not even where the stranger lets everybody in', async () => {
    const store = await openOtherS3({put: true, delete: true}, STRANGER)
    onTestFinished(() => store.close())
    // What is there would be taken for the project's records.
    store.objects.set('/acme-records/team/aws/organization.json', Buffer.from('{}'))
    const {run} = await openProject(await openAws(), {AWS_ENDPOINT_URL_S3: store.endpoint})
    for (const args of ACTS) {
      expect({args, ...(await run(args))}).toMatchObject({args, ...REFUSED})
      expect([...store.objects.keys()]).toEqual(['/acme-records/team/aws/organization.json'])
    }
  })

  test('and exec, which needs none of them, sends nothing there', async () => {
    const store = await openOtherS3({put: true, delete: true}, STRANGER)
    onTestFinished(() => store.close())
    const {run} = await openProject(await openAws(), {AWS_ENDPOINT_URL_S3: store.endpoint})
    await run(['exec', 'dev', '--', 'true'])
    await run(['credentials', 'dev'])
    expect([...store.objects.keys()]).toEqual([])
  })
})
