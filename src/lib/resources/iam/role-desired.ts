import type {Bounded} from './placement.js'

/** An IAM role with everything that it may do. */
export interface RoleDesired extends Bounded {
  readonly name: string
  readonly description: string
  /** Trust policy document, plain data. */
  readonly trust: object
  /** Name → policy document. */
  readonly inlinePolicies: Readonly<Record<string, object>>
  /** ARNs, in any order. */
  readonly managedPolicies: readonly string[]
  /** Seconds, 3600–43200. */
  readonly maxSessionDuration: number
}

/** The id is the role's name. */
export interface RoleActual extends RoleDesired {
  readonly id: string
  readonly arn: string
}
