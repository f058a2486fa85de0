import type {AwsCredentials, Keys} from '../aws/credentials/credentials.js'
import type {SessionKey} from './key.js'

/** Whom a session was given to, and as what: a role of awsup.yaml, or the role by which administrators enter. */
export interface ActingAs {
  readonly user?: string
  readonly role: string
}

/** A session that is kept: whose account it is, and what to sign with. */
export interface Session {
  readonly accountId: string
  readonly as: ActingAs
  readonly credentials: AwsCredentials
}

/** What a file holds, once it is open. */
export interface Entry {
  readonly key: SessionKey
  readonly session: Session
}

/** No session of STS lasts longer (GetSessionToken, 129,600 seconds), ms. */
const LONGEST_MS = 129_600_000

/**
 * Whether these are credentials that end by themselves: they have a session token, an end that is not too far, and the id
 * of a session (`ASIA`), not that of an access key that lasts (`AKIA`; IAM User Guide, "Understanding unique ID prefixes").
 */
export function isShortLived({accessKeyId, sessionToken, expiration}: Keys): boolean {
  const ends = expiration?.getTime() ?? Number.NaN
  const isSession = typeof sessionToken === 'string' && sessionToken !== '' && !accessKeyId.startsWith('AKIA')
  return isSession && Number.isSafeInteger(ends) && ends >= 0 && ends - Date.now() <= LONGEST_MS
}

export function renderEntry({key, session: {accountId, as, ...session}}: Entry): string {
  const {accessKeyId, secretAccessKey, sessionToken, expiration} = session.credentials
  const credentials = {accessKeyId, secretAccessKey, sessionToken, expiration: expiration.getTime()}
  return JSON.stringify({key, session: {accountId, as, credentials}})
}

/** Of a text that was sealed by `renderEntry`: nobody else could have. `undefined` where it is none after all. */
export function readEntry(text: string): Entry | undefined {
  try {
    const {key, session} = JSON.parse(text) as Entry
    const {expiration, ...keys} = session.credentials
    const credentials = {...keys, expiration: new Date(expiration)}
    return isShortLived(credentials) ? {key, session: {...session, credentials}} : undefined
  } catch {
    return undefined
  }
}
