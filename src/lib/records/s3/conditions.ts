import {randomBytes} from 'node:crypto'
import {ConflictError} from '../../base/errors.js'
import type {Objects} from './objects.js'

/** An ETag that no object has. */
const WRONG = '"00000000000000000000000000000000"'

/**
 * Tries with an object of its own whether the store keeps the conditions that records stand on, and removes it. Throws
 * ConflictError `NO_CONDITIONS` where it does not: some stores that speak S3's protocol write over what they should not,
 * or delete whatever is there (MinIO, February 2026), and then a lock is no lock.
 */
export async function requireConditions(objects: Objects): Promise<void> {
  const name = `probe-${randomBytes(8).toString('hex')}`
  const made = await objects.put(name, '{}\n', undefined)
  // A reply that was lost: the second attempt met the first.
  if (made === undefined && (await objects.load(name)) === undefined)
    throw ignored(objects, 'refuses to write an object that does not exist yet')
  try {
    if ((await objects.put(name, '{"second":true}\n', undefined)) !== undefined) {
      throw ignored(objects, 'writes over an object although the request says If-None-Match: *')
    }
    if ((await objects.put(name, '{"second":true}\n', WRONG)) !== undefined) {
      throw ignored(objects, 'writes over another version than the request says with If-Match')
    }
    if ((await objects.remove(name, WRONG)) || (await objects.load(name)) === undefined) {
      throw ignored(objects, 'deletes another version than the request says with If-Match')
    }
  } finally {
    const left = await objects.load(name)
    if (left !== undefined) await objects.remove(name, left.etag)
  }
}

const ignored = (objects: Objects, what: string): ConflictError =>
  new ConflictError(`records cannot be kept at ${objects.urlOf('')}: the server ${what}`, {
    code: 'NO_CONDITIONS',
    hint: "Two people could overwrite each other's records. Keep them in Amazon S3, or in a store that honors If-Match and If-None-Match for PUT and DELETE, or in files (remove records from awsup.yaml).",
    details: {place: objects.urlOf('')},
  })
