import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {makeSeed, stepOfCode} from '../../../totp.js'
import {closeChallenge, openChallenge, poolIdOfSession, requireChallenge} from '../sign-in/challenges.js'
import {invalid} from '../checks.js'
import {requireAdminDoor} from '../sign-in/doors.js'
import type {UserPoolOperations} from '../operations.js'
import type {Door} from '../sign-in/sign-in.js'
import {challengeSessions, type ChallengeSession, type UserMfa, type UserPool} from '../tables.js'
import {requireTokenUser} from '../sign-in/token-user.js'
import {keepUser, requireUser} from '../users/access.js'
import {mfaOf, withFactor} from './user-factors.js'

/** Cognito's secrets: 52 base32 characters. */
const SEED_LENGTH = 52

interface Sent {
  readonly AccessToken?: string | undefined
  readonly Session?: string | undefined
}

interface SetUp {
  readonly door: Door
  readonly kept: ChallengeSession
}

/** The sign-in that waits for an authenticator to be set up. */
function requireSetUp(session: string, call: Call): SetUp {
  const poolId = poolIdOfSession(session)
  const known = challengeSessions.get(call.tx, [poolId, session])
  if (!known) throw new ServiceError('NotAuthorizedException', 'Invalid session for the user.')
  const door = requireAdminDoor(poolId, known.clientId, call)
  return {door, kept: requireChallenge(door, {session, challenges: ['MFA_SETUP']}, call)}
}

function checkOffered({mfa, settings}: UserPool): void {
  if (!mfa.softwareToken || (settings.MfaConfiguration ?? 'OFF') === 'OFF') {
    throw new ServiceError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool.',
    )
  }
}

function readWay({AccessToken, Session}: Sent): {token: string} | {session: string} {
  if (AccessToken !== undefined && Session === undefined) return {token: AccessToken}
  if (Session !== undefined && AccessToken === undefined) return {session: Session}
  throw invalid('Exactly one of AccessToken and Session is needed.')
}

/**
 * From the right code on the user is asked for the authenticator's codes, whether or not the sign-in is ended
 * (AssociateSoftwareToken, API reference; getmoto/moto, test_user_authentication_flow_mfa_on, verified against AWS).
 */
function activate(
  {pool}: Door,
  {username, softwareToken}: {readonly username: string; readonly softwareToken: UserMfa['softwareToken']},
  call: Call,
): void {
  const user = requireUser(pool, username, call.tx)
  const changed = {...user, mfa: {...mfaOf(user), softwareToken}, modifiedAt: call.now}
  keepUser(withFactor(changed, 'SOFTWARE_TOKEN_MFA'), pool, call.tx)
}

const wrongCode = (): ServiceError => new ServiceError('EnableSoftwareTokenMFAException', 'Code mismatch')

/**
 * Setting up an authenticator app, signed in or on the way to it: a secret, then a first code to prove that it arrived.
 */
export const softwareTokenOperations: UserPoolOperations = {
  AssociateSoftwareToken: {
    run(sent, call) {
      const way = readWay(sent)
      const seed = makeSeed(SEED_LENGTH)
      if ('token' in way) {
        const {pool, user} = requireTokenUser(way.token, call)
        checkOffered(pool)
        keepUser({...user, mfa: {...mfaOf(user), pendingSeed: seed}}, pool, call.tx)
        return {SecretCode: seed}
      }
      const {door, kept} = requireSetUp(way.session, call)
      checkOffered(door.pool)
      closeChallenge(door, way.session, call)
      return {SecretCode: seed, Session: openChallenge(door, {...kept, softwareToken: {seed}}, call)}
    },
  },
  VerifySoftwareToken: {
    run(sent, call) {
      const way = readWay(sent)
      const code = sent.UserCode ?? ''
      if ('token' in way) {
        const {pool, user} = requireTokenUser(way.token, call)
        checkOffered(pool)
        const {pendingSeed: seed, ...mfa} = mfaOf(user)
        const step = seed === undefined ? undefined : stepOfCode(seed, code, call.now)
        if (seed === undefined || step === undefined) throw wrongCode()
        const changed = {...mfa, pendingSeed: undefined, softwareToken: {seed, step}}
        keepUser({...user, mfa: changed, modifiedAt: call.now}, pool, call.tx)
        return {Status: 'SUCCESS'}
      }
      const {door, kept} = requireSetUp(way.session, call)
      const seed = kept.softwareToken?.seed
      const step = seed === undefined ? undefined : stepOfCode(seed, code, call.now)
      if (seed === undefined || step === undefined) throw wrongCode()
      activate(door, {username: kept.username, softwareToken: {seed, step}}, call)
      closeChallenge(door, way.session, call)
      return {Status: 'SUCCESS', Session: openChallenge(door, {...kept, softwareToken: {seed, step}}, call)}
    },
  },
}
