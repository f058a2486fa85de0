import {table} from '../../store/transaction.js'

/** Any AWS account that the sandbox knows, in an organization or not; key [accountId]. */
export interface Account {
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly createdAt: number
  /** The organization it is in. */
  readonly organizationId: string | undefined
  readonly joinedMethod: 'INVITED' | 'CREATED'
  readonly joinedAt: number
  readonly state: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED' | 'PENDING_ACTIVATION'
  /** Root or organizational unit. */
  readonly parentId: string | undefined
  readonly tags: Readonly<Record<string, string>>
  /** When a closure that is pending takes effect; 90 days later AWS forgets the account. */
  readonly closesAt?: number | undefined
}

export interface Organization {
  readonly organizationId: string
  readonly managementAccountId: string
  readonly featureSet: 'ALL' | 'CONSOLIDATED_BILLING'
  readonly rootId: string
  readonly createdAt: number
  readonly enabledPolicyTypes: readonly string[]
  readonly enabledServices: readonly string[]
  /** Since when, by service. */
  readonly servicesSince?: Readonly<Record<string, number>> | undefined
  readonly rootTags?: Readonly<Record<string, string>> | undefined
}

export interface OrganizationalUnit {
  readonly organizationId: string
  readonly unitId: string
  readonly parentId: string
  readonly name: string
  readonly tags: Readonly<Record<string, string>>
}

export interface OrganizationPolicy {
  readonly organizationId: string
  readonly policyId: string
  readonly type: string
  readonly name: string
  readonly description: string
  readonly content: string
  readonly awsManaged: boolean
  /** Roots, organizational units and accounts that it is attached to, in order. */
  readonly targets: readonly string[]
  readonly tags: Readonly<Record<string, string>>
}

export interface CreateAccountRequest {
  readonly requestId: string
  readonly organizationId: string
  readonly managementAccountId: string
  readonly accountName: string
  readonly email: string
  readonly roleName: string
  readonly tags: Readonly<Record<string, string>>
  readonly requestedAt: number
  /** When it will be decided; asynchronous work is settled when somebody looks after this time. */
  readonly dueAt: number
  /** Reason to fail with, drawn when asked. */
  readonly failure: string | undefined
  readonly state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'
  readonly accountId: string | undefined
  readonly completedAt: number | undefined
}

export const accounts = table<Account>('organizations/accounts')
/** Key [organizationId]. */
export const organizations = table<Organization>('organizations/organizations')
/** Key [organizationId, unitId]. */
export const units = table<OrganizationalUnit>('organizations/units')
/** Key [organizationId, policyId]. */
export const organizationPolicies = table<OrganizationPolicy>('organizations/policies')
/** Key [organizationId, requestId]. */
export const accountRequests = table<CreateAccountRequest>('organizations/account-requests')
