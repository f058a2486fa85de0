import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {AmplifyClient, CreateDeploymentCommand, GetJobCommand, ListJobsCommand} from '@aws-sdk/client-amplify'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {beforeAll, describe, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import type {Sandbox} from '../../../src/sandbox/sandbox.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord} from '../../_helpers/worlds/project-world.js'

/** In a home of its own, where zips are kept. */
const home = emptyFolder()
const env = {XDG_DATA_HOME: home}

let copy: () => string
beforeAll(async () => {
  const template = await makeTemplate()
  const project = template()
  const written = read(project, 'awsup.yaml').replace(/^outputs:[\s\S]*?(?=^\S|(?![\s\S]))/m, '')
  write(
    project,
    'awsup.yaml',
    `${written}hosting: { folder: dist }\ndata: { tables: { notes: { key: owner } } }\noutputs: [{ format: json, path: public/config.json }]\n`,
  )
  build(project, '<h1>one</h1>')
  const {code, stderr} = await awsup(project, ['apply', '--yes'])
  expect({code, stderr: code === 0 ? '' : stderr}).toEqual({code: 0, stderr: ''})
  copy = () => {
    const next = emptyFolder()
    cpSync(project, next, {recursive: true})
    return next
  }
}, 120_000)

function build(project: string, page: string): void {
  mkdirSync(join(project, 'dist', 'assets'), {recursive: true})
  writeFileSync(join(project, 'dist', 'index.html'), page)
  writeFileSync(join(project, 'dist', 'assets', 'main-BqL7zW9f.js'), 'fetch("/config.json")')
  writeFileSync(join(project, 'dist', 'config.json'), '{"of": "the build"}')
}

const deploy = (project: string, ...args: readonly string[]) => awsupJson(project, ['deploy', ...args], {env})

interface Deployed {
  readonly did: string
  readonly url: string
  readonly jobId: string
  readonly build: string
  readonly sha256: string
  readonly configuration: readonly string[]
}

/** What a browser gets of the site of an environment. */
async function visit(project: string, environment: string, path = '/') {
  const sandbox = await sandboxOf(project)
  const appId = idOnRecord(project, environment, 'hosting')
  const reply = sandbox.site({appId, branch: environment, method: 'GET', path, search: '', headers: {}})
  return Buffer.from(reply.body).toString()
}

async function enter(sandbox: Sandbox, accountId: string): Promise<AmplifyClient> {
  const options = {region: 'us-east-1', requestHandler: requestHandlerFor(sandbox), maxAttempts: 1}
  const sts = new STSClient({...options, credentials: sandbox.credentials('admin')})
  const RoleArn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`
  const {Credentials: keys} = await sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'test'}))
  const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = keys ?? {}
  const credentials = {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken}
  return new AmplifyClient({...options, credentials})
}

describe('one build', () => {
  test(
    'is live in dev and in prod, each with its own configuration, and nothing else differs',
    {timeout: 60_000},
    async () => {
      const project = copy()
      const dev = (await deploy(project, 'dev')).result as unknown as Deployed
      expect(await awsup(project, ['deploy', 'prod', '--no-input'], {env})).toMatchObject({code: 2})
      const prod = (await deploy(project, 'prod', '--yes')).result as unknown as Deployed
      expect(prod.build).toBe(dev.build)
      expect(prod.sha256).not.toBe(dev.sha256)
      expect([dev.configuration, prod.configuration]).toEqual([['config.json'], ['config.json']])
      expect(await visit(project, 'prod')).toBe('<h1>one</h1>')
      for (const environment of ['dev', 'prod']) {
        const told = JSON.parse(await visit(project, environment, '/config.json')) as Record<string, unknown>
        expect(told).toMatchObject({
          of: 'the build',
          environment,
          userPoolId: idOnRecord(project, environment, 'user-pool'),
          tables: {notes: {name: idOnRecord(project, environment, 'table.notes')}},
        })
      }
      expect((await deploy(project, 'dev')).result).toMatchObject({did: 'unchanged', jobId: dev.jobId})
    },
  )

  test('with ids of another environment in it is refused, and nothing is deployed', {timeout: 60_000}, async () => {
    const project = copy()
    writeFileSync(join(project, 'dist', 'assets', 'main-BqL7zW9f.js'), `"${idOnRecord(project, 'dev', 'user-pool')}"`)
    const {code, stderr} = await awsup(project, ['deploy', 'prod', '--yes'], {env})
    expect(stderr).toContain('assets/main-BqL7zW9f.js has ids of dev in it, and would be deployed to prod')
    expect(code).toBe(2)
    const {jobSummaries} = await jobsOf(project, 'prod')
    expect(jobSummaries).toEqual([])
  })
})

async function jobsOf(project: string, environment: string) {
  const client = await enter(await sandboxOf(project), idOnRecord(project, environment, 'account'))
  return client.send(new ListJobsCommand({appId: idOnRecord(project, environment, 'hosting'), branchName: environment}))
}

test('an earlier build is live again after a rollback, and the list says what can be', {timeout: 60_000}, async () => {
  const project = copy()
  await deploy(project, 'dev')
  build(project, '<h1>two</h1>')
  await deploy(project, 'dev')
  expect(await visit(project, 'dev')).toBe('<h1>two</h1>')
  const {result} = await awsupJson(project, ['deployments', 'rollback', 'dev'], {env})
  expect(result).toMatchObject({did: 'deployed', from: '0000000001', jobId: '0000000003'})
  expect(await visit(project, 'dev')).toBe('<h1>one</h1>')
  const listed = await awsupJson(project, ['deployments', 'list', 'dev'], {env})
  expect(listed.result).toMatchObject({
    deployments: [
      {jobId: '0000000003', live: true, kept: true},
      {jobId: '0000000002', live: false, kept: true},
      {jobId: '0000000001', live: false, kept: true},
    ],
  })
  // Another machine has nothing to go back to.
  const elsewhere = {env: {XDG_DATA_HOME: emptyFolder()}}
  const {error} = await awsupJson(project, ['deployments', 'rollback', 'dev'], elsewhere)
  expect(error).toMatchObject({code: 'ZIP_NOT_KEPT'})
})

test('a deployment of somebody else is not stopped unless that is asked for', {timeout: 60_000}, async () => {
  const project = copy()
  const sandbox = await sandboxOf(project)
  const client = await enter(sandbox, idOnRecord(project, 'dev', 'account'))
  const place = {appId: idOnRecord(project, 'dev', 'hosting'), branchName: 'dev'}
  const {jobId = ''} = await client.send(new CreateDeploymentCommand(place))
  const {ok, error} = await deploy(project, 'dev')
  expect({ok, error}).toMatchObject({ok: false, error: {code: 'DEPLOYING'}})
  expect((await deploy(project, 'dev', '--stop-running')).result).toMatchObject({did: 'deployed'})
  const {job} = await client.send(new GetJobCommand({...place, jobId}))
  expect(job?.summary?.status).toBe('CANCELLED')
})

test('what AWS says of a deployment that fails is shown, and what was live stays live', {timeout: 60_000}, async () => {
  const project = copy()
  await deploy(project, 'dev')
  build(project, '<h1>two</h1>')
  const reason = 'Too many files.'
  const effect = {type: 'deployment-failure', reason} as const
  ;(await sandboxOf(project)).configure({faults: [{operation: 'amplify:StartDeployment', when: 'before', effect}]})
  const {code, stderr} = await awsup(project, ['deploy', 'dev'], {env})
  expect(stderr).toContain('deployment 2 of dev failed: Too many files')
  expect(code).toBe(4)
  expect(await visit(project, 'dev')).toBe('<h1>one</h1>')
})

test('a project that hosts nothing says how to begin', async () => {
  const project = copy()
  write(project, 'awsup.yaml', readFileSync(join(project, 'awsup.yaml'), 'utf8').replace(/^hosting:.*\n/m, ''))
  const {error} = await deploy(project, 'dev')
  expect(error).toMatchObject({code: 'NO_HOSTING'})
})
