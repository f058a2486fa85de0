import {closeSync, constants, fstatSync, openSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {ConflictError} from '../errors.js'
import {isCode} from '../records/durable.js'

/** More than the way back from twenty outputs takes, bytes. */
const LARGEST = 512 * 1024 * 1024

/** A file of awsup's own as it is on disk. */
export interface OwnFile {
  readonly text: string
  /** What it says; `undefined` where it is no JSON. */
  readonly value: unknown
}

/**
 * Reads a file below `.awsup`; `undefined` when there is none. What is no regular file (a checkout may bring a link)
 * says nothing. Throws ConflictError where it is a folder.
 */
export function loadOwn(root: string, path: string): OwnFile | undefined {
  let file: number | undefined
  try {
    file = openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const found = fstatSync(file)
    if (found.isDirectory()) throw new ConflictError(`${path} is a folder`, {code: 'DAMAGED', hint: 'Move it away.'})
    if (!found.isFile() || found.size > LARGEST) return {text: '', value: null}
    return parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    if (isCode(error, 'ELOOP', 'ENXIO')) return {text: '', value: null}
    throw error
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function parse(text: string): OwnFile {
  try {
    return {text, value: JSON.parse(text)}
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return {text, value: undefined}
  }
}
