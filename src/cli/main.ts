import path from 'node:path'
import {dispatch, loadPackage} from './dispatch.js'
import {mayNotice} from './update/may-notice.js'

// Bundled as dist/main.js: the package is one folder up. The code is set, not forced, so that everything is written
// first.
const argv = process.argv.slice(2)
const root = path.resolve(import.meta.dirname, '..')
process.exitCode = await dispatch(argv, {root})
if (mayNotice(argv)) {
  const {noticeUpdate} = await import('./update/notice.js')
  const notice = await noticeUpdate({root, version: loadPackage(root).version})
  if (notice !== undefined) process.stderr.write(`${notice}\n`)
}
endSoon()

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
