import {dispatch, readPackage} from '../dispatch.js'
import type {Installed} from './installed.js'
import {mayNotice} from '../update/may-notice.js'

/**
 * Runs the command line of this process to its end. The exit code is set, not forced, so that everything is written
 * first.
 */
export async function run(installed: Installed): Promise<void> {
  const argv = process.argv.slice(2)
  process.exitCode = await dispatch(argv, installed)
  await end(argv, installed)
}

/** What is said when the work is done, and the end of what still holds the process. */
export async function end(argv: readonly string[], installed: Installed): Promise<void> {
  const {stderr} = installed.outputs ?? process
  if (mayNotice(argv, {stderr})) {
    const {noticeUpdate} = await import('../update/notice.js')
    const notice = await noticeUpdate({root: installed.root, version: readPackage(installed).version})
    if (notice !== undefined) stderr.write(`${notice}\n`)
  }
  endSoon()
}

/**
 * Whatever still holds the process when the work is done was given up before: a helper that does not end, a connection
 * of the SDK's own that nobody waits for. What is written but not read yet is waited for.
 */
function endSoon(): void {
  const later = setTimeout(() => {
    if (process.stdout.writableLength + process.stderr.writableLength > 0) endSoon()
    else process.exit()
  }, 1_000)
  later.unref()
}
