import {readdirSync} from 'node:fs'
import path from 'node:path'

/** Folders of packages and of what tools make: what is in them is nobody's source. */
const SKIPPED = /^(\.|node_modules$|dist$|build$|out$|target$|vendor$|Pods$|DerivedData$|venv$|__pycache__$)/
const DEPTH = 6
/** A repository has some thousands of files; more are not looked through for a hint. */
const MOST_ENTRIES = 20_000
const MOST_FOUND = 5

/**
 * Files below a folder whose names are of this shape, the nearest first: for hints. At most five, six folders deep; links are
 * not followed, and folders that cannot be listed are left out.
 *
 * @returns paths from the folder, with `/`
 */
export function filesBelow(folder: string, shape: RegExp): readonly string[] {
  const found: string[] = []
  let seen = 0
  let level = ['']
  for (let depth = 0; depth <= DEPTH && level.length > 0; depth += 1) {
    const next: string[] = []
    for (const below of level) {
      for (const entry of entriesOf(path.join(folder, below))) {
        seen += 1
        if (seen > MOST_ENTRIES || found.length === MOST_FOUND) return found
        const name = below === '' ? entry.name : `${below}/${entry.name}`
        if (entry.isFile() && shape.test(entry.name)) found.push(name)
        if (entry.isDirectory() && !SKIPPED.test(entry.name)) next.push(name)
      }
    }
    level = next
  }
  return found
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, {withFileTypes: true}).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}

/** What to do with files that are kept deeper than where they are looked for; nothing where there are none. */
export const namedBelow = (found: readonly string[], command: string): string =>
  found.length === 0 ? '' : `. Found below: ${found.join(', ')}. Name one of them: ${command} ${found[0] ?? ''}`
