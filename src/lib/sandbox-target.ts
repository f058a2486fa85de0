import {existsSync} from 'node:fs'
import {join} from 'node:path'

/** Where a project's sandbox keeps its accounts, pools and users. */
export const sandboxFolder = (root: string): string => join(root, '.awsup', 'sandbox', 'data')

/**
 * The embedded sandbox as a target: its code is only read when it is meant.
 *
 * @param inMemoryWhenNew whether a sandbox that does not exist yet is forgotten again, in place of being made on disk
 */
export async function openSandboxTarget(root: string, {inMemoryWhenNew = false} = {}) {
  const [{openSandbox}, {requestHandlerFor}] = await Promise.all([
    import('../sandbox/sandbox.js'),
    import('../sandbox/in-process.js'),
  ])
  const folder = sandboxFolder(root)
  const sandbox = await openSandbox(inMemoryWhenNew && !existsSync(folder) ? {} : {directory: folder})
  return {requestHandler: requestHandlerFor(sandbox), credentials: sandbox.credentials('admin')}
}
