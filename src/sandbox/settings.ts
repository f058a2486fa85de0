/** What tests (and the curious) may set. Kept in the sandbox's own memory, so every process sees the same. */
export interface Settings {
  /** How long CreateAccount stays IN_PROGRESS, ms. */
  readonly accountCreationMs: number
  /** How long after SUCCEEDED the account's role can not be assumed yet, ms. */
  readonly roleDelayMs: number
  /** How long after CreateRole a role can not be assumed yet, ms. */
  readonly newRoleDelayMs: number
  /** How long what was made or deleted does not show to other calls, ms. */
  readonly lagMs: Lag
  /** Upper bound on what a List* call answers at once, so that small worlds cross a page. */
  readonly pageSize: number
  /** Organizations' own quota; AWS's default is 10. */
  readonly accountQuota: number
  /** How long a region stays ENABLING or DISABLING, ms. */
  readonly regionChangeMs: number
  /** How long a table of DynamoDB is CREATING or UPDATING, and an index CREATING, ms. */
  readonly tableMs: number
  /** How long a deployment of Amplify Hosting takes, ms. */
  readonly deploymentMs: number
  /** What an account is on that is in no organization, and the credits that it has left, USD. */
  readonly accountPlan: {readonly type: 'FREE' | 'PAID'; readonly credits: number}
  /** Region in which organizations have IAM Identity Center switched on, as only the console can; none when absent. */
  readonly identityCenter: string | undefined
  /**
   * What was switched on there: the organization's own, or the one of an account that had it before it made an organization,
   * which stays that account's alone.
   */
  readonly identityCenterOf: 'organization' | 'account'
  /** How long assignments and the provisioning of permission sets stay IN_PROGRESS, ms. */
  readonly provisioningMs: number
  /** Added to the clock, ms: time travel. */
  readonly clockOffsetMs: number
  /** ARNs of what the sandbox does not serve, and that no longer exists: SES identities, KMS keys. */
  readonly gone: readonly string[]
  /** URL of an issuer of tokens → its JSON Web Key Set, as text. No other issuer can be reached. */
  readonly issuers: Readonly<Record<string, string>>
  readonly faults: readonly Fault[]
}

/** Milliseconds, by what shows late: all of IAM and Organizations, and Cognito's lists. */
export interface Lag {
  readonly iam: number
  readonly organizations: number
  readonly cognito: number
}

/** Something that goes wrong on purpose. */
export interface Fault {
  /** `organizations:CreateAccount`; `*` for any operation, or any service. */
  readonly operation: string
  /** Which matching calls: the nth (from 1) only, or all of them when absent. */
  readonly nth?: number | undefined
  /** Probability 0–1 for each matching call, drawn from `seed`; 1 when absent. */
  readonly probability?: number | undefined
  readonly seed?: number | undefined
  /** `before`: nothing was done. `after`: it was done, and only the reply is lost. */
  readonly when: 'before' | 'after'
  readonly effect:
    | {readonly type: 'throttle'}
    | {
        readonly type: 'error'
        readonly name: string
        readonly message: string
        readonly status?: number
        readonly fields?: Readonly<Record<string, unknown>>
      }
    | {readonly type: 'drop'}
    | {readonly type: 'latency'; readonly ms: number}
    /** Marks an asynchronous account creation to end as FAILED with this reason. */
    | {readonly type: 'account-failure'; readonly reason: string}
    /** Marks a deployment that is started to end as FAILED with this reason. */
    | {readonly type: 'deployment-failure'; readonly reason: string}
}

export const DEFAULT_SETTINGS: Settings = {
  accountCreationMs: 400,
  roleDelayMs: 400,
  newRoleDelayMs: 0,
  // None unless asked for: whoever develops a front end with other SDKs would have to wait for every role and policy.
  lagMs: {iam: 0, organizations: 0, cognito: 0},
  pageSize: 1000,
  accountQuota: 10,
  regionChangeMs: 400,
  tableMs: 0,
  deploymentMs: 400,
  accountPlan: {type: 'PAID', credits: 0},
  identityCenter: undefined,
  identityCenterOf: 'organization',
  provisioningMs: 400,
  clockOffsetMs: 0,
  gone: [],
  issuers: {},
  faults: [],
}
