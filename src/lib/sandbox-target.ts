import {join} from 'node:path'

/** Where a project's sandbox keeps its accounts, pools and users. */
export const sandboxFolder = (root: string): string => join(root, '.awsup', 'sandbox', 'data')

/** The embedded sandbox as a target: its code is only read when it is meant. */
export async function openSandboxTarget(root: string) {
  const [{openSandbox}, {requestHandlerFor}] = await Promise.all([
    import('../sandbox/sandbox.js'),
    import('../sandbox/in-process.js'),
  ])
  const sandbox = await openSandbox({directory: sandboxFolder(root)})
  return {requestHandler: requestHandlerFor(sandbox), credentials: sandbox.credentials('admin')}
}
