import {existsSync, statSync} from 'node:fs'
import {readRegularFile} from '../../../../files/read.js'
import {UsageError} from '../../../base/errors.js'
import type {Found} from '../../../import/found.js'
import {MOST_BYTES} from '../../../import/part.js'
import {decodeText} from '../../../import/text.js'

// With existsSync first: below a file, some versions of Node throw where others say that nothing is there.
export const isFolder = (target: string): boolean => existsSync(target) && statSync(target).isDirectory()

export const isFile = (target: string): boolean => existsSync(target) && !statSync(target).isDirectory()

/** The text of a file that somebody else wrote. Throws UsageError where it is no regular file, or too large. */
export function loadText(file: string): string {
  const bytes = readRegularFile(file, {
    limit: MOST_BYTES,
    refuse: (why, cause) =>
      new UsageError(`${file} ${why}`, {
        code: 'IMPORT_SOURCE',
        hint: 'Is this the right file?',
        details: {file},
        cause,
      }),
  })
  if (bytes === undefined) throw new UsageError(`there is no ${file}`, {hint: 'Name a file that exists.'})
  return decodeText(bytes)
}

/** Throws UsageError where nothing tells of a user pool. */
export function requirePools(found: Found, where: string): Found {
  if (found.pools.length > 0) return found
  throw new UsageError(`there is no user pool in ${where}`, {
    hint: [...found.notes, 'Name it yourself: awsup import pool <user-pool-id> --env dev'].join(' '),
  })
}
