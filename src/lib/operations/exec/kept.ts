import type {Project} from '../../project/project.js'
import {findRoleKey} from '../../sessions/role-key.js'
import {openSessions, type Session} from '../../sessions/store.js'

/** What changes which session it is, as it was asked. */
export interface KeptOptions {
  readonly profile?: string | undefined
  readonly signal: AbortSignal
  /** A session of which less is left is made anew, ms; see `Sessions.get`. */
  readonly leastLeftMs?: number | undefined
  readonly role?: string | undefined
  readonly durationS?: number | undefined
}

/**
 * Looks at all that decides which session it is, before anything else does, and answers what makes the session where none is
 * kept. What was made is kept only if awsup.yaml and the records are still the same then.
 */
export function keepRole(
  {root, source, target, targetIsAsked}: Project,
  environment: string,
  {profile, signal, leastLeftMs, role, durationS}: KeptOptions,
): (make: () => Promise<Session>) => Promise<Session> {
  const sessions = openSessions({root})
  const asked = {environment, target: targetIsAsked === true ? target : 'default', role, durationS} as const
  const findKey = () => findRoleKey({root, manifest: source, profile, env: process.env, ...asked})
  const key = sessions && findKey()
  if (sessions === undefined || key === undefined) return (make) => make()
  const isCurrent = (): boolean => findKey()?.claims === key.claims
  return (make) => sessions.of(key, make, {signal, leastLeftMs, isCurrent})
}
