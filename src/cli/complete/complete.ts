import {writeSync} from 'node:fs'
import {answer} from './answer.js'
import {DIRECTIVES, type Answer, type Table} from './table.js'

/** The protocol of the scripts: `awsup __complete 1 bash -- <words up to the cursor>`. */
export const PROTOCOL = 1

const FAILED: Answer = {candidates: [], directive: DIRECTIVES.failed}

/**
 * Answers a script of `awsup completion`, which calls this at every press of Tab: one candidate a line, `value<TAB>what it
 * is`, and `:<directive>` last. Asks no network, takes no lock, writes no file, and never throws: an error would be
 * printed into the middle of what a person types.
 *
 * @param argv what follows `__complete`
 */
export function complete(argv: readonly string[], table: Table): void {
  write(render(read(argv, table)))
}

function read([protocol, shell, dashes, ...words]: readonly string[], table: Table): Answer {
  if (protocol !== String(PROTOCOL) || dashes !== '--') return FAILED
  try {
    // PowerShell before 7.3 drops an empty argument; its script sends two quotes, which newer ones do not take away.
    const last = words.at(-1) === '""' && shell === 'powershell' ? '' : (words.at(-1) ?? '')
    return answer({table, words: [...words.slice(0, -1), last], cwd: process.cwd(), env: process.env})
  } catch {
    // No such folder, a named pipe at awsup.yaml: nothing to offer.
    return FAILED
  }
}

const render = ({candidates, directive}: Answer): string =>
  [
    ...candidates.map(({value, description}) => (description === '' ? value : `${value}\t${description}`)),
    `:${directive}\n`,
  ].join('\n')

/** At once and whole: a pipe of the caller's may take it in parts. */
function write(text: string): void {
  const bytes = Buffer.from(text)
  for (let [done, tries] = [0, 0]; done < bytes.length && tries < 10_000; tries++) {
    try {
      done += writeSync(1, bytes, done)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return
    }
  }
}
