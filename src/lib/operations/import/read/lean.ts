import type {Auth} from '../../../manifest/manifest.js'
import {isSection, type Written} from '../../../manifest/edit/block.js'
import {makeClient} from '../../../manifest/defaults/client.js'
import {same} from '../../../base/resource.js'
import type {Section} from '../write/pool.js'

// AWS never changes these, so they are said also where they are what awsup would mean by nothing.
const PERMANENT = ['signIn', 'caseSensitive', 'requiredAttributes', 'attributes']

/**
 * An `auth` section without what means the same when it is not written. Pure.
 *
 * @param base what the environment's auth is when none of it is written
 * @param name what Cognito calls pools where nothing is said
 */
export function leave(section: Section, base: Auth, name: string): Section {
  const kept = Object.entries(section).flatMap(([key, value]): [string, Written][] => {
    const left = PERMANENT.includes(key) ? value : leaveOf(key, value, {base, name})
    return left === undefined ? [] : [[key, left]]
  })
  return Object.fromEntries(kept)
}

interface Around {
  readonly base: Auth
  readonly name: string
}

function leaveOf(key: string, value: Written, {base, name}: Around): Written | undefined {
  const {mfa, mfaMethods: methods, password, identityPool, clients} = base
  switch (key) {
    case 'mfa':
      return same(isSection(value) ? value : {mode: value}, {mode: mfa, methods}) ? undefined : value
    case 'password':
      return isSection(value) ? different(value, password) : value
    case 'identityPool':
      return isSection(value) ? different(value, {...identityPool, name: identityPool.name ?? name}) : value
    case 'userPoolName':
      return value === (base.userPoolName ?? name) ? undefined : value
    case 'clients':
      return isSection(value)
        ? Object.fromEntries(
            Object.entries(value).map(([client, part]) => [
              client,
              (isSection(part) ? different(part, clients.get(client) ?? makeClient({})) : part) ?? {},
            ]),
          )
        : value
    default:
      return same(value, new Map<string, unknown>(Object.entries(base)).get(key)) ? undefined : value
  }
}

/** The fields that are not as below; `undefined` where all are. */
function different(value: Section, below: object): Section | undefined {
  const there = new Map<string, unknown>(Object.entries(below))
  // URLs to come back to after signing out are those of signing in unless they are written.
  const left = Object.entries(value).filter(([key, part]) => key === 'logoutUrls' || !same(part, there.get(key)))
  return left.length === 0 ? undefined : Object.fromEntries(left)
}
