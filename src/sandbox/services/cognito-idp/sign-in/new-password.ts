import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import type {Call, Outcome} from '../../../core/service.js'
import {closeChallenge, openAnswer, openChallenge, type Answer} from './challenges.js'
import {present} from '../checks.js'
import {withPassword} from '../users/passwords.js'
import {askSecondFactor} from '../mfa/second-factor.js'
import type {SignIn} from './sign-in.js'
import type {Door} from './sign-in.js'
import {keepUser} from '../users/access.js'
import {readAttributes} from '../users/attributes.js'

const PREFIX = 'userAttributes.'

/** NEW_PASSWORD_REQUIRED: the password was a temporary one; required attributes that are missing are asked for too. */
export function askNewPassword(signIn: SignIn, call: Call): InitiateAuthResponse {
  const {pool, user} = signIn
  const missing = pool.schema.flatMap(({Name = '', Required}) =>
    Required && Name !== 'sub' && user.attributes[Name] === undefined ? [`${PREFIX}${Name}`] : [],
  )
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: openChallenge(signIn, {challenge: 'NEW_PASSWORD_REQUIRED', username: user.username}, call),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing),
      userAttributes: JSON.stringify(user.attributes),
    },
  }
}

/** The answer to NEW_PASSWORD_REQUIRED: the new password, and the attributes that came along. */
export function answerNewPassword(door: Door, answer: Answer, call: Call): Outcome<InitiateAuthResponse> {
  const {pool} = door
  const {sent, session, user} = openAnswer(door, {answer, challenges: ['NEW_PASSWORD_REQUIRED']}, call)
  const named = Object.entries(sent)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, Value]) => ({Name: key.slice(PREFIX.length), Value}))
  const attributes = {...user.attributes, ...readAttributes(named, pool)}
  const password = present(sent['NEW_PASSWORD'], 'NEW_PASSWORD')
  const confirmed = {...withPassword(user, password, pool), attributes, modifiedAt: call.now}
  keepUser(confirmed, pool, call.tx)
  closeChallenge(door, session, call)
  return askSecondFactor({...door, user: confirmed, newPassword: true}, call)
}
