import {dirname, join} from 'node:path'
import {removeDurably, requireFolder, writeDurably} from '../files/durable.js'
import {openFileRecords} from '../files/file-records.js'
import {ignoreInGit} from '../ignore.js'
import {renderIntent} from '../journal/journal.js'
import {readBytes} from '../files/json-file.js'
import type {Objects} from './objects.js'
import {environmentOf, intentIn, JOURNAL, listRecordObjects, recordsIn, requireDistinctObjects} from './parts.js'

/**
 * Keeps the local copy of an object of records: `env switch` and its like read it and need no network. Answers whether
 * it was another. `undefined` removes it.
 */
export function keepLocalCopy(directory: string, name: string, text: string | undefined): boolean {
  const path = join(directory, name)
  const before = readBytes(path)?.toString('utf8')
  if (before === text) return false
  if (text === undefined) removeDurably(path)
  else {
    requireFolder(dirname(path), dirname(directory))
    ignoreInGit(dirname(directory))
    writeDurably(path, text)
  }
  return true
}

/** A file of the local copy and whether it was another before. */
export interface Copied {
  readonly name: string
  readonly changed: boolean
}

/**
 * Makes the local copy of all records that are in S3. What is here alone stays: it may never have been pushed. Throws
 * ConflictError where an object is damaged or two environments have the same ids, before anything is written.
 */
export async function copyFromS3(objects: Objects, directory: string): Promise<readonly Copied[]> {
  const names = await listRecordObjects(objects)
  const versions = await Promise.all(names.map(async (name) => ({name, version: await objects.load(name)})))
  const found = versions.flatMap(({name, version}) => {
    const records = recordsIn(objects, {path: name, environment: environmentOf(name)}, version?.bytes)
    return version === undefined ? [] : [{name, text: version.bytes.toString('utf8'), records}]
  })
  requireDistinctObjects(
    objects,
    found.flatMap(({records}) => [...records.values()]),
  )
  const copied: Copied[] = []
  for (const {name, text} of found) copied.push({name, changed: keepLocalCopy(directory, name, text)})
  return copied
}

/** The same for work under way, for who goes back to files. */
export async function copyJournalFromS3(objects: Objects, directory: string): Promise<readonly Copied[]> {
  const copied: Copied[] = []
  const local = openFileRecords(directory)
  for (const name of await objects.list(JOURNAL)) {
    const bytes = (await objects.load(name))?.bytes
    if (bytes === undefined) continue
    const intent = intentIn(objects, name, bytes)
    const known = await local.intent(intent.address)
    const changed = known === undefined || renderIntent(known) !== renderIntent(intent)
    if (changed) await local.openIntent(intent)
    copied.push({name, changed})
  }
  return copied
}
