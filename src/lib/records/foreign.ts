import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {isCode} from './files/durable.js'
import {readBytes} from './files/json-file.js'
import {failuresFolder, journalFolder} from './places.js'
import type {Sealer} from './journal/seal.js'

/**
 * Files of the journal below a folder of records that this machine did not write: they came with the checkout, and count
 * for nothing. One that is damaged is not among them: whoever reads it says so.
 */
export function findForeign(directory: string, sealer: Sealer): readonly string[] {
  const folders = [[journalFolder(directory), 'intent'] as const, [failuresFolder(directory), 'failure'] as const]
  return folders.flatMap(([folder, what]) =>
    list(folder)
      .map((name) => join(folder, name))
      .filter((path) => {
        const value = parse(path)
        return value !== undefined && sealer.origin(what, value) === 'foreign'
      }),
  )
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder, {withFileTypes: true})
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json') && !entry.name.startsWith('.'))
      .map(({name}) => name)
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

function parse(path: string): unknown {
  const bytes = readBytes(path)
  try {
    return bytes && JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
