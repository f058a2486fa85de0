import {existsSync, rmdirSync, rmSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {ConflictError, UsageError} from '../../base/errors.js'
import {knownRegions} from '../../base/regions.js'
import {isCode} from '../../records/files/durable.js'
import {readIssuers} from '../../project/sandbox-issuers.js'
import {functionsIn, type ReadyFunctions} from './functions.js'
import {sandboxFolder, sandboxLag} from '../../project/sandbox-target.js'

/** What `sandbox status` tells. */
export interface SandboxStatus {
  readonly folder: string
  readonly exists: boolean
  readonly managementAccountId?: string
  readonly accounts?: number
  readonly calls?: {readonly total: number; readonly mutating: number}
}

/** A sandbox on a port, with the management account's key. */
export interface ServedSandbox {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly accountId: string
  readonly region: string
  readonly close: () => Promise<void>
}

interface ServeOptions {
  readonly hosts?: readonly string[] | undefined
  readonly issuers?: readonly string[] | undefined
  readonly functions?: ReadyFunctions | undefined
  readonly showLine?: ((name: string, line: string) => void) | undefined
  readonly identityCenter?: string | undefined
}

/** A name of a host, as DNS has them. */
const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i
/** All addresses of a machine: where some servers listen, and no name of one. */
const ANYWHERE: readonly string[] = ['0.0.0.0', '0']

/**
 * Puts the project's sandbox on a port of 127.0.0.1; port 0 takes any that is free. Throws ConflictError `PORT_TAKEN`,
 * UsageError where a host is no name, a region does not exist, or the keys of an issuer cannot be read.
 *
 * @param options.hosts names besides 127.0.0.1 and localhost that clients may call it by
 * @param options.functions what `lambda:Invoke` and triggers run; nothing when absent. Lines that they print go to `showLine`
 * @param options.identityCenter region in which to switch IAM Identity Center on; as it is when absent
 * @param options.issuers where the keys of issuers are, as `readIssuers` takes them; those of before when there are none
 */
export async function serveSandbox(
  root: string,
  port: number,
  {hosts = [], issuers = [], functions, showLine, identityCenter}: ServeOptions = {},
): Promise<ServedSandbox> {
  requireRegion(identityCenter)
  for (const host of hosts) {
    if (HOST.test(host) && !ANYWHERE.includes(host)) continue
    throw new UsageError(`--host ${JSON.stringify(host)} is no name of a host`, {
      hint: 'It is the name by which clients call the sandbox, without scheme and port: --host host.docker.internal. The sandbox listens on 127.0.0.1 alone.',
      details: {flag: '--host'},
    })
  }
  const lagMs = sandboxLag(process.env['AWSUP_SANDBOX_LAG'])
  const keysOf = await readIssuers(issuers)
  const {openSandbox, serve, openRunner, connectFunctions} = await sandboxCode()
  let management = ''
  const runner =
    functions &&
    openRunner({
      find: (place) => functionsIn(functions, management)(place),
      node: functions.node.program,
      runtime: functions.node.runtime,
      show: showLine,
    })
  const sandbox = await openSandbox({directory: sandboxFolder(root), lagMs, functions: runner})
  management = sandbox.credentials('admin').accountId
  if (issuers.length > 0) sandbox.configure({issuers: keysOf})
  if (identityCenter !== undefined) sandbox.configure({identityCenter})
  const server = await serve(sandbox, {port, hosts: hosts.map((host) => host.toLowerCase())}).catch(
    (error: unknown) => {
      if (!(error instanceof Error) || !isCode(error, 'EADDRINUSE', 'EACCES')) throw error
      throw new ConflictError(whyTaken(port, error), {
        code: 'PORT_TAKEN',
        hint: 'Choose another port with --port; --port 0 takes any that is free. Is another awsup sandbox serve running?',
        cause: error,
      })
    },
  )
  if (runner) connectFunctions(runner, sandbox, server.endpoint)
  const keys = sandbox.credentials('admin')
  const close = async (): Promise<void> => {
    runner?.close()
    await server.close()
  }
  return {endpoint: server.endpoint, ...keys, region: 'us-east-1', close}
}

/** Throws UsageError where it is no region that awsup knows. */
function requireRegion(region: string | undefined): void {
  if (region === undefined || knownRegions().includes(region)) return
  throw new UsageError(`--identity-center ${JSON.stringify(region)} is not a region`, {
    hint: 'Name the region in which IAM Identity Center is switched on: --identity-center eu-west-1.',
    details: {flag: '--identity-center'},
  })
}

const whyTaken = (port: number, error: Error): string =>
  isCode(error, 'EACCES')
    ? `port ${port} may not be used: ${error.message}`
    : `port ${port} is taken: another program listens on it`

/** What the project's sandbox holds. Makes none where there is none. */
export async function readSandboxStatus(root: string): Promise<SandboxStatus> {
  const folder = sandboxFolder(root)
  if (!existsSync(folder)) return {folder, exists: false}
  const {openSandbox, countAccounts} = await sandboxCode()
  const sandbox = await openSandbox({directory: folder})
  const {total, mutating} = sandbox.callSummary()
  return {
    folder,
    exists: true,
    managementAccountId: sandbox.credentials('admin').accountId,
    accounts: sandbox.world(countAccounts),
    calls: {total, mutating},
  }
}

/** Forgets everything in the project's sandbox, and the records that point into it. */
export function resetSandbox(root: string): {readonly folder: string; readonly existed: boolean} {
  const folder = sandboxFolder(root)
  const existed = existsSync(folder)
  const records = ['organization.json', 'environments', 'journal', '.last'].map((name) => join(dirname(folder), name))
  for (const path of [folder, ...records]) rmSync(path, {recursive: true, force: true})
  return {folder, existed}
}

/**
 * Forgets a sandbox that this run opened for a project that then was not wanted: a no changes nothing. One that was there
 * before stays.
 */
export function discardNewSandbox(root: string, existed: boolean): void {
  if (existed) return
  const folder = sandboxFolder(root)
  rmSync(folder, {recursive: true, force: true})
  // Only what is empty: rmdir refuses the rest.
  for (const above of [dirname(folder), dirname(dirname(folder))]) {
    try {
      rmdirSync(above)
    } catch (error) {
      if (!isCode(error, 'ENOTEMPTY', 'ENOENT', 'EEXIST')) throw error
    }
  }
}

/** Whether the project has a sandbox. */
export const hasSandbox = (root: string): boolean => existsSync(sandboxFolder(root))

async function sandboxCode() {
  const [{openSandbox}, {serve}, {accounts}, {openRunner}, {connectFunctions}] = await Promise.all([
    import('../../../sandbox/sandbox.js'),
    import('../../../sandbox/server/server.js'),
    import('../../../sandbox/services/organizations/tables.js'),
    import('../../../sandbox/functions/runner.js'),
    import('../../../sandbox/functions/connect.js'),
  ])
  return {
    openSandbox,
    serve,
    openRunner,
    connectFunctions,
    countAccounts: (tx: Parameters<typeof accounts.list>[0]): number => accounts.list(tx).length,
  }
}
