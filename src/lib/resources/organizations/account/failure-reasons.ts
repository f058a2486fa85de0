import {ConstraintViolationException, type CreateAccountFailureReason} from '@aws-sdk/client-organizations'
import {AwsRefusedError} from '../../../base/errors.js'

interface Meaning {
  readonly means: string
  readonly hint: string
}

const QUOTA: Meaning = {
  means: 'the organization has as many accounts as its quota allows',
  hint: 'Ask AWS Support for a higher quota (Service Quotas > AWS Organizations, in us-east-1); closed accounts count for 90 days, and a new organization may need an hour before its first account.',
}

const BUSINESS =
  'Sign in to the console as the management account, look under Account for what AWS asks for, and run again once it is done.'
const PAYMENT =
  'Put a valid payment method on the management account (console: Billing > Payment preferences), then run again.'

/** Every reason that CreateAccountStatus knows; one that AWS adds does not compile until it is explained here. */
const REASONS: Readonly<Record<CreateAccountFailureReason, Meaning>> = {
  ACCOUNT_LIMIT_EXCEEDED: QUOTA,
  EMAIL_ALREADY_EXISTS: {
    means: 'another AWS account, outside this organization, has this address already',
    hint: 'Use another address: a closed account keeps its own for ever. If the account is yours, invite it into the organization, then run again.',
  },
  INVALID_ADDRESS: {
    means: 'the postal address of the management account is not valid',
    hint: 'Correct it in the console (Account > Contact information): new accounts take it over.',
  },
  INVALID_EMAIL: {
    means: 'AWS does not accept this address',
    hint: 'Use 6 to 64 ASCII characters with one @ and a domain that can receive mail.',
  },
  CONCURRENT_ACCOUNT_MODIFICATION: {
    means: 'another request for the same account is under way',
    hint: 'Wait a few minutes and run again: it continues with the account that comes of it.',
  },
  INTERNAL_FAILURE: {
    means: 'AWS had a failure of its own',
    hint: 'Run again; if it stays, ask AWS Support with the request id.',
  },
  GOVCLOUD_ACCOUNT_ALREADY_EXISTS: {
    means: 'there is an AWS GovCloud account of this address already',
    hint: 'Use another address.',
  },
  MISSING_BUSINESS_VALIDATION: {means: 'AWS has not validated your business yet', hint: BUSINESS},
  FAILED_BUSINESS_VALIDATION: {means: 'AWS could not validate your business', hint: BUSINESS},
  PENDING_BUSINESS_VALIDATION: {means: 'AWS is still validating your business', hint: BUSINESS},
  INVALID_IDENTITY_FOR_BUSINESS_VALIDATION: {
    means: 'AWS did not accept the identity given for your business',
    hint: BUSINESS,
  },
  UNKNOWN_BUSINESS_VALIDATION: {means: 'the validation of your business has an unknown problem', hint: BUSINESS},
  MISSING_PAYMENT_INSTRUMENT: {means: 'the management account has no payment method', hint: PAYMENT},
  INVALID_PAYMENT_INSTRUMENT: {means: 'the payment method of the management account is not valid', hint: PAYMENT},
  UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED: {
    means: 'the resource policy of the organization cannot take the tags of a new account',
    hint: 'Update the delegation policy (AWS Organizations > Settings), then run again.',
  },
}

const UNKNOWN: Meaning = {
  means: 'AWS gives a reason that this awsup does not know',
  hint: 'Look it up in the API reference of AWS Organizations (CreateAccountStatus, FailureReason), then run again.',
}

const isKnown = (reason: string): reason is CreateAccountFailureReason => Object.hasOwn(REASONS, reason)

/** What it means that AWS did not make the account. A reason that is not in the models keeps AWS's own word. */
export function refusal(
  reason: string,
  {name, email}: {readonly name: string; readonly email: string},
): AwsRefusedError {
  const {means, hint} = isKnown(reason) ? REASONS[reason] : UNKNOWN
  return new AwsRefusedError(`account ${name} (${email}) was not made: ${means} (${reason})`, {
    code: reason,
    hint,
    details: {reason, name, email},
  })
}

/** AWS makes five accounts at a time: a refusal that passes when one of them is done, and that did nothing. */
export const isTooManyAtOnce = (error: unknown): boolean =>
  error instanceof ConstraintViolationException && error.Reason === 'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED'

/** A refusal at once, in our words where there are some; otherwise the error itself. */
export function explainRefusal(
  error: unknown,
  {name, email}: {readonly name: string; readonly email: string},
): unknown {
  if (!(error instanceof ConstraintViolationException) || error.Reason !== 'ACCOUNT_NUMBER_LIMIT_EXCEEDED') return error
  return new AwsRefusedError(`account ${name} (${email}) was not made: ${QUOTA.means} (${error.Reason})`, {
    code: error.Reason,
    hint: QUOTA.hint,
    details: {reason: error.Reason, name, email},
    cause: error,
  })
}
