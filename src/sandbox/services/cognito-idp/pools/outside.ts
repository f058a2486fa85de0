import type {
  EmailConfigurationType,
  LambdaConfigType,
  SmsConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider'
import {roles, type Role} from '../../iam/tables.js'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {invalid} from '../checks.js'

/** What of a request names things outside Cognito. */
interface Outside {
  readonly SmsConfiguration?: SmsConfigurationType | undefined
  readonly EmailConfiguration?: EmailConfigurationType | undefined
  readonly LambdaConfig?: LambdaConfigType | undefined
}

/**
 * AWS looks at the SMS role, the SES identity and the KMS key whenever they are sent, changed or not (developer guide,
 * "Updating user pool and app client configuration"; awslabs/nx-plugin-for-aws#631, aws/aws-cdk#18964). A role that the
 * sandbox has never had, and identities and keys that nobody said are gone (`settings.gone`), are taken to exist.
 *
 * @param known ARN of the SMS role that existed when it was set
 * @throws ServiceError InvalidSmsRoleTrustRelationshipException, InvalidParameterException
 */
export function checkOutside(sent: Outside, known: string | undefined, call: Call): void {
  const {SnsCallerArn} = sent.SmsConfiguration ?? {}
  const role = findRole(SnsCallerArn, call)
  if (role ? !trustsCognito(role) : SnsCallerArn !== undefined && SnsCallerArn === known) {
    throw new ServiceError(
      'InvalidSmsRoleTrustRelationshipException',
      'Role does not have a trust relationship allowing Cognito to assume the role',
    )
  }
  const {gone} = call.settings
  const {SourceArn} = sent.EmailConfiguration ?? {}
  if (SourceArn !== undefined && gone.includes(SourceArn)) {
    throw invalid(
      `Cognito received the following error from Amazon SES when attempting to send email: Email address is not verified. The following identities failed the check in region ${call.region.toUpperCase()}: ${SourceArn}`,
    )
  }
  const {KMSKeyID} = sent.LambdaConfig ?? {}
  if (KMSKeyID !== undefined && gone.includes(KMSKeyID)) throw invalid(`KMS key ${KMSKeyID} does not exist.`)
}

/** The SMS role of a pool from now on, if it exists. */
export const knownRole = (arn: string | undefined, call: Call): string | undefined =>
  findRole(arn, call) ? arn : undefined

function findRole(arn: string | undefined, {tx}: Call): Role | undefined {
  const [, accountId, name] = /^arn:[a-z-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn ?? '') ?? []
  return accountId === undefined ? undefined : roles.get(tx, [accountId, (name ?? '').toLowerCase()])
}

const trustsCognito = ({trust}: Role): boolean => trust.includes('"cognito-idp.amazonaws.com"')
