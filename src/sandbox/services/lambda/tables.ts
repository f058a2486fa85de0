import {table} from '../../store/transaction.js'

/** Who may call a function, as AddPermission adds it. */
export interface FunctionPolicy {
  /** Statements as IAM reads them, in the order in which they came. */
  readonly statements: readonly PolicyStatement[]
  readonly revisionId: string
}

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Principal: unknown
  readonly Action: string
  readonly Resource: string
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Key [ARN]: an alias has a policy of its own. */
export const functionPolicies = table<FunctionPolicy>('lambda/policies')
