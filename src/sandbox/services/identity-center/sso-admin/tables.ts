import {table} from '../../../store/transaction.js'

/** IAM Identity Center of an organization. Dates are milliseconds since 1970. */
export interface Instance {
  /** 16 hex characters, in ARNs after `ssoins-`. */
  readonly instanceId: string
  readonly organizationId: string
  /** The management account. */
  readonly ownerAccountId: string
  /** Where it was switched on; it never changes. */
  readonly region: string
  /** `d-` and 10 hex characters. */
  readonly identityStoreId: string
  readonly createdAt: number
  /** True for an account instance, which its account alone sees; absent for that of the organization. */
  readonly isOfAccount?: true | undefined
}

/** A policy of each target account, by its name and path. */
export interface CustomerPolicy {
  readonly name: string
  readonly path: string
}

/** A boundary is an AWS managed policy, by its ARN, or a customer's. */
export type Boundary = {readonly arn: string} | CustomerPolicy

export interface PermissionSet {
  readonly instanceId: string
  /** 16 hex characters, in ARNs after `ps-`. */
  readonly permissionSetId: string
  readonly name: string
  readonly description: string | undefined
  /** ISO 8601: `PT1H`. */
  readonly sessionDuration: string
  readonly relayState: string | undefined
  readonly createdAt: number
  readonly tags: Readonly<Record<string, string>>
  /** JSON text. */
  readonly inlinePolicy: string | undefined
  /** ARNs of AWS managed policies, in order of attachment. */
  readonly managedPolicies: readonly string[]
  readonly customerPolicies: readonly CustomerPolicy[]
  readonly boundary: Boundary | undefined
  /** Counts changes, so that accounts that have an older one are found. */
  readonly version: number
}

export interface Assignment {
  readonly instanceId: string
  readonly accountId: string
  readonly permissionSetId: string
  readonly principalType: 'USER' | 'GROUP'
  readonly principalId: string
}

/** A permission set that is in an account, as a role there. */
export interface Provision {
  readonly instanceId: string
  readonly accountId: string
  readonly permissionSetId: string
  readonly roleName: string
  /** Of the permission set, when it was provisioned. */
  readonly version: number
}

/** An asynchronous operation. */
export interface Request {
  readonly instanceId: string
  readonly requestId: string
  readonly sort: 'creation' | 'deletion' | 'provisioning'
  readonly permissionSetId: string
  /** `undefined` for the provisioning of all accounts. */
  readonly accountId: string | undefined
  /** Of an assignment. */
  readonly principal: Pick<Assignment, 'principalType' | 'principalId'> | undefined
  readonly createdAt: number
  /** When it will be done; asynchronous work is settled when somebody calls after this time. */
  readonly dueAt: number
  readonly status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'
  readonly failure: string | undefined
  /** What the caller may not do in the management account, where only the caller's own rights count. */
  readonly refusal: string | undefined
}

/** Key [organizationId]. */
export const instances = table<Instance>('sso-admin/instances')
/** Key [instanceId, permissionSetId]. */
export const permissionSets = table<PermissionSet>('sso-admin/permission-sets')
/** Key [instanceId, accountId, permissionSetId, principalType, principalId]. */
export const assignments = table<Assignment>('sso-admin/assignments')
/** Key [instanceId, accountId, permissionSetId]. */
export const provisions = table<Provision>('sso-admin/provisions')
/** Key [instanceId, requestId]. */
export const requests = table<Request>('sso-admin/requests')
/** The requests that are not done; key []. One value, for every call of the sandbox looks whether something is due. */
export const pending = table<readonly Pick<Request, 'instanceId' | 'requestId' | 'dueAt'>[]>('sso-admin/pending')
