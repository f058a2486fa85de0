import type {AuthFlowType, ExplicitAuthFlowsType, InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../errors.js'
import type {Call} from '../service.js'
import type {Answer} from './challenges.js'
import {requireAdminDoor, requireDoor} from './doors.js'
import {answerNewPassword} from './new-password.js'
import type {UserPoolOperations} from './operations.js'
import {onPool} from './pool-access.js'
import {signInWithPassword} from './password-sign-in.js'
import {refresh} from './refresh.js'
import {checkFlow, type Door} from './sign-in.js'
import {answerPasswordVerifier, startSrp} from './srp-sign-in.js'

interface Start {
  readonly AuthFlow?: AuthFlowType | undefined
  readonly AuthParameters?: Record<string, string> | undefined
}

const unsupported = (what: string): ServiceError =>
  new ServiceError('UnknownOperationException', `awsup's sandbox does not implement ${what}`, {status: 501})

const REFRESHING: readonly ExplicitAuthFlowsType[] = ['ALLOW_REFRESH_TOKEN_AUTH']

function start(door: Door, {AuthFlow, AuthParameters = {}}: Start, call: Call): InitiateAuthResponse | undefined {
  if (AuthFlow === 'REFRESH_TOKEN_AUTH' || AuthFlow === 'REFRESH_TOKEN') {
    // Clients of the older kind name no refresh flow and may refresh all the same.
    const modern = door.client.settings.ExplicitAuthFlows?.some((flow) => flow.startsWith('ALLOW_')) ?? true
    if (modern) checkFlow(door, REFRESHING, 'Auth flow not enabled for this client')
    return refresh(door, AuthParameters, call)
  }
  if (AuthFlow === 'USER_SRP_AUTH') {
    // Clients of the older kind always allow it.
    const modern = door.client.settings.ExplicitAuthFlows?.some((flow) => flow.startsWith('ALLOW_')) ?? true
    if (modern) checkFlow(door, ['ALLOW_USER_SRP_AUTH'], 'USER_SRP_AUTH is not enabled for the client.')
    return startSrp(door, {parameters: AuthParameters}, call)
  }
  return undefined
}

function answerChallenge(door: Door, answer: Answer, call: Call): InitiateAuthResponse {
  if (answer.ChallengeName === 'PASSWORD_VERIFIER') return answerPasswordVerifier(door, answer, call)
  if (answer.ChallengeName === 'NEW_PASSWORD_REQUIRED') return answerNewPassword(door, answer, call)
  throw unsupported(`the challenge ${answer.ChallengeName ?? ''}`)
}

/** Sign-in with a password, with a refresh token, and the answer to the one challenge that these lead to. */
export const signInOperations: UserPoolOperations = {
  InitiateAuth: {
    run(sent, call) {
      const door = requireDoor(sent.ClientId, call)
      if (sent.AuthFlow === 'USER_PASSWORD_AUTH') {
        const flows: ExplicitAuthFlowsType[] = ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH']
        checkFlow(door, flows, 'USER_PASSWORD_AUTH flow not enabled for this client')
        return signInWithPassword(door, sent.AuthParameters ?? {}, call)
      }
      const answer = start(door, sent, call)
      if (!answer) throw unsupported(`AuthFlow ${sent.AuthFlow ?? ''} of InitiateAuth`)
      return answer
    },
  },
  AdminInitiateAuth: {
    resource: onPool,
    run(sent, call) {
      const door = requireAdminDoor(sent.UserPoolId, sent.ClientId, call)
      if (sent.AuthFlow === 'ADMIN_USER_PASSWORD_AUTH' || sent.AuthFlow === 'ADMIN_NO_SRP_AUTH') {
        const flows: ExplicitAuthFlowsType[] = ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH']
        checkFlow(door, flows, 'Auth flow not enabled for this client')
        return signInWithPassword(door, sent.AuthParameters ?? {}, call)
      }
      const answer = start(door, sent, call)
      if (!answer) throw unsupported(`AuthFlow ${sent.AuthFlow ?? ''} of AdminInitiateAuth`)
      return answer
    },
  },
  RespondToAuthChallenge: {
    run(sent, call) {
      return answerChallenge(requireDoor(sent.ClientId, call), sent, call)
    },
  },
  AdminRespondToAuthChallenge: {
    resource: onPool,
    run(sent, call) {
      return answerChallenge(requireAdminDoor(sent.UserPoolId, sent.ClientId, call), sent, call)
    },
  },
}
