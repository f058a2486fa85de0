import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {onTestFinished} from 'vitest'
import {awsup, awsupJson, BINARY, emptyFolder, INIT} from '../test/_helpers/cli.js'
import type {Keys} from './stranger.js'

export const REGION = 'eu-west-1'

/** An environment's ids, as `org init --json` prints them. */
export interface EnvironmentIds {
  readonly accountId: string
  readonly userPoolId: string
  readonly userPoolClientId: string
  readonly identityPoolId: string
}

/** A project in the sandbox, and `awsup sandbox serve` beside it: what strangers talk to. */
export interface Served extends Keys {
  readonly project: string
  readonly organizationId: string
  /** Id by address, of what the run made: `unit` → `ou-…`. */
  readonly created: Readonly<Record<string, string>>
  readonly dev: EnvironmentIds
  readonly prod: EnvironmentIds
  stop(): Promise<void>
}

/** Initializes acme with dev and prod in Ireland and a user alice in dev, then serves it. */
export async function serveProject(): Promise<Served> {
  const project = emptyFolder()
  const {code, stderr, result} = await awsupJson(project, [...INIT, '--region', REGION])
  if (code !== 0) throw new Error(`org init failed:\n${stderr}`)
  const user = await awsup(project, ['user', 'create', 'alice', '--env', 'dev', '--group', 'developers'])
  if (user.code !== 0) throw new Error(`user create failed:\n${user.stderr}`)

  const {organizationId, environments, changes} = result as unknown as Initialized
  return {
    project,
    organizationId,
    created: Object.fromEntries(changes.created.map(({address, id}) => [address, id])),
    ...environments,
    ...(await serveFolder(project)),
  }
}

/** Serves what the sandbox of a project holds, until it is stopped. */
export async function serveFolder(project: string): Promise<Keys & {readonly stop: () => Promise<void>}> {
  const args = ['sandbox', 'serve', '--port', '0', '--identity-center', REGION, '--json', '-C', project]
  const child = spawn(process.execPath, [BINARY, ...args], {stdio: ['ignore', 'pipe', 'ignore']})
  const ended = once(child, 'exit')
  return {
    ...(await firstLine(child)),
    region: REGION,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

interface Initialized {
  readonly organizationId: string
  readonly environments: {readonly dev: EnvironmentIds; readonly prod: EnvironmentIds}
  readonly changes: {readonly created: readonly {readonly address: string; readonly id: string}[]}
}

async function firstLine(child: ChildProcess): Promise<Keys> {
  if (!child.stdout) throw new Error('sandbox serve has no stdout')
  for await (const line of createInterface({input: child.stdout})) return JSON.parse(line) as Keys
  throw new Error('sandbox serve ended before it said where it is')
}

/** How many calls the served sandbox has had that may have changed something, by anyone. */
export async function countMutating({endpoint}: Keys): Promise<number> {
  const {mutating} = (await (await fetch(`${endpoint}/_awsup/calls`)).json()) as {mutating: number}
  return mutating
}

/** How often what was answered with success, by anyone: `{"iam:CreateUser": 1}`. */
export async function countSucceeded({endpoint}: Keys): Promise<Readonly<Record<string, number>>> {
  const {succeeded} = (await (await fetch(`${endpoint}/_awsup/calls`)).json()) as {succeeded: Record<string, number>}
  return succeeded
}

/** A new sandbox on a port, with nothing in it, until it is stopped. */
export const startEmpty = (): Promise<Keys & {readonly stop: () => Promise<void>}> => serveFolder(emptyFolder())

/** The same, until the test ends. */
export async function serveEmpty(): Promise<Keys> {
  const {stop, ...keys} = await startEmpty()
  onTestFinished(stop)
  return keys
}
