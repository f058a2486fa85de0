import type {PreviewedFile} from '../../lib/index.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/**
 * A file before and after as a unified diff; empty where nothing changes. The package that compares is loaded only
 * here.
 */
export async function makeDiff({path, before, after, changed}: PreviewedFile): Promise<string> {
  if (!changed) return ''
  const {createTwoFilesPatch} = await import('diff')
  // In files of variables the lines around awsup's are the reader's own, and may be secret.
  const context = /\.(json|[cm]?[jt]s|dart)$/i.test(path) ? 3 : 0
  const from = before === '' ? '/dev/null' : `a/${path}`
  const to = after === '' ? '/dev/null' : `b/${path}`
  const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, {context})
  // Its first line is a rule of equals signs that `patch` ignores and people stumble over.
  return patch.slice(patch.indexOf('--- '))
}

/** The same for people: what goes red, what comes green. */
export const renderDiff = (diff: string, ink: Ink): string =>
  diff
    .trimEnd()
    .split('\n')
    .map((line) => {
      const safe = renderSafe(line)
      if (/^(---|\+\+\+) /.test(line)) return ink.bold(safe)
      if (line.startsWith('@@')) return ink.cyan(safe)
      if (line.startsWith('+')) return ink.green(safe)
      return line.startsWith('-') ? ink.red(safe) : safe
    })
    .join('\n')
