import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

const VARIABLE = 'AWSUP_SANDBOX_VIOLATIONS'

/**
 * Has all sandboxes of a run, in whatever process, note in one file what AWS's public API models do not allow: requests
 * of awsup, also where a test expects a refusal, and answers of their own. summary-reporter.ts fails the run for one.
 */
export default function collectViolations(): () => void {
  const file = (process.env[VARIABLE] ??= join(mkdtempSync(join(tmpdir(), 'awsup-violations-')), 'violations.jsonl'))
  return () => rmSync(dirname(file), {recursive: true, force: true})
}

/** What was noted in this run so far, each once. */
export function readViolations(): readonly string[] {
  const file = process.env[VARIABLE]
  if (file === undefined || !existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return [...new Set(lines.filter((line) => line !== ''))].toSorted()
}
