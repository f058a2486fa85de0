/** A list that a statement applies to, or, `negated`, to everything but. */
export interface Match<T> {
  readonly negated: boolean
  readonly entries: readonly T[]
}

/** `{type: 'AWS', value: 'arn:aws:iam::111122223333:root'}`; `*` alone is `{type: '*', value: '*'}`. */
export interface PrincipalPattern {
  readonly type: string
  readonly value: string
}

/** `{operator: 'ForAnyValue:StringLike', key: 'cognito-identity.amazonaws.com:amr', values: ['authenticated']}` */
export interface Condition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

export interface Statement {
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny'
  readonly actions: Match<string>
  /** Absent in trust policies: the resource is the role that they belong to. */
  readonly resources: Match<string> | undefined
  readonly principals: Match<PrincipalPattern> | undefined
  readonly conditions: readonly Condition[]
}

export interface PolicyDocument {
  /** Policy variables are text like any other in `2008-10-17`, which is also what a missing Version means. */
  readonly version: '2008-10-17' | '2012-10-17'
  readonly statements: readonly Statement[]
}

/** What is asked of the policies. */
export interface PolicyRequest {
  /** `iam:CreateUser` */
  readonly action: string
  readonly resource: string
  /** Condition keys, in any case, with all of their values; a key with no value counts as missing. */
  readonly context: Readonly<Record<string, readonly string[]>>
  /** Who asks, for policies that name principals. */
  readonly principal?: RequestPrincipal | undefined
}

export type RequestPrincipal =
  | {
      readonly type: 'AWS'
      readonly accountId: string
      /** The user's or the session's own ARN. */
      readonly arn: string
      /** The role behind a session, with its path. */
      readonly roleArn?: string | undefined
    }
  | {readonly type: 'Federated' | 'Service'; readonly name: string}
