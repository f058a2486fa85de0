import {execFileSync} from 'node:child_process'
import {join} from 'node:path'

/**
 * The tests of commands run the built binary: it is built before them where a source is newer, so that no test passes on
 * yesterday's code. `AWSUP_BINARY` names another binary, which is taken as it is.
 */
export default function buildBefore(): void {
  if (process.env['AWSUP_BINARY'] !== undefined) return
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', '..', 'scripts', 'fresh.mjs')], {
    stdio: 'inherit',
  })
}
