import type {Intent} from '../../records/records.js'
import type {Actual} from '../../base/resource.js'
import type {Engine} from '../engine.js'
import {lookUp} from '../plan/look.js'

/**
 * Looks for what a run began to make and did not live to put on record: again and again, until it is there or nothing
 * that was made then can still be late to show. Only after that is it known that it was never made.
 *
 * @param look how to look; where the intent says when absent
 */
export async function lookForBegun(
  engine: Engine,
  {address, kind, where, at}: Intent,
  look = where && (() => lookUp(engine, {address, kind, ...where, needs: []})),
): Promise<Actual | undefined> {
  if (!look || !engine.rooms.has(kind)) return undefined
  const failed = (await engine.records.failures()).find((failure) => failure.address === address)
  // What failed was sent before it failed; where the run was killed, when it began is all that is known.
  const since = Math.max(...[at, failed?.at].map(timeOf))
  return engine.lookAgain(`${kind} ${address}, which an earlier run began to make, to show`, since, look)
}

/** ms since 1970. Of two clocks one may be wrong: what is still to come was not long ago. */
export const timeOf = (time: string | undefined): number => Math.min(Date.now(), Date.parse(time ?? '') || 0)
