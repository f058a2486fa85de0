import {statSync} from 'node:fs'
import {join} from 'node:path'
import {ConflictError} from '../../base/errors.js'
import {MANIFEST, readManifest, type Project} from '../../project/project.js'
import {writeDurably} from '../../records/files/durable.js'

/** Replaces awsup.yaml as a whole. Throws ConflictError when somebody changed it since `before` was read. */
export function saveManifest(before: Project, after: Project): void {
  const path = join(before.root, MANIFEST)
  if (after.source === before.source) return
  if (readManifest(before.root) !== before.source) {
    throw new ConflictError(`${MANIFEST} was changed by somebody else meanwhile`, {hint: 'Run the command again.'})
  }
  writeDurably(path, after.source, statSync(path).mode & 0o777)
}
