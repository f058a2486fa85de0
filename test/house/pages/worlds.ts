import {CreateBucketCommand, S3Client} from '@aws-sdk/client-s3'
import {execFileSync} from 'node:child_process'
import {cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {INIT, awsup, emptyFolder, surroundings} from '../../_helpers/cli.js'
import {giveDevice, type Device} from '../../commands/team/world.js'
import {addData} from './tables.js'
import {addPool} from './pools.js'
import {writeGen1, writeState} from './projects.js'

/** Names that a page uses for ids, with those of the world that it is played in. */
export type Names = Readonly<Record<string, string>>

/** What a page begins with. */
export interface World {
  /** Variables of the person's shell: where AWS is, and whose keys. */
  readonly env: Readonly<Record<string, string>>
  /** Fills the folder that the page is played in. */
  prepare(folder: string): Promise<Names>
  /** A code of the authenticator app that belongs to a person with roles: an administrator sets one up at the first. */
  code(userName: string): Promise<string>
  readonly close: () => Promise<void>
}

interface Aws {
  readonly sandbox: Sandbox
  readonly env: Readonly<Record<string, string>>
}

/** By the words after `begin with` in a page; those with a folder of acme begin where `org init` ended. */
const WORLDS: Readonly<Record<string, (folder: string, aws: Aws) => Promise<Names>>> = {
  'an AWS account': () => Promise.resolve({}),
  'the project acme on AWS': () => Promise.resolve({}),
  'the project acme on AWS, and a bucket': async (_, {sandbox}) => {
    const s3 = new S3Client({
      region: 'eu-west-1',
      credentials: sandbox.credentials('admin'),
      requestHandler: requestHandlerFor(sandbox),
    })
    await s3.send(
      new CreateBucketCommand({Bucket: 'acme-awsup', CreateBucketConfiguration: {LocationConstraint: 'eu-west-1'}}),
    )
    return {}
  },
  'the project acme on AWS, and a table and a bucket in dev': async (folder, {sandbox}) => {
    const text = readFileSync(path.join(folder, '.awsup', 'aws', 'environments', 'dev.json'), 'utf8')
    const {id} = (JSON.parse(text) as {resources: {account: {id: string}}}).resources.account
    await addData(sandbox, id)
    return {}
  },
  'the project acme on AWS, cloned by Ana and Ben': async (folder, {env}) => {
    const [ana, ben] = [path.join(folder, 'ana'), path.join(folder, 'ben')]
    const files = readdirSync(folder)
    mkdirSync(ana)
    for (const file of files) renameSync(path.join(folder, file), path.join(ana, file))
    writeFileSync(path.join(ana, '.gitignore'), 'amplify_outputs.json\n')
    git(ana, 'init', '--quiet', '--initial-branch', 'main')
    commit(ana, 'Start')
    git(folder, 'clone', '--quiet', '--bare', 'ana', 'origin.git')
    git(ana, 'remote', 'add', 'origin', '../origin.git')
    git(folder, 'clone', '--quiet', 'origin.git', 'ben')
    await run(ana, ['env', 'add', 'staging', '--yes'], env)
    commit(ana, 'Add staging')
    git(ana, 'push', '--quiet', 'origin', 'main')
    await run(ben, ['env', 'add', 'qa', '--yes'], env)
    commit(ben, 'Add qa')
    return {}
  },
  'an AWS account that has a user pool': (_, {sandbox}) => addPool(sandbox),
  'the folder of an Amplify Gen 1 app': async (folder, {sandbox}) => {
    const names = await addPool(sandbox)
    writeGen1(folder, names)
    return names
  },
  'a Terraform state of a user pool': async (folder, {sandbox}) => {
    const names = await addPool(sandbox)
    writeState(folder, names)
    return names
  },
}

async function run(folder: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const {code, stderr} = await awsup(folder, args, {env: {...env, AWSUP_SANDBOX_LAG: '0'}})
  if (code !== 0) throw new Error(stderr)
}

function git(folder: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com']
  execFileSync('git', [...who, ...args], {cwd: folder, env: surroundings(path.join(folder, 'none'))})
}

function commit(folder: string, message: string): void {
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message', message)
}

interface Template {
  readonly work: string
  readonly data: string
}

let template: Promise<Template> | undefined

/** The project acme with dev and prod, made once: its folder, and the memory of the AWS that it is on. */
async function makeAcme(): Promise<Template> {
  const [work, data] = [emptyFolder(), emptyFolder()]
  const {env, close} = await openAws(data)
  await run(work, [...INIT.filter((flag) => flag !== '--sandbox'), '--region', 'eu-west-1'], env)
  await close()
  return {work, data}
}

/** An AWS on a port, and the keys of its first account's administrator. It remembers in memory, or in a folder. */
async function openAws(directory?: string): Promise<Aws & {readonly close: () => Promise<void>}> {
  const sandbox = await openSandbox({
    settings: {accountCreationMs: 0, roleDelayMs: 0},
    ...(directory === undefined ? {} : {directory}),
  })
  const server = await serve(sandbox, {port: 0})
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const env = {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
  return {sandbox, env, close: () => server.close()}
}

/** The authenticator apps of all people, by name of the user. */
function openApps({sandbox}: Aws): World['code'] {
  const devices = new Map<string, Promise<Device>>()
  return async (userName) => {
    const device = devices.get(userName) ?? giveDevice(sandbox, userName)
    devices.set(userName, device)
    return (await device).next()
  }
}

/** @throws Error for a world that does not exist */
export async function openWorld(begin: string | undefined): Promise<World> {
  if (begin === undefined) {
    const code = () => Promise.reject(new Error('there is no AWS on a page that begins with nothing'))
    return {env: {}, prepare: () => Promise.resolve({}), code, close: () => Promise.resolve()}
  }
  const prepare = WORLDS[begin]
  if (prepare === undefined) throw new Error(`no page can begin with ${begin}: ${Object.keys(WORLDS).join(', ')}`)
  if (!begin.startsWith('the project acme')) {
    const aws = await openAws()
    return {env: aws.env, prepare: (folder) => prepare(folder, aws), code: openApps(aws), close: aws.close}
  }
  const {work, data} = await (template ??= makeAcme())
  const copy = emptyFolder()
  cpSync(data, copy, {recursive: true})
  const aws = await openAws(copy)
  return {
    env: aws.env,
    prepare: (folder) => {
      cpSync(work, folder, {recursive: true})
      return prepare(folder, aws)
    },
    code: openApps(aws),
    close: aws.close,
  }
}
