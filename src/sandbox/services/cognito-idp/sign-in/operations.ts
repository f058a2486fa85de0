import type {
  AuthFlowType,
  ChallengeNameType,
  ExplicitAuthFlowsType,
  InitiateAuthResponse,
} from '@aws-sdk/client-cognito-identity-provider'
import type {Call, Outcome} from '../../../core/service.js'
import {announced, type Start} from '../triggers/before.js'
import {historyOf, type Answer} from './challenges.js'
import {answerChoice, startChoice} from './choice.js'
import {answerCustom, goOn, startCustom} from '../triggers/custom-auth.js'
import {requireAdminDoor, requireDoor} from './doors.js'
import {answerMfaSetup, answerMfaType, answerOneTimeCode, answerSoftwareToken} from '../mfa/factor-answers.js'
import {answerNewPassword} from './new-password.js'
import type {UserPoolOperations} from '../operations.js'
import {signInWithPassword} from './by-password.js'
import {onPool} from '../pools/access.js'
import {refresh} from './refresh.js'
import {unsupported} from '../refusals.js'
import {checkFlow, type Door} from './sign-in.js'
import {answerPasswordVerifier, startSrp} from './by-srp.js'

interface Sent {
  readonly AuthParameters?: Record<string, string> | undefined
  readonly Session?: string | undefined
  readonly ClientMetadata?: Record<string, string> | undefined
}

interface Flow {
  readonly allowing: readonly ExplicitAuthFlowsType[]
  /** Clients of the older kind, whose flows have no ALLOW_ before them, always allow it. */
  readonly always?: true
  readonly refusal: string
  readonly start: Start
}

const NOT_ENABLED = 'Auth flow not enabled for this client'

const REFRESH: Flow = {
  allowing: ['ALLOW_REFRESH_TOKEN_AUTH'],
  always: true,
  refusal: NOT_ENABLED,
  start: (door, {parameters}, call) => refresh(door, parameters, call),
}

const SHARED: Partial<Record<AuthFlowType, Flow>> = {
  REFRESH_TOKEN_AUTH: REFRESH,
  REFRESH_TOKEN: REFRESH,
  USER_SRP_AUTH: {
    allowing: ['ALLOW_USER_SRP_AUTH'],
    always: true,
    refusal: 'USER_SRP_AUTH is not enabled for the client.',
    start: announced('SRP_A', (door, {parameters}, call) => startSrp(door, {parameters}, call)),
  },
  USER_AUTH: {
    allowing: ['ALLOW_USER_AUTH'],
    refusal: 'USER_AUTH is not enabled for the client.',
    start: announced(undefined, startChoice),
  },
  CUSTOM_AUTH: {
    allowing: ['ALLOW_CUSTOM_AUTH'],
    always: true,
    refusal: 'CUSTOM_AUTH is not enabled for the client.',
    start: (door, sent, call) => {
      // All that a sign-in calls runs where the password is proven by SRP first (developer guide, custom challenges).
      const start = sent.parameters['CHALLENGE_NAME'] === 'SRP_A' ? announced('SRP_A', startCustom) : startCustom
      return start(door, sent, call)
    },
  },
}

const password = announced('PASSWORD', (door, {parameters}, call) => signInWithPassword(door, parameters, call))

const FLOWS: Partial<Record<AuthFlowType, Flow>> = {
  ...SHARED,
  USER_PASSWORD_AUTH: {
    allowing: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
    refusal: 'USER_PASSWORD_AUTH flow not enabled for this client',
    start: password,
  },
}

const ADMIN: Flow = {
  allowing: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  refusal: NOT_ENABLED,
  start: password,
}

const ADMIN_FLOWS: Partial<Record<AuthFlowType, Flow>> = {
  ...SHARED,
  ADMIN_USER_PASSWORD_AUTH: ADMIN,
  ADMIN_NO_SRP_AUTH: ADMIN,
}

function start(door: Door, {flow, sent}: {flow: Flow; sent: Sent}, call: Call): Outcome<InitiateAuthResponse> {
  const isOld = door.client.settings.ExplicitAuthFlows?.every((one) => !one.startsWith('ALLOW_')) ?? false
  if (!(flow.always && isOld)) checkFlow(door, flow.allowing, flow.refusal)
  const parameters = sent.AuthParameters ?? {}
  return flow.start({...door, validationData: sent.ClientMetadata}, {parameters, session: sent.Session}, call)
}

type Give = (door: Door, answer: Answer, call: Call) => Outcome<InitiateAuthResponse>

const ANSWERS: Partial<Record<ChallengeNameType, Give>> = {
  PASSWORD_VERIFIER: answerPasswordVerifier,
  NEW_PASSWORD_REQUIRED: answerNewPassword,
  SOFTWARE_TOKEN_MFA: answerSoftwareToken,
  SMS_MFA: answerOneTimeCode,
  EMAIL_OTP: answerOneTimeCode,
  SMS_OTP: answerOneTimeCode,
  SELECT_MFA_TYPE: answerMfaType,
  MFA_SETUP: answerMfaSetup,
  SELECT_CHALLENGE: answerChoice,
  PASSWORD: answerChoice,
  PASSWORD_SRP: answerChoice,
  CUSTOM_CHALLENGE: answerCustom,
}

function answer(door: Door, sent: Answer, call: Call): Outcome<InitiateAuthResponse> {
  const give = sent.ChallengeName && ANSWERS[sent.ChallengeName]
  if (!give) throw unsupported(`the challenge ${sent.ChallengeName ?? ''}`)
  const history = historyOf(door, sent, call)
  const custom = history && {history, next: goOn}
  return give({...door, clientMetadata: sent.ClientMetadata, custom}, sent, call)
}

/** Starting a sign-in, and answering what it asks. */
export const signInOperations: UserPoolOperations = {
  InitiateAuth: {
    run(sent, call) {
      const door = requireDoor(sent.ClientId, call)
      const flow = sent.AuthFlow && FLOWS[sent.AuthFlow]
      if (!flow) throw unsupported(`AuthFlow ${sent.AuthFlow ?? ''} of InitiateAuth`)
      return start(door, {flow, sent}, call)
    },
  },
  AdminInitiateAuth: {
    resource: onPool,
    run(sent, call) {
      const door = requireAdminDoor(sent.UserPoolId, sent.ClientId, call)
      const flow = sent.AuthFlow && ADMIN_FLOWS[sent.AuthFlow]
      if (!flow) throw unsupported(`AuthFlow ${sent.AuthFlow ?? ''} of AdminInitiateAuth`)
      return start(door, {flow, sent}, call)
    },
  },
  RespondToAuthChallenge: {
    run: (sent, call) => answer(requireDoor(sent.ClientId, call), sent, call),
  },
  AdminRespondToAuthChallenge: {
    resource: onPool,
    run: (sent, call) => answer(requireAdminDoor(sent.UserPoolId, sent.ClientId, call), sent, call),
  },
}
