import {
  AmplifyClient,
  CreateAppCommand,
  CreateBranchCommand,
  CreateDeploymentCommand,
  GetBranchCommand,
  GetJobCommand,
  ListAppsCommand,
  ListJobsCommand,
  StartDeploymentCommand,
  StopJobCommand,
  type CreateAppCommandInput,
} from '@aws-sdk/client-amplify'
import {request} from 'node:http'
import {strToU8, zipSync} from 'fflate'
import {describe, expect, onTestFinished, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'
import {serve} from '../../../../src/sandbox/server/server.js'
import type {Settings} from '../../../../src/sandbox/settings.js'

const BRANCH = 'dev'

interface World {
  readonly sandbox: Sandbox
  readonly endpoint: string
  readonly client: AmplifyClient
}

async function open(settings: Partial<Settings> = {deploymentMs: 0}): Promise<World> {
  const sandbox = await openSandbox({settings})
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  const {endpoint} = server
  const config = {endpoint, region: 'eu-west-1', credentials: sandbox.credentials('admin'), maxAttempts: 1}
  return {sandbox, endpoint, client: new AmplifyClient(config)}
}

async function makeBranch({client}: World, app: Partial<CreateAppCommandInput> = {}, branch: object = {}) {
  const made = await client.send(new CreateAppCommand({name: 'todo-web', ...app}))
  const appId = made.app?.appId ?? ''
  await client.send(new CreateBranchCommand({appId, branchName: BRANCH, ...branch}))
  return appId
}

const zipOf = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])))

/** A job that is started, with this zip. */
async function deploy({client}: World, appId: string, zip: Uint8Array): Promise<string> {
  const place = {appId, branchName: BRANCH}
  const {jobId = '', zipUploadUrl = ''} = await client.send(new CreateDeploymentCommand(place))
  const {status} = await fetch(zipUploadUrl, {method: 'PUT', body: Buffer.from(zip)})
  expect(status).toBe(200)
  await client.send(new StartDeploymentCommand({...place, jobId}))
  return jobId
}

const statusOf = async ({client}: World, appId: string, jobId: string) =>
  (await client.send(new GetJobCommand({appId, branchName: BRANCH, jobId}))).job

/** What a browser gets that knows the site's own name. */
const visit = (
  world: World,
  host: string,
  {path = '/', headers = {}}: {path?: string; headers?: Record<string, string>} = {},
) =>
  new Promise<{status: number; headers: Record<string, unknown>; text: string}>((resolve, reject) => {
    const {port} = new URL(world.endpoint)
    const sent = request({host: '127.0.0.1', port, path, headers: {host, ...headers}}, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        resolve({status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString()})
      })
    })
    sent.on('error', reject).end()
  })

describe('an app', () => {
  test('is made twice where it is asked for twice, and each has an address of its own', async () => {
    const world = await open()
    await makeBranch(world)
    await makeBranch(world)
    const {apps = []} = await world.client.send(new ListAppsCommand({}))
    expect(apps.map(({name}) => name)).toEqual(['todo-web', 'todo-web'])
    expect(new Set(apps.map(({defaultDomain}) => defaultDomain)).size).toBe(2)
  })

  test('is one of at most 25 in a region', async () => {
    const {client} = await open()
    for (let count = 0; count < 25; count++) await client.send(new CreateAppCommand({name: `app-${count}`}))
    await expect(client.send(new CreateAppCommand({name: 'one more'}))).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: {httpStatusCode: 429},
    })
  })
})

