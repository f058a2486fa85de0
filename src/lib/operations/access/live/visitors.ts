import type {Person} from '../../../access/matrix/people.js'
import type {Clients} from '../../../aws/clients/clients.js'
import {ConflictError} from '../../../base/errors.js'
import {openIdentity, type Logins} from './identity.js'
import {signIn, type Pool, type ThrowAway} from './throw-away.js'

/** Where users of an environment sign in. */
export interface Entrance extends Pool {
  readonly aws: Clients
  readonly clientId: string
  readonly identityPoolId: string
  readonly region: string
}

/** Somebody who signed in, and whose data may be asked for. */
export interface Visitor extends Person {
  readonly logins: Logins
}

/** Signs a user in who was made for a test, and finds the identity that the pool has for it. */
export async function openVisitor(entrance: Entrance, user: ThrowAway): Promise<Visitor> {
  const {aws, clientId, identityPoolId, region, userPoolId} = entrance
  const token = await signIn({aws, userPoolId}, clientId, user)
  const logins = {[`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: token}
  return {
    identity: await openIdentity(aws, identityPoolId, logins),
    sub: claimIn(token, 'sub'),
    claim: user.claim,
    logins,
  }
}

/** A claim of a token that came from the pool itself a moment ago. */
function claimIn(token: string, claim: string): string {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  const claims = typeof payload === 'object' && payload !== null ? Object.entries<unknown>({...payload}) : []
  const value = claims.find(([name]) => name === claim)?.[1]
  if (typeof value === 'string') return value
  throw new ConflictError(`the user pool’s token has no ${claim}`)
}
