import {groups, policies, roles, users, type Role, type User} from '../services/iam/tables.js'
import {findScps} from '../services/organizations/policies/scps.js'
import {accounts} from '../services/organizations/tables.js'
import type {Transaction} from '../store/transaction.js'
import type {Caller} from './caller.js'
import {MANAGED_POLICIES} from './managed-policies.js'
import type {PolicyDocument, RequestPrincipal} from './policy/document.js'
import type {PolicyLayers} from './policy/evaluate.js'
import {parsePolicy} from './policy/parse.js'

/** What speaks for a caller: its policies by layer, its name in other accounts' policies, and its condition keys. */
export interface Gathered {
  readonly layers: Omit<PolicyLayers, 'resource'>
  readonly principal: RequestPrincipal
  readonly context: Readonly<Record<string, readonly string[]>>
  /** When MFA was proved, ms since 1970. */
  readonly mfaAt?: number
}

const EVERYTHING = [parsePolicy(JSON.stringify({Statement: [{Effect: 'Allow', Action: '*', Resource: '*'}]}))]

/** The text of a managed policy's version in force, AWS's own or the account's; `undefined` when there is none. */
export const findManagedPolicy = (tx: Transaction, accountId: string, arn: string): string | undefined =>
  MANAGED_POLICIES.find(arn)?.text ?? findOwnPolicy(tx, accountId, arn)

function findOwnPolicy(tx: Transaction, accountId: string, arn: string): string | undefined {
  const own = policies.get(tx, [accountId, arn])
  return own?.versions.find((version) => version.versionId === own.defaultVersionId)?.document
}

/** `undefined` when the user or role is gone, or is another one of the same name: its credentials are dead. */
export function gather(tx: Transaction, caller: Caller): Gathered | undefined {
  const scps = findScps(tx, caller.accountId).map((level) => level.map((text) => parsePolicy(text)))
  const shared = {
    'aws:PrincipalAccount': [caller.accountId],
    'aws:userid': [caller.userId],
    'aws:PrincipalOrgID': optional(accounts.get(tx, [caller.accountId])?.organizationId),
    'aws:MultiFactorAuthPresent': optional(caller.mfa === undefined ? undefined : String(caller.mfa)),
  }
  const principal = {type: 'AWS', accountId: caller.accountId, arn: caller.arn} as const
  const name = (type: string, arn: string) => ({...shared, 'aws:PrincipalType': [type], 'aws:PrincipalArn': [arn]})

  if (caller.type === 'root') {
    return {layers: {scps, identity: EVERYTHING}, principal, context: name('Account', caller.arn)}
  }
  if (caller.type === 'user') {
    const user = users.get(tx, [caller.accountId, caller.userName.toLowerCase()])
    if (user?.userId !== caller.userId) return undefined
    const context = {...name('User', caller.arn), 'aws:username': [user.userName], ...principalTags(user.tags)}
    const proved = caller.mfaAt === undefined ? {} : {mfaAt: caller.mfaAt}
    return {layers: {scps, ...boundaryOf(tx, user), identity: userPolicies(tx, user)}, principal, context, ...proved}
  }
  const role = roles.get(tx, [caller.accountId, caller.roleName.toLowerCase()])
  if (role?.roleId !== caller.roleId) return undefined
  const roleArn = roleArnOf(role)
  const session =
    caller.sessionPolicies.length > 0 ? caller.sessionPolicies.map((text) => parsePolicy(text)) : undefined
  return {
    layers: {scps, ...boundaryOf(tx, role), session, identity: documentsOf(tx, role)},
    principal: {...principal, roleArn},
    context: {
      ...name('AssumedRole', roleArn),
      ...principalTags({...role.tags, ...caller.principalTags}),
      ...caller.context,
    },
  }
}

/** A role's ARN, with its path. */
export const roleArnOf = ({accountId, path, roleName}: Role): string =>
  `arn:aws:iam::${accountId}:role${path}${roleName}`

const optional = (value: string | undefined): string[] => (value === undefined ? [] : [value])

const principalTags = (tags: Readonly<Record<string, string>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, [value]]))

type Holder = Pick<User, 'accountId' | 'inlinePolicies' | 'attachedPolicies'>

const documentsOf = (tx: Transaction, {accountId, inlinePolicies, attachedPolicies}: Holder): PolicyDocument[] => [
  ...Object.values(inlinePolicies).map((text) => parsePolicy(text)),
  ...attachedPolicies.flatMap((arn) => attachedDocument(tx, accountId, arn) ?? []),
]

function attachedDocument(tx: Transaction, accountId: string, arn: string): PolicyDocument | undefined {
  const managed = MANAGED_POLICIES.find(arn)
  if (managed) return MANAGED_POLICIES.documentOf(managed)
  const text = findOwnPolicy(tx, accountId, arn)
  return text === undefined ? undefined : parsePolicy(text)
}

const userPolicies = (tx: Transaction, user: User): PolicyDocument[] => [
  ...documentsOf(tx, user),
  ...user.groups
    .map((name) => groups.get(tx, [user.accountId, name.toLowerCase()]))
    .flatMap((group) => (group ? documentsOf(tx, group) : [])),
]

/** A boundary whose policy is gone allows nothing. */
function boundaryOf(tx: Transaction, {accountId, permissionsBoundary}: Role | User): Pick<PolicyLayers, 'boundary'> {
  if (permissionsBoundary === undefined) return {}
  return {boundary: documentsOf(tx, {accountId, inlinePolicies: {}, attachedPolicies: [permissionsBoundary]})}
}
