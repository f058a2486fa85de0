import {createHash} from 'node:crypto'
import {readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {readRegularFile} from '../../files/read.js'

/** More bytes than a file of records has. */
const LARGEST = 16 * 1024 * 1024
const TARGETS = ['aws', 'sandbox']

/**
 * Everything in a project that decides which account an environment is, whose it is, and how it is entered, as one
 * digest: awsup.yaml, the records, and which sandbox it is. Whatever changes in them, the checks of `openCredentials` are
 * made again.
 *
 * Throws where a file cannot be read.
 *
 * @param manifest the text of awsup.yaml
 */
export function digestOfClaims(root: string, manifest: string): string {
  const hash = createHash('sha256')
  const parts = TARGETS.flatMap((target) => {
    const folder = join(root, '.awsup', target)
    const environments = join(folder, 'environments')
    return [join(folder, 'organization.json'), ...namesIn(environments).map((name) => join(environments, name))]
  })
  hash.update(JSON.stringify([manifest, sandboxMark(root)]))
  for (const path of parts) hash.update(JSON.stringify([path, read(path)]))
  return hash.digest('hex')
}

/** A sandbox that was reset is another one, also where it gives out the same ids. */
function sandboxMark(root: string): readonly number[] {
  const found = statSync(join(root, '.awsup', 'sandbox', 'data'), {throwIfNoEntry: false})
  return found ? [found.dev, found.ino, found.birthtimeMs] : []
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
  } catch {
    // Nothing is on record.
    return []
  }
}

const read = (path: string): string | undefined =>
  readRegularFile(path, {limit: LARGEST, refuse: (why) => new Error(why)})?.toString('latin1')
