import type {Triggers} from '../../../resources/cognito/user-pool/desired.js'
import {functionTemplate, keyArn} from '../../rules/pool.js'
import {mapping} from '../../read/collections.js'
import {optional} from '../../read/keys.js'
import {numberOf, text} from '../../read/scalars.js'
import type {Read} from '../../read/spot.js'

const lambda = text(functionTemplate)

/** What names a function, in the order in which a sign-up and a sign-in meet them. */
const CALLED = {
  /** Function before a sign-up: it can refuse it, or confirm the user. */
  preSignUp: optional(lambda),
  /** Function after a user is confirmed. */
  postConfirmation: optional(lambda),
  /** Function that brings a user over from another directory at the first sign-in. */
  userMigration: optional(lambda),
  /** Function before a sign-in: it can refuse it. */
  preAuthentication: optional(lambda),
  /** Function that says which question comes next in a custom sign-in. */
  defineAuthChallenge: optional(lambda),
  /** Function that makes the question of a custom sign-in. */
  createAuthChallenge: optional(lambda),
  /** Function that checks the answer of a custom sign-in. */
  verifyAuthChallenge: optional(lambda),
  /** Function after a sign-in. */
  postAuthentication: optional(lambda),
  /** Function that adds, changes or removes claims of tokens. */
  preTokenGeneration: optional(lambda),
  /** Function that writes the messages to users. */
  customMessage: optional(lambda),
  /** Function that sends e-mails instead of Cognito. Needs `kmsKey`. */
  customEmailSender: optional(lambda),
  /** Function that sends text messages instead of Cognito. Needs `kmsKey`. */
  customSmsSender: optional(lambda),
}

type Called = keyof typeof CALLED & keyof Triggers

export const FUNCTIONS: readonly Called[] = Object.keys(CALLED).filter((name): name is Called => name in CALLED)

/** `auth.triggers`: functions that Cognito calls, by name or `name:alias` (in the environment's account), or by ARN. */
export const triggers: Read<Triggers> = mapping({
  ...CALLED,
  /**
   * What `preTokenGeneration` can change. 2 and 3 need the tier essentials. Left as it is on AWS without this key.
   * @value 1 ID tokens.
   * @value 2 Access tokens too.
   * @value 3 Access tokens of programs too.
   */
  preTokenVersion: optional(numberOf(1, 2, 3)),
  /** ARN of the KMS key that codes are encrypted with for `customEmailSender` and `customSmsSender`. */
  kmsKey: optional(text(keyArn)),
})
