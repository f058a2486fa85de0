import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {UsageError} from '../base/errors.js'
import {requireOwnFolders} from './own-folders.js'

/** Where a project's sandbox keeps its accounts, pools and users. Throws what `requireOwnFolders` does. */
export function sandboxFolder(root: string): string {
  requireOwnFolders(root)
  return join(root, '.awsup', 'sandbox', 'data')
}

/**
 * The embedded sandbox as a target: its code is only read when it is meant. Throws UsageError where AWSUP_SANDBOX_LAG is
 * no lag.
 *
 * @param inMemoryWhenNew whether a sandbox that does not exist yet is forgotten again, instead of being made on disk
 */
export async function openSandboxTarget(root: string, {inMemoryWhenNew = false} = {}) {
  const lagMs = sandboxLag(process.env['AWSUP_SANDBOX_LAG'])
  const [{openSandbox}, {requestHandlerFor}] = await Promise.all([
    import('../../sandbox/sandbox.js'),
    import('../../sandbox/server/in-process.js'),
  ])
  const folder = sandboxFolder(root)
  const sandbox = await openSandbox({...(inMemoryWhenNew && !existsSync(folder) ? {} : {directory: folder}), lagMs})
  const {iam, organizations, cognito} = lagMs ?? sandbox.settings().lagMs
  return {
    requestHandler: requestHandlerFor(sandbox),
    credentials: sandbox.credentials('admin'),
    lagMs: Math.max(iam, organizations, cognito),
  }
}

/** How late what is made shows in the sandbox, ms. */
interface Lag {
  readonly iam: number
  readonly organizations: number
  readonly cognito: number
}

/**
 * AWSUP_SANDBOX_LAG: milliseconds for all (`500`), or by service (`iam=500,organizations=0,cognito=2000`); as the sandbox
 * is set when absent. Throws UsageError where it is neither.
 */
export function sandboxLag(setting: string | undefined): Lag | undefined {
  if (setting === undefined || setting === '') return undefined
  const all = readMs(setting)
  if (all !== undefined) return {iam: all, organizations: all, cognito: all}
  const none = {iam: 0, organizations: 0, cognito: 0}
  return setting.split(',').reduce<Lag>((lag, part) => {
    const [service = '', ms = '', ...rest] = part.split('=')
    const read = readMs(ms)
    if (!Object.hasOwn(none, service) || read === undefined || rest.length > 0) throw noLag(setting)
    return {...lag, [service]: read}
  }, none)
}

const readMs = (text: string): number | undefined => (/^\d{1,6}$/.test(text) ? Number(text) : undefined)

const noLag = (setting: string): UsageError =>
  new UsageError(`AWSUP_SANDBOX_LAG is ${JSON.stringify(setting)}, which is no number of milliseconds`, {
    hint: 'Set it to milliseconds, for example AWSUP_SANDBOX_LAG=500 or AWSUP_SANDBOX_LAG=iam=500,cognito=0, or unset it.',
  })
