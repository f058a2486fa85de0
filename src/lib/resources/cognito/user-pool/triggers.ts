import type {LambdaConfigType} from '@aws-sdk/client-cognito-identity-provider'
import type {Triggers} from './desired.js'

const PLAIN = [
  ['preSignUp', 'PreSignUp'],
  ['postConfirmation', 'PostConfirmation'],
  ['preAuthentication', 'PreAuthentication'],
  ['postAuthentication', 'PostAuthentication'],
  ['customMessage', 'CustomMessage'],
  ['defineAuthChallenge', 'DefineAuthChallenge'],
  ['createAuthChallenge', 'CreateAuthChallenge'],
  ['verifyAuthChallenge', 'VerifyAuthChallengeResponse'],
  ['userMigration', 'UserMigration'],
] as const satisfies readonly (readonly [keyof Triggers, keyof LambdaConfigType])[]

const VERSION = {1: 'V1_0', 2: 'V2_0', 3: 'V3_0'} as const

/** Functions on top of those that the pool calls already. */
export function lambdaConfig(triggers: Triggers, now: LambdaConfigType = {}): LambdaConfigType {
  const {customEmailSender, customSmsSender, kmsKey} = triggers
  const plain = PLAIN.flatMap(([name, member]): [string, string][] => {
    const arn = triggers[name]
    return arn === undefined ? [] : [[member, arn]]
  })
  return {
    ...now,
    ...Object.fromEntries(plain),
    ...preToken(triggers, now),
    ...(customEmailSender !== undefined && {CustomEmailSender: {LambdaVersion: 'V1_0', LambdaArn: customEmailSender}}),
    ...(customSmsSender !== undefined && {CustomSMSSender: {LambdaVersion: 'V1_0', LambdaArn: customSmsSender}}),
    ...(kmsKey !== undefined && {KMSKeyID: kmsKey}),
  }
}

/**
 * AWS wants the same ARN under the older name (LambdaConfigType: "its value must be identical to PreTokenGeneration").
 */
function preToken({preTokenGeneration, preTokenVersion}: Triggers, now: LambdaConfigType): LambdaConfigType {
  const {LambdaArn, LambdaVersion} = now.PreTokenGenerationConfig ?? {}
  const arn = preTokenGeneration ?? LambdaArn ?? now.PreTokenGeneration
  if (arn === undefined || (preTokenGeneration === undefined && preTokenVersion === undefined)) return {}
  const version = preTokenVersion === undefined ? (LambdaVersion ?? VERSION[1]) : VERSION[preTokenVersion]
  return {PreTokenGeneration: arn, PreTokenGenerationConfig: {LambdaVersion: version, LambdaArn: arn}}
}

/** The functions that a pool calls. */
export function toTriggers(now: LambdaConfigType = {}): Triggers {
  const {LambdaArn, LambdaVersion = VERSION[1]} = now.PreTokenGenerationConfig ?? {}
  const arn = LambdaArn ?? now.PreTokenGeneration
  return {
    ...Object.fromEntries(PLAIN.map(([name, member]): [string, string | undefined] => [name, now[member]])),
    preTokenGeneration: arn,
    preTokenVersion: arn === undefined ? undefined : ([1, 2, 3] as const).find((one) => VERSION[one] === LambdaVersion),
    customEmailSender: now.CustomEmailSender?.LambdaArn,
    customSmsSender: now.CustomSMSSender?.LambdaArn,
    kmsKey: now.KMSKeyID,
  }
}
