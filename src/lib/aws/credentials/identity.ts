import type {STSClient} from '@aws-sdk/client-sts'
import {AccessError, AwsRefusedError, ConflictError} from '../../base/errors.js'
import {findShellSession} from '../../base/shell-session.js'

/** Who a set of keys belongs to, as AWS says. */
export interface Identity {
  readonly accountId: string
  readonly arn: string
  readonly userId: string
}

/** Asks AWS. Needs no permission and can not be denied, so it fails only where the keys themselves are no good. */
export async function readIdentity(sts: STSClient): Promise<Identity> {
  const {GetCallerIdentityCommand} = await import('@aws-sdk/client-sts')
  const {Account, Arn, UserId} = await sts.send(new GetCallerIdentityCommand({}))
  if (Account === undefined || Arn === undefined || UserId === undefined) {
    throw new AwsRefusedError('AWS does not say whose credentials these are', {
      code: 'NOT_AWS',
      hint: 'Something else than AWS may have answered: check the proxy, and AWS_ENDPOINT_URL if it is set; then run the same command again.',
    })
  }
  return {accountId: Account, arn: Arn, userId: UserId}
}

/** Throws AccessError for the root user, who can make an organization and accounts but never enter one. */
export function requireNotRoot({accountId, arn}: Identity): void {
  if (!arn.endsWith(':root')) return
  throw new AccessError(`these are the root user's credentials of account ${accountId}`, {
    code: 'ROOT_USER',
    hint:
      'AWS does not let the root user assume roles, so it can not enter the accounts of environments. Make an IAM user ' +
      'in this account (console: IAM, Users, Create user, attach AdministratorAccess), sign in as that user with ' +
      '`aws login` or an access key, and run awsup again.',
    details: {accountId, arn},
  })
}

/**
 * Throws ConflictError `WRONG_ACCOUNT` unless the identity is in the account that is meant. Nothing was changed then.
 */
export function requireAccount({accountId, arn}: Pick<Identity, 'accountId' | 'arn'>, expected: string): void {
  if (accountId === expected) return
  requireNotEnvironment({accountId, arn}, expected)
  throw new ConflictError(`you are signed in to account ${accountId}, but this needs account ${expected}`, {
    code: 'WRONG_ACCOUNT',
    hint:
      "Nothing was changed. awsup works with credentials of the project's management account: choose them with --profile, " +
      'or change to the project that your account belongs to. Commands that work offline (env switch, env list, status) need none.',
    details: {accountId, expected, arn},
  })
}

/**
 * Throws ConflictError `WRONG_ACCOUNT` where the identity is the environment's that `awsup shell` or `awsup exec` gave this
 * process: awsup itself works from the management account.
 */
export function requireNotEnvironment({accountId, arn}: Pick<Identity, 'accountId' | 'arn'>, expected?: string): void {
  const shell = findShellSession()
  if (shell?.accountId !== accountId || !arn.includes(':assumed-role/')) return
  const needed = expected === undefined ? 'the management account' : `account ${expected}`
  throw new ConflictError(
    `these are the credentials of ${shell.environment} (account ${accountId}), but this needs ${needed}`,
    {
      code: 'WRONG_ACCOUNT',
      hint: 'Nothing was changed. This is a shell that awsup shell or awsup exec started, and awsup itself works with your own credentials: leave it with exit, or name a profile with --profile.',
      details: {accountId, expected, arn, environment: shell.environment},
    },
  )
}

/** Throws ConflictError where the account to be entered is the caller's own: nobody assumes a role to be at home. */
export function requireNotManagement({accountId, arn}: Identity, entered: string): void {
  if (accountId !== entered) return
  throw new ConflictError(`account ${accountId} is the one that these credentials belong to`, {
    code: 'OWN_ACCOUNT',
    hint: 'The environment lives in the management account, so your own credentials are those of the environment: run the command without awsup.',
    details: {accountId, arn},
  })
}
