import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/**
 * Fails a run in which awsup sent anything that AWS's public API models do not allow, or the sandbox answered anything
 * such. Sandboxes in any process note it in one file (AWSUP_SANDBOX_VIOLATIONS), also where a test expects a refusal.
 */
export default function collectViolations(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'awsup-violations-'))
  const file = join(folder, 'violations.jsonl')
  process.env['AWSUP_SANDBOX_VIOLATIONS'] = file
  return () => {
    const found = linesOf(file)
    rmSync(folder, {recursive: true, force: true})
    if (found.length > 0) throw new Error(`AWS's public API models do not allow this:\n${found.join('\n')}`)
  }
}

function linesOf(file: string): readonly string[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return [...new Set(lines.filter((line) => line !== ''))].toSorted()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