describe('a deployment', () => {
  const SITE = {
    'index.html': '<h1>todos</h1>',
    'config.json': '{"env":"dev"}',
    'assets/main-4f3a2b1c.mjs': 'export {}',
  }
  const RULES = {customRules: [{source: '/<*>', target: '/index.html', status: '404-200'}]}

  test('is served at the branch of the app, under its own name and below a path', async () => {
    const world = await open()
    const appId = await makeBranch(world, RULES)
    const host = `${BRANCH}.${appId}.localhost`
    expect((await visit(world, host)).status).toBe(404)
    await deploy(world, appId, zipOf(SITE))
    expect(await visit(world, host)).toMatchObject({status: 200, text: SITE['index.html']})
    const byPath = await fetch(`${world.endpoint}/_awsup/sites/${BRANCH}.${appId}/config.json`)
    expect(await byPath.text()).toBe(SITE['config.json'])
    expect(byPath.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('leaves files alone that exist, whatever their ending, and answers the page for every other path', async () => {
    const world = await open()
    const appId = await makeBranch(world, RULES)
    await deploy(world, appId, zipOf(SITE))
    const host = `${BRANCH}.${appId}.localhost`
    expect((await visit(world, host, {path: '/assets/main-4f3a2b1c.mjs'})).text).toBe('export {}')
    expect((await visit(world, host, {path: '/todos/5'})).text).toBe(SITE['index.html'])
  })

  test('has the headers of the app, and asks for the password of the branch', async () => {
    const world = await open()
    const basicAuthCredentials = Buffer.from('team:correct horse').toString('base64')
    const customHeaders =
      "customHeaders:\n  - pattern: '/assets/**'\n    headers:\n      - key: Cache-Control\n        value: immutable\n"
    const appId = await makeBranch(world, {customHeaders}, {enableBasicAuth: true, basicAuthCredentials})
    await deploy(world, appId, zipOf(SITE))
    const host = `${BRANCH}.${appId}.localhost`
    expect(await visit(world, host)).toMatchObject({
      status: 401,
      headers: {'www-authenticate': 'Basic realm="Site"'},
    })
    const authorization = `Basic ${basicAuthCredentials}`
    const asset = await visit(world, host, {path: '/assets/main-4f3a2b1c.mjs', headers: {authorization}})
    expect(asset).toMatchObject({status: 200, headers: {'cache-control': 'immutable'}})
  })

  test('is no way to what is for programs of this machine: a site’s own name answers the site alone', async () => {
    const world = await open()
    const appId = await makeBranch(world)
    await deploy(world, appId, zipOf(SITE))
    const host = `${BRANCH}.${appId}.localhost`
    expect((await visit(world, host, {path: '/_awsup/calls'})).status).toBe(404)
    expect((await visit(world, host, {path: '/_awsup/health'})).status).toBe(404)
  })

  test('waits, runs and succeeds; what was live stays live until then', async () => {
    const world = await open({deploymentMs: 60_000})
    const appId = await makeBranch(world)
    const first = await deploy(world, appId, zipOf(SITE))
    expect((await statusOf(world, appId, first))?.summary?.status).toBe('PENDING')
    world.sandbox.configure({clockOffsetMs: 30_000})
    expect((await statusOf(world, appId, first))?.summary?.status).toBe('RUNNING')
    world.sandbox.configure({clockOffsetMs: 60_001})
    expect((await statusOf(world, appId, first))?.summary?.status).toBe('SUCCEED')
    const second = await deploy(world, appId, zipOf({'index.html': 'new'}))
    const {branch} = await world.client.send(new GetBranchCommand({appId, branchName: BRANCH}))
    expect(branch).toMatchObject({activeJobId: first, totalNumberOfJobs: '2'})
    expect((await visit(world, `${BRANCH}.${appId}.localhost`)).text).toBe(SITE['index.html'])
    expect(second).not.toBe(first)
  })

  test('is refused while the last one is not finished, in AWS’s words, until that is stopped', async () => {
    const world = await open({deploymentMs: 60_000})
    const appId = await makeBranch(world)
    const place = {appId, branchName: BRANCH}
    const jobId = await deploy(world, appId, zipOf(SITE))
    await expect(world.client.send(new CreateDeploymentCommand(place))).rejects.toMatchObject({
      name: 'BadRequestException',
      message:
        'The last job(deployment) 1 was not finished, please wait until it finish or use StopJob operation to cancel it before creating a new deployment.',
    })
    await world.client.send(new StopJobCommand({...place, jobId}))
    await world.client.send(new CreateDeploymentCommand(place))
    const {jobSummaries = []} = await world.client.send(new ListJobsCommand(place))
    expect(jobSummaries.map(({status}) => status)).toEqual(['CREATED', 'CANCELLED'])
  })

  test.each([
    ['a path that leads out', zipOf({'index.html': '', '../../etc/passwd': 'root'})],
    ['an absolute path', zipOf({'index.html': '', '/etc/passwd': 'root'})],
    ['a path of Windows', zipOf({'index.html': '', 'C:\\x': 'root'})],
    ['no zip', new TextEncoder().encode('<html></html>')],
    ['600 MB of nothing in 600 kB', zipSync({'index.html': new Uint8Array(600 * 1024 * 1024)}, {level: 9})],
  ])('fails, with a reason, and changes nothing: %s', async (_what, zip) => {
    const world = await open()
    const appId = await makeBranch(world)
    await deploy(world, appId, zipOf(SITE))
    const job = await statusOf(world, appId, await deploy(world, appId, zip))
    expect(job?.summary?.status).toBe('FAILED')
    expect(job?.steps?.[0]?.statusReason).toMatch(/^The artifact /)
    expect((await visit(world, `${BRANCH}.${appId}.localhost`)).text).toBe(SITE['index.html'])
  })

  test('that is not started within eight hours fails, and its address takes nothing more', async () => {
    const world = await open()
    const appId = await makeBranch(world)
    const place = {appId, branchName: BRANCH}
    const {jobId = '', zipUploadUrl = ''} = await world.client.send(new CreateDeploymentCommand(place))
    world.sandbox.configure({clockOffsetMs: 8 * 60 * 60 * 1000 + 1000})
    expect((await fetch(zipUploadUrl, {method: 'PUT', body: 'x'})).status).toBe(403)
    await expect(world.client.send(new StartDeploymentCommand({...place, jobId}))).rejects.toMatchObject({
      name: 'BadRequestException',
    })
    expect((await statusOf(world, appId, jobId))?.summary?.status).toBe('FAILED')
  })
})
