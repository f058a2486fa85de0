import {setTimeout} from 'node:timers/promises'
import {backoff} from '../../aws/clock.js'
import {ConflictError} from '../../base/errors.js'
import type {Objects} from './objects.js'

/** How often an edit is tried over what others wrote meanwhile; with the waits between, some seconds. */
const ATTEMPTS = 40

/**
 * Changes an object so that no change of anybody else is lost: reads it, works out what it must become (`undefined`: no
 * object), and writes that over exactly the version that was read. When somebody was faster it begins again. So does a
 * write whose reply was lost: it finds what it wrote, and there is nothing left to do. `change` may run more than once.
 * Answers what stands there in the end. Throws ConflictError `CONTENDED` when others are always faster.
 */
export async function editObject(
  objects: Objects,
  name: string,
  change: (before: Buffer | undefined) => string | undefined,
): Promise<string | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await setTimeout(backoff(attempt - 1, 10, 200))
    const before = await objects.load(name)
    const text = change(before?.bytes)
    if (text === before?.bytes.toString('utf8')) return text
    const written =
      text === undefined
        ? before === undefined || (await objects.remove(name, before.etag))
        : (await objects.put(name, text, before?.etag)) !== undefined
    if (written) return text
  }
  throw new ConflictError(`others change ${objects.urlOf(name)} without pause`, {
    code: 'CONTENDED',
    hint: 'Nothing of theirs was overwritten. Run the same command again.',
    details: {object: objects.urlOf(name), attempts: ATTEMPTS},
  })
}
