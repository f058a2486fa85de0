import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {setTimeout} from 'node:timers/promises'
import {expect, onTestFinished, test} from 'vitest'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {awsupJson, BINARY, emptyFolder, read, surroundings, write} from '../../_helpers/cli.js'
import {INIT_AWS} from '../../_helpers/crash/world.js'
import {openOtherS3, type Kept} from '../../_helpers/aws/other-s3.js'

/** A project on a sandbox that stands for AWS, with a store of somebody else for S3. */
async function openProject(kept: Kept) {
  const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
  const server = await serve(sandbox, {port: 0})
  const store = await openOtherS3(kept)
  onTestFinished(async () => {
    store.close()
    await server.close()
  })
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const env = {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_ENDPOINT_URL_S3: store.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const project = emptyFolder()
  const run = (args: readonly string[]) => awsupJson(project, args, {env})
  expect(await run([...INIT_AWS, '--env', 'dev'])).toMatchObject({code: 0})
  write(project, 'awsup.yaml', `${read(project, 'awsup.yaml')}records: s3://acme-records/team\n`)
  /** Presses Ctrl-C in a run once AWS was called so; answers how it ended. */
  const interrupt = async (args: readonly string[], operation: string) => {
    sandbox.resetCalls()
    // The call is still being answered when Ctrl-C arrives, however busy this machine is.
    sandbox.configure({faults: [{operation, when: 'after', effect: {type: 'latency', ms: 1500}}]})
    const child = spawn(process.execPath, [BINARY, ...args], {cwd: project, env: {...surroundings(project), ...env}})
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    const closed = once(child, 'close')
    while (sandbox.callSummary().byOperation[operation] === undefined) {
      expect(child.exitCode, stderr).toBeNull()
      await setTimeout(2)
    }
    child.kill('SIGINT')
    const [code] = (await closed) as [number]
    sandbox.configure({faults: []})
    return {code, stderr}
  }
  return {run, interrupt, objects: store.objects}
}

test('records live in a store whose buckets are in the path, as on localhost', async () => {
  const {run, objects} = await openProject({put: true, delete: true})
  expect(await run(['records', 'push'])).toMatchObject({code: 0})
  expect([...objects.keys()].sort()).toEqual([
    '/acme-records/team/aws/environments/dev.json',
    '/acme-records/team/aws/organization.json',
  ])
  expect(await run(['plan', '--check'])).toMatchObject({code: 0})
  expect(await run(['user', 'create', 'bob', '--env', 'dev', '--group', 'developers'])).toMatchObject({code: 0})
  expect(objects.get('/acme-records/team/aws/environments/dev.json')?.toString()).toContain('user.bob')
  expect([...objects.keys()].filter((key) => /lock|probe/.test(key))).toEqual([])
})

test('Ctrl-C gives the lock back, and the next run goes on, as it does where records are files', async () => {
  const {run, interrupt, objects} = await openProject({put: true, delete: true})
  expect(await run(['records', 'push'])).toMatchObject({code: 0})
  const create = ['user', 'create', 'bob', '--env', 'dev', '--group', 'developers']
  const {code, stderr} = await interrupt(create, 'iam:CreateUser')
  expect(code, stderr).toBe(130)
  expect([...objects.keys()].filter((key) => key.endsWith('/lock'))).toEqual([])
  expect((await run(['status'])).result).toMatchObject({underWay: [{address: 'dev.user.bob'}]})
  expect(await run(create)).toMatchObject({code: 0})
  expect((await run(['status'])).result).toMatchObject({underWay: []})
})

test.each([
  ['deletes whatever is there', {put: true, delete: false}, 'deletes another version'],
  ['writes over whatever is there', {put: false, delete: true}, 'If-None-Match'],
])('a store that %s is refused before anything is kept there', async (_name, kept, words) => {
  const {run, objects} = await openProject(kept)
  for (const args of [
    ['records', 'push'],
    ['apply', '--yes'],
  ]) {
    const {code, error} = await run(args)
    expect({code, error}).toMatchObject({
      code: 5,
      error: {
        code: 'NO_CONDITIONS',
        message: expect.stringContaining(words) as string,
        hint: expect.any(String) as string,
      },
    })
  }
  expect([...objects.keys()]).toEqual([])
})
