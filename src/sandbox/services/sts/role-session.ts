import type {AssumedRoleUser, Credentials, PolicyDescriptorType} from '@aws-sdk/client-sts'
import type {RoleCaller} from '../../auth/caller.js'
import {findManagedPolicy, roleArnOf} from '../../auth/gather.js'
import {parsePolicy, PolicySyntaxError} from '../../auth/policy/parse.js'
import {mintSession} from '../../auth/session.js'
import {ServiceError} from '../../core/errors.js'
import {type Role, roles} from '../iam/tables.js'
import {accounts} from '../organizations/tables.js'
import {settleAccounts} from '../organizations/accounts/settle.js'
import type {Call} from '../../core/service.js'
import {validationError} from './refusals.js'

/** STS API reference, AssumeRole: characters of all session policies together. */
const MAX_POLICY_CHARACTERS = 2048

/**
 * The role that an ARN names, if it can be assumed now: it is there, has spread, and its account is open.
 *
 * @throws ServiceError ValidationError for what is not the ARN of a role.
 */
export function findAssumableRole({tx, now, settings}: Call, roleArn: string): Role | undefined {
  settleAccounts(tx, now, settings)
  const [, accountId = '', name = ''] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? []
  if (name === '') throw validationError(`${roleArn} is invalid`)
  const role = roles.get(tx, [accountId, name.toLowerCase()])
  const state = accounts.get(tx, [accountId])?.state
  const isOpen = state === 'ACTIVE' || state === 'PENDING_CLOSURE'
  return role && isOpen && role.assumableAt <= now && roleArnOf(role) === roleArn ? role : undefined
}

/** @throws ServiceError ValidationError; the role's own limit is looked at before that of chaining, as AWS does. */
export function requireDuration(role: Role, seconds: number, chained: boolean): void {
  if (seconds > role.maxSessionDuration) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  }
  if (chained && seconds > 3600) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
}

interface Narrowing {
  readonly Policy?: string | undefined
  readonly PolicyArns?: readonly PolicyDescriptorType[] | undefined
}

/**
 * Texts of the policies that narrow a session.
 *
 * @throws ServiceError MalformedPolicyDocumentException, PackedPolicyTooLargeException, ValidationError
 */
export function readSessionPolicies(
  {tx}: Call,
  role: Role,
  {Policy: policy, PolicyArns: arns = []}: Narrowing,
): string[] {
  if (policy !== undefined) requirePolicySyntax(policy)
  const characters = [policy ?? '', ...arns.map(({arn = ''}) => arn)].join('').length
  if (characters > MAX_POLICY_CHARACTERS) {
    throw new ServiceError(
      'PackedPolicyTooLargeException',
      'Packed policy consumes more than 100% of allotted space, please use smaller policy.',
    )
  }
  const managed = arns.map(({arn = ''}) => {
    const text = findManagedPolicy(tx, role.accountId, arn)
    if (text === undefined) throw validationError(`Policy ${arn} does not exist or is not attachable.`)
    return text
  })
  return policy === undefined ? managed : [policy, ...managed]
}

function requirePolicySyntax(text: string): void {
  try {
    parsePolicy(text)
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error
    throw new ServiceError('MalformedPolicyDocumentException', `This policy is malformed: ${error.message}`)
  }
}

type SessionOptions = Pick<RoleCaller, 'sessionName' | 'sessionPolicies' | 'context' | 'principalTags'> & {
  readonly seconds: number
}

/** Credentials of a role, and what AWS calls who holds them. The ARN leaves out the role's path. */
export function openRoleSession(
  {tx, now, caller}: Call,
  role: Role,
  {seconds, ...session}: SessionOptions,
): {Credentials: Credentials; AssumedRoleUser: AssumedRoleUser} {
  const {accountId, roleName, roleId} = role
  const arn = `arn:aws:sts::${accountId}:assumed-role/${roleName}/${session.sessionName}`
  const userId = `${roleId}:${session.sessionName}`
  const chained = caller?.accessKeyId.startsWith('ASIA') === true && {chained: true as const}
  const minted = mintSession(
    {...session, ...chained, type: 'role', accountId, arn, userId, roleName, roleId, mfa: false},
    {tx, now, seconds},
  )
  roles.put(tx, [accountId, roleName.toLowerCase()], {...role, lastUsedAt: now})
  return {Credentials: toCredentials(minted), AssumedRoleUser: {Arn: arn, AssumedRoleId: userId}}
}

/** Minted credentials in STS's shape. */
export const toCredentials = (minted: ReturnType<typeof mintSession>): Credentials => ({
  AccessKeyId: minted.accessKeyId,
  SecretAccessKey: minted.secretAccessKey,
  SessionToken: minted.sessionToken,
  Expiration: minted.expiration,
})
