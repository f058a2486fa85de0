import {createHmac} from 'node:crypto'
import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call, Outcome} from '../../../core/service.js'
import {afterPassword} from './after-password.js'
import {closeChallenge, openChallenge, requireChallenge, type Answer} from './challenges.js'
import {invalid, present} from '../checks.js'
import {checkSecretHash, findSignInUser, notAuthorized, WRONG, type Door, type Parameters} from './sign-in.js'
import {makeSrpVerifier, openSrpExchange, provesPassword, type SrpVerifier} from './srp.js'
import type {PoolUser} from '../tables.js'
import {openPoolKeys} from './tokens.js'
import {findUser} from '../users/access.js'

const TIMESTAMP = /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat) [A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d [A-Z]{3,4} \d{4}$/

/** Whom the client is told that it proves to be, and by what that is checked. */
interface Subject {
  readonly username: string
  readonly srp: SrpVerifier
}

/**
 * Nobody can tell a name without a user (or a user without a password) from one whose password is wrong: it has a salt
 * too, the same one every time, and where users have names of Cognito's making such a name.
 */
function makeNobody({pool}: Door, name: string, {tx}: Call): Subject {
  const secret = createHmac('sha256', openPoolKeys(pool.id, tx).id.pem).update(name).digest('hex')
  const uuid = secret.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
  const {verifier} = makeSrpVerifier(pool.id, name, secret)
  return {
    username: pool.usernameAttributes?.length ? uuid : name,
    srp: {salt: BigInt(`0x${secret.slice(0, 32)}`).toString(16), verifier},
  }
}

function findSubject(user: PoolUser | undefined): Subject | undefined {
  if (user?.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user')
  }
  if (user?.passwordHash !== undefined && user.srp === undefined) {
    throw new ServiceError(
      'UnknownOperationException',
      "awsup's sandbox kept no SRP verifier when this password was set, by an earlier version; set the password again",
      {status: 501},
    )
  }
  return user?.srp && {username: user.username, srp: user.srp}
}

/**
 * The first half: the client's SRP_A for the server's SRP_B and the user's salt. `withSession` as USER_AUTH answers it.
 */
export function startSrp(
  door: Door,
  {parameters, withSession = false}: {parameters: Parameters; withSession?: boolean},
  call: Call,
): InitiateAuthResponse {
  const name = present(parameters['USERNAME'], 'USERNAME')
  const clientPublic = present(parameters['SRP_A'], 'SRP_A')
  checkSecretHash(door, name, parameters['SECRET_HASH'])
  const {username, srp} = findSubject(findSignInUser(door, name, call)) ?? makeNobody(door, name, call)
  const exchange = openSrpExchange(clientPublic, srp)
  if (!exchange) throw invalid('SRP_A is not a number that SRP allows.')
  const block = openChallenge(door, {challenge: 'PASSWORD_VERIFIER', username, srp: exchange}, call)
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ...(withSession && {Session: block}),
    ChallengeParameters: {
      SALT: srp.salt,
      SECRET_BLOCK: block,
      SRP_B: exchange.serverPublic,
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  }
}

/** The second half, PASSWORD_VERIFIER: the client's proof, and what comes after a password. */
export function answerPasswordVerifier(
  door: Door,
  {ChallengeResponses: sent = {}}: Answer,
  call: Call,
): Outcome<InitiateAuthResponse> {
  const name = present(sent['USERNAME'], 'USERNAME')
  const secretBlock = present(sent['PASSWORD_CLAIM_SECRET_BLOCK'], 'PASSWORD_CLAIM_SECRET_BLOCK')
  const signature = present(sent['PASSWORD_CLAIM_SIGNATURE'], 'PASSWORD_CLAIM_SIGNATURE')
  const timestamp = present(sent['TIMESTAMP'], 'TIMESTAMP')
  if (!TIMESTAMP.test(timestamp)) {
    throw invalid('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english')
  }
  checkSecretHash(door, name, sent['SECRET_HASH'])
  const {username, srp} = requireChallenge(door, {session: secretBlock, challenges: ['PASSWORD_VERIFIER']}, call)
  const user = findUser(door.pool, username, call.tx)
  const claim = {poolId: door.pool.id, username, secretBlock, timestamp, signature}
  const proven = user?.srp && srp && user.username === username && provesPassword(claim, user.srp, srp)
  if (!proven) throw notAuthorized(WRONG)
  closeChallenge(door, secretBlock, call)
  return afterPassword({...door, user}, call)
}
