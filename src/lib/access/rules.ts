import type {RouteRule} from './forms/api/rule.js'
import type {ApiRule} from './forms/appsync/rule.js'
import type {TableRule} from './forms/dynamodb/rule.js'
import type {TopicRule} from './forms/iot/rule.js'
import type {FunctionRule} from './forms/lambda/rule.js'
import type {BucketRule} from './forms/s3/rule.js'
import type {StatementRule} from './forms/statement/rule.js'

/** What a rule of each form says. */
export interface RuleForms {
  dynamodb: TableRule
  s3: BucketRule
  lambda: FunctionRule
  api: RouteRule
  appsync: ApiRule
  iot: TopicRule
  statement: StatementRule
}

export type FormName = keyof RuleForms

/**
 * What signed-in users, guests or a group's members may reach directly from the browser, with every default filled in.
 * `{env}` and `{project}` in names are replaced before it is compiled.
 */
export type AccessRule = {
  [Name in FormName]: {readonly [Form in Name]: RuleForms[Form]}
}[FormName]

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
