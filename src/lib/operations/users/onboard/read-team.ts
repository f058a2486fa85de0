import {readRegularFile} from '../../../../files/read.js'
import {UsageError} from '../../../base/errors.js'
import type {Manifest} from '../../../manifest/manifest.js'
import {show} from '../../../manifest/read/show.js'
import {readColumns} from './columns.js'
import {readLines} from './lines.js'
import {inOrder, type Found, type Mistake} from './mistake.js'
import {gatherPeople, type Person} from './people.js'
import {readRow} from './rows.js'

/** Bytes: five thousand people, IAM's quota of users, in three environments take less than half of it. */
const LIMIT = 1024 * 1024

/**
 * The people of a file, with everything that is wrong in it and with what awsup.yaml has. Throws UsageError where there is
 * no such file, or where it is not read.
 */
export async function readTeam(path: string, manifest: Manifest): Promise<Found<readonly Person[]>> {
  const hint = 'Name a CSV file: name,environment,role in its first line, then a line for each person and environment.'
  const bytes = readRegularFile(path, {
    limit: LIMIT,
    refuse: (why, cause) => new UsageError(`${show(path)} ${why}`, {hint, cause}),
  })
  if (!bytes) throw new UsageError(`there is no file ${show(path)}`, {hint})
  return readPeople(bytes, manifest)
}

/** The same from the bytes of a file. */
export async function readPeople(bytes: Uint8Array, manifest: Manifest): Promise<Found<readonly Person[]>> {
  const {found: lines, mistakes} = await readLines(bytes)
  const [header, ...below] = lines
  if (!header) return {found: [], mistakes: mistakes.length > 0 ? mistakes : [nothing('the file is empty')]}
  const columns = readColumns(header, [...manifest.environments.keys()])
  const known = columns.found
  if (!known) return {found: [], mistakes: inOrder([...mistakes, ...columns.mistakes])}
  const rows = below.map((line) => readRow(line, known, manifest))
  const said = rows.flatMap(({found}) => found ?? [])
  const people = gatherPeople(said, manifest)
  const all = [...mistakes, ...columns.mistakes, ...rows.flatMap((row) => row.mistakes), ...people.mistakes]
  if (said.length === 0 && all.length === 0)
    return {found: [], mistakes: [nothing('the file names nobody: it has the names of columns alone')]}
  return {found: people.found, mistakes: inOrder(all)}
}

const nothing = (message: string): Mistake => ({
  line: 1,
  column: 1,
  message,
  hint: 'Write name,environment,role in the first line, then a line for each person and environment.',
})
