import {join} from 'node:path'
import {readRegularFile} from '../../../files/read.js'
import {ConflictError} from '../../base/errors.js'

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
  try {
    const bytes = readRegularFile(join(root, path), {
      limit: LARGEST,
      noLink: () => new SaysNothing(),
      refuse: (why) =>
        why.startsWith('is a folder')
          ? new ConflictError(`${path} is a folder`, {code: 'DAMAGED', hint: 'Move it away.'})
          : new SaysNothing(why),
    })
    return bytes && parse(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SaysNothing) return {text: '', value: null}
    throw error
  }
}

class SaysNothing extends Error {}

function parse(text: string): OwnFile {
  try {
    return {text, value: JSON.parse(text)}
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return {text, value: undefined}
  }
}
