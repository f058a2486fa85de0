import type {Triggers} from '../../../resources/cognito/user-pool/desired.js'
import {functionTemplate, keyArn} from '../../rules/pool.js'
import {fields} from '../../read/collections.js'
import {text} from '../../read/scalars.js'
import {describe, refused, type Read, type Spot} from '../../read/spot.js'

/** `auth.triggers`: functions that Cognito calls, by name (in the environment's account) or ARN. */
export function triggers(spot: Spot): Triggers {
  const {optional} = fields(spot, [...FUNCTIONS, 'preTokenVersion', 'kmsKey'])
  const named = FUNCTIONS.map((name): [string, string | undefined] => [name, optional(name, text(functionTemplate))])
  return {
    ...Object.fromEntries(named),
    preTokenVersion: optional('preTokenVersion', version),
    kmsKey: optional('kmsKey', text(keyArn)),
  }
}

/** What names a function, in the order in which a sign-up and a sign-in meet them. */
export const FUNCTIONS = [
  'preSignUp',
  'postConfirmation',
  'userMigration',
  'preAuthentication',
  'defineAuthChallenge',
  'createAuthChallenge',
  'verifyAuthChallenge',
  'postAuthentication',
  'preTokenGeneration',
  'customMessage',
  'customEmailSender',
  'customSmsSender',
] as const satisfies readonly (keyof Triggers)[]

const version: Read<1 | 2 | 3> = (spot) => {
  const found = ([1, 2, 3] as const).find((one) => describe(spot) === String(one))
  if (found !== undefined) return found
  throw refused(spot, `is ${describe(spot)}, must be 1, 2 or 3`)
}
