/**
 * What signed-in users, guests or a group's members may reach directly from the browser, with every default filled in.
 * `{env}` and `{project}` in names are replaced before it is compiled.
 */
export type AccessRule =
  | {readonly dynamodb: TableRule}
  | {readonly s3: BucketRule}
  | {readonly lambda: FunctionRule}
  | {readonly appsync: ApiRule}
  | {readonly iot: TopicRule}
  | {readonly statement: StatementRule}

/**
 * Whose the data is: `identity` (the identity id, `eu-west-1:uuid`), `none` (shared by all who have the rule), or a
 * claim of the user pool's ID token that awsup makes a session tag of: `sub`, `cognito:username`, `custom:tenant`.
 */
export type Owner = string

/** Items whose partition key is the owner. */
export interface TableRule {
  readonly table: string
  /** Names of indexes that may be queried too; `['*']`: all. */
  readonly indexes: readonly string[]
  readonly owner: Owner
  readonly actions: readonly TableVerb[]
  /** The only attributes that may be read and written; empty: all. */
  readonly attributes: readonly string[]
  /** Why it may open what no condition of AWS can close: the item that a failed condition of an update answers. */
  readonly opens?: string | undefined
}

/** Whether a rule lets people read items at all. */
export const canRead = ({actions}: Pick<TableRule, 'actions'>): boolean =>
  actions.some((verb) => verb === 'get' || verb === 'query' || verb === 'scan')

/**
 * Whether a rule's writes can answer more than it lets people read: an item that the condition of a write met and did
 * not fit comes back whole where the request asks for it (ReturnValuesOnConditionCheckFailure), and AWS has no condition
 * key for that (service authorization reference, "Actions, resources, and condition keys for Amazon DynamoDB").
 */
export const answersOnFailure = (rule: Pick<TableRule, 'actions' | 'attributes'>): boolean =>
  rule.actions.some((verb) => verb === 'put' || verb === 'update' || verb === 'delete') &&
  (!canRead(rule) || rule.attributes.length > 0)

/** `scan` only where the data has no owner: it names no keys, so it would answer everybody's items. */
export type TableVerb = 'get' | 'query' | 'put' | 'update' | 'delete' | 'scan'

/** Objects whose key begins with the prefix and a slash. */
export interface BucketRule {
  readonly bucket: string
  /**
   * `private/{owner}`, without a slash at either end; holds `{owner}` unless the owner is `none`; '' is the whole
   * bucket.
   */
  readonly prefix: string
  readonly owner: Owner
  readonly actions: readonly ObjectVerb[]
}

export type ObjectVerb = 'get' | 'list' | 'put' | 'delete'

/** A Lambda function in the environment's own account and region, by name. */
export interface FunctionRule {
  readonly function: string
}

/** Fields of an AppSync GraphQL API: `Query.todos`, `Mutation.*`. */
export interface ApiRule {
  readonly api: string
  /** Environment → API, in place of `api`: ids are AWS's, and every environment has another one. */
  readonly apis?: Readonly<Record<string, string>> | undefined
  readonly fields: readonly string[]
}

/**
 * MQTT topics of AWS IoT: `todos/{owner}/*`. The identity needs an IoT policy too (AttachPolicy), unless it is a guest.
 */
export interface TopicRule {
  readonly topics: readonly string[]
  readonly owner: Owner
  readonly actions: readonly TopicVerb[]
}

export type TopicVerb = 'publish' | 'subscribe'

/**
 * A statement as IAM knows it; `{account}`, `{region}`, `{env}`, `{project}` in resources and conditions are replaced.
 */
export interface StatementRule {
  readonly effect: 'allow' | 'deny'
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Operator → key → values. */
  readonly condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  /** Why it may open what rules keep apart. */
  readonly opens?: string | undefined
}

/** The `access` section: rules per sort of identity. */
export interface AccessRules {
  readonly authenticated: readonly AccessRule[]
  readonly guests: readonly AccessRule[]
  /** User pool group → what its members may beyond what every signed-in user may. */
  readonly groups: ReadonlyMap<string, readonly AccessRule[]>
  /** What a test of the deployed pools finds beyond awsup.yaml, and is meant so → why. */
  readonly accepted?: ReadonlyMap<string, string> | undefined
}

/** Who gets a role of an identity pool. */
export type Who = 'authenticated' | 'guests' | {readonly group: string}

/**
 * All rules that hold for somebody. Cognito gives one role to a session, so a group's role holds what every signed-in
 * user may (and what is denied to them) and what the group may on top. Pure.
 */
export const rulesFor = (access: AccessRules, who: Who): readonly AccessRule[] =>
  typeof who === 'string' ? access[who] : [...access.authenticated, ...(access.groups.get(who.group) ?? [])]

/** The same condition with every value replaced. Pure. */
export const mapCondition = (
  condition: StatementRule['condition'],
  replaced: (value: string) => string,
): StatementRule['condition'] =>
  Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.map(replaced)] as const)),
    ]),
  )

/** The verbs that the two words stand for. */
export const TABLE_WORDS = {read: ['get', 'query'], write: ['put', 'update', 'delete']} as const
export const OBJECT_WORDS = {read: ['get', 'list'], write: ['put', 'delete']} as const
export const TOPIC_WORDS = {read: ['subscribe'], write: ['publish']} as const

/**
 * The session tag that carries a claim: its name without `custom:`. A tag that the manifest maps itself comes first.
 */
export const tagOf = (claim: string): string => claim.replace(/^custom:/, '')
