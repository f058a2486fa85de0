import {InvokeCommand, LambdaClient, type InvokeCommandInput} from '@aws-sdk/client-lambda'
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {onTestFinished} from 'vitest'
import type {FunctionDefinition} from '../../../../src/sandbox/functions/definition.js'
import {keysOfRole} from '../../../../src/sandbox/functions/execution-role.js'
import {openRunner} from '../../../../src/sandbox/functions/runner.js'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'
import {serve} from '../../../../src/sandbox/server/server.js'

export const REGION = 'eu-west-1'

/** What is written of a function in these tests; the rest is Lambda's default. */
export type Written = Partial<FunctionDefinition> & Pick<FunctionDefinition, 'runs'>

export interface World {
  readonly sandbox: Sandbox
  readonly folder: string
  readonly endpoint: string
  readonly accountId: string
  readonly lambda: LambdaClient
  /** What `sandbox serve` would show. */
  readonly shown: string[]
  readonly write: (path: string, text: string) => void
  /** Calls a function with an event; answers what came back, with the payload as a value. */
  readonly call: (name: string, event?: unknown, more?: Partial<InvokeCommandInput>) => Promise<Answer>
}

export interface Answer {
  readonly status: number | undefined
  readonly error: string | undefined
  readonly value: unknown
  readonly log: string
}

/** A handler of a file in the folder. */
export const handlerOf = (folder: string, file: string, handler = 'handler'): FunctionDefinition['runs'] => ({
  handler: `${file.replace(/\.[cm]?[jt]s$/, '')}.${handler}`,
  file: join(folder, file),
  path: handler.split('.'),
})

/** A sandbox on a port with these files, and functions as `make` says of their folder; all of it ends with the test. */
export async function openWorld(
  files: Readonly<Record<string, string>>,
  make: (folder: string) => Readonly<Record<string, Written>>,
): Promise<World> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'awsup-functions-')))
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  const definitions = Object.entries(make(folder)).map(([name, written]): FunctionDefinition => ({
    name,
    folder,
    timeout: 20,
    memory: 128,
    environment: {},
    aliases: [],
    ...written,
  }))
  const shown: string[] = []
  const runner = openRunner({
    find: () => definitions,
    node: process.execPath,
    runtime: 'nodejs20.x',
    show: (name, line) => shown.push(`${name}: ${line}`),
  })
  const sandbox = await openSandbox({
    functions: runner,
    settings: {accountCreationMs: 0, roleDelayMs: 0, newRoleDelayMs: 0},
  })
  const server = await serve(sandbox, {port: 0})
  runner.connect({
    endpoint: server.endpoint,
    keysOf: (place, definition) => sandbox.world((tx) => keysOfRole(place, definition, {tx, now: Date.now()})),
  })
  onTestFinished(async () => {
    runner.close()
    await server.close()
    rmSync(folder, {recursive: true, force: true})
  })
  const credentials = sandbox.credentials('admin')
  const lambda = new LambdaClient({region: REGION, endpoint: server.endpoint, credentials, maxAttempts: 1})
  return {
    sandbox,
    folder,
    endpoint: server.endpoint,
    accountId: credentials.accountId,
    lambda,
    shown,
    write,
    call: (name, event, more) => invoke(lambda, {name, event, ...more}),
  }
}

/** One call by a client. */
export async function invoke(
  lambda: LambdaClient,
  {name, event = {}, ...more}: {readonly name: string; readonly event?: unknown} & Partial<InvokeCommandInput>,
): Promise<Answer> {
  const answer = await lambda.send(
    new InvokeCommand({FunctionName: name, LogType: 'Tail', Payload: Buffer.from(JSON.stringify(event)), ...more}),
  )
  const text = answer.Payload?.transformToString() ?? ''
  return {
    status: answer.StatusCode,
    error: answer.FunctionError,
    value: text === '' ? undefined : JSON.parse(text),
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
  }
}
