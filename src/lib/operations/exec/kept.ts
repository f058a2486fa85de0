import type {Wish} from '../../project/actor.js'
import type {Project} from '../../project/project.js'
import {findRoleKey} from '../../sessions/role-key.js'
import type {Session} from '../../sessions/entry.js'
import {LEAST_LEFT_MS, openSessions, type Made} from '../../sessions/store.js'

const HOUR_MS = 3_600_000

/** What changes which session it is, as it was asked. */
export interface KeptOptions {
  readonly profile?: string | undefined
  readonly signal: AbortSignal
  /** A session of which less is left is made anew, ms; see `Sessions.get`. */
  readonly leastLeftMs?: number | undefined
  readonly wish?: Wish | undefined
}

/**
 * Looks at all that decides which session it is, before anything else does, and answers what makes the session where none is
 * kept. What was made is kept only if awsup.yaml and the records are still the same then.
 */
export function keepRole(
  {root, source, target, targetIsAsked}: Project,
  environment: string,
  {profile, signal, leastLeftMs = LEAST_LEFT_MS, wish = {}}: KeptOptions,
): (make: () => Promise<Made>) => Promise<Session> {
  const {role, durationS} = wish
  const durationMs = durationS === undefined ? HOUR_MS : durationS * 1000
  // Of a short one the same part is left, at the least what AWS clients need. One that never has so much is not kept.
  const leftMs = Math.max(LEAST_LEFT_MS, Math.min(leastLeftMs, (leastLeftMs / HOUR_MS) * durationMs))
  if (durationMs <= leftMs) return (make) => make()
  const sessions = openSessions({root})
  const asked = {environment, target: targetIsAsked === true ? target : 'default', role, durationS} as const
  const findKey = () => findRoleKey({root, manifest: source, profile, env: process.env, ...asked})
  const key = sessions && findKey()
  if (sessions === undefined || key === undefined) return (make) => make()
  const isCurrent = (): boolean => findKey()?.claims === key.claims
  return (make) => sessions.of(key, make, {signal, leastLeftMs: leftMs, isCurrent})
}
