import type {InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import type {Call, Outcome} from '../../../core/service.js'
import {present} from '../checks.js'
import {checkSecretHash, findSignInUser, type Door, type Parameters} from '../sign-in/sign-in.js'
import {preAuthentication} from './authentication.js'
import {migrateUnknown} from './migration.js'

/** Starts a sign-in with what was sent. */
export type Start = (
  door: Door,
  sent: {readonly parameters: Parameters; readonly session: string | undefined},
  call: Call,
) => Outcome<InitiateAuthResponse>

/**
 * A start with what Cognito calls before it: the migration of a name that it does not know, where the password is sent,
 * and PreAuthentication. With a proof by SRP, AWS documents no moment for the latter but the start.
 */
export const announced =
  (needs: 'PASSWORD' | 'SRP_A' | undefined, start: Start): Start =>
  (door, sent, call) => {
    const {parameters} = sent
    const name = present(parameters['USERNAME'], 'USERNAME')
    const proof = needs && present(parameters[needs], needs)
    checkSecretHash(door, name, parameters['SECRET_HASH'])
    const begin = (second: Call): ReturnType<Start> => {
      const user = findSignInUser(door, name, second)
      return preAuthentication({...door, name, user}, second, (last) => start(door, sent, last))
    }
    if (needs !== 'PASSWORD') return begin(call)
    return migrateUnknown({...door, source: 'Authentication', name, password: proof ?? ''}, call, begin)
  }
