import type {Session} from '../../../project/session.js'
import {unfinished} from '../../changes/unfinished.js'
import {renderPlace, type UserPlace} from '../places.js'

/**
 * Does the work in all places at once, also where it fails in one: who is to be kept out is kept out wherever it can be.
 * Throws what failed first, as ApplyError that says where it is done.
 *
 * @param what "alice is disabled"
 */
export async function everywhere<P extends UserPlace, T>(
  {engine}: Session,
  {places, what}: {readonly places: readonly P[]; readonly what: string},
  work: (place: P) => Promise<T>,
): Promise<readonly T[]> {
  const settled = await Promise.allSettled(places.map(work))
  const namesOf = (status: 'fulfilled' | 'rejected'): string =>
    places
      .filter((_, index) => settled[index]?.status === status)
      .map(renderPlace)
      .join(', ')
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) {
    const done = namesOf('fulfilled')
    throw unfinished(
      engine,
      failed.reason,
      `${done === '' ? '' : `${what} in ${done}. `}It may not be so, or not wholly, in ${namesOf('rejected')}.`,
    )
  }
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}
