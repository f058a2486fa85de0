import type {LambdaConfigType} from '@aws-sdk/client-cognito-identity-provider'
import type {Block} from '../hcl.js'
import {beyond, blockOf} from '../parts.js'

/** A function (or key) by its ARN, and the argument that names it. */
const PLAIN = [
  ['PreSignUp', 'pre_sign_up'],
  ['PostConfirmation', 'post_confirmation'],
  ['PreAuthentication', 'pre_authentication'],
  ['PostAuthentication', 'post_authentication'],
  ['CustomMessage', 'custom_message'],
  ['DefineAuthChallenge', 'define_auth_challenge'],
  ['CreateAuthChallenge', 'create_auth_challenge'],
  ['VerifyAuthChallengeResponse', 'verify_auth_challenge_response'],
  ['UserMigration', 'user_migration'],
  ['PreTokenGeneration', 'pre_token_generation'],
  ['KMSKeyID', 'kms_key_id'],
] as const satisfies readonly (readonly [keyof LambdaConfigType, string])[]

/** A function that is called with one of several versions of its event. */
const VERSIONED = [
  ['PreTokenGenerationConfig', 'pre_token_generation_config'],
  ['CustomEmailSender', 'custom_email_sender'],
  ['CustomSMSSender', 'custom_sms_sender'],
] as const satisfies readonly (readonly [keyof LambdaConfigType, string])[]

/** The functions that a pool calls, and those that Terraform has no argument for. */
export function writeTriggers(config: LambdaConfigType | undefined): {
  readonly blocks: readonly Block[]
  readonly missing: readonly string[]
} {
  const functions = VERSIONED.flatMap(([field, name]) =>
    blockOf(name, {lambda_arn: config?.[field]?.LambdaArn, lambda_version: config?.[field]?.LambdaVersion}),
  )
  return {
    blocks: blockOf(
      'lambda_config',
      Object.fromEntries(PLAIN.map(([field, name]) => [name, config?.[field]])),
      ...functions,
    ),
    missing: beyond(
      config,
      [...PLAIN, ...VERSIONED].map(([field]) => field),
    ).map((field) => `LambdaConfig.${field}`),
  }
}
