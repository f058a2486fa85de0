import type {StatementRule} from '../forms/statement/rule.js'

/** Which boundary a role has: one of awsup's, a managed policy by its ARN, or none. */
export type Boundary = 'developer' | 'none' | `arn:${string}`

/** What people may assume in an account: a role of awsup.yaml with everything filled in. */
export interface TeamRole {
  /** ARNs of managed policies, ≤10. */
  readonly managedPolicies: readonly string[]
  readonly statements: readonly StatementRule[]
  readonly boundary: Boundary
  /** How long a session of it may last, seconds, 3600–43200. */
  readonly sessionDurationS: number
  /** Where it is made; `undefined`: in every environment in which a person has it. */
  readonly environments: readonly string[] | undefined
}

const HOUR_S = 3_600

const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`

/** The roles that exist without being written. */
export const READY_MADE: ReadonlyMap<string, TeamRole> = new Map<string, TeamRole>([
  [
    'admin',
    {
      managedPolicies: [aws('AdministratorAccess')],
      statements: [],
      boundary: 'none',
      sessionDurationS: HOUR_S,
      environments: undefined,
    },
  ],
  [
    'developer',
    {
      managedPolicies: [aws('PowerUserAccess')],
      statements: [
        {
          effect: 'allow',
          actions: ['iam:Get*', 'iam:List*', 'iam:Simulate*'],
          resources: ['*'],
          condition: {},
        },
        {
          effect: 'allow',
          actions: ['iam:*'],
          resources: [
            'arn:aws:iam::{account}:role/app/*',
            'arn:aws:iam::{account}:policy/app/*',
            'arn:aws:iam::{account}:instance-profile/app/*',
          ],
          condition: {},
        },
      ],
      boundary: 'developer',
      sessionDurationS: 4 * HOUR_S,
      environments: undefined,
    },
  ],
  [
    'viewer',
    {
      managedPolicies: [aws('job-function/ViewOnlyAccess')],
      statements: [],
      boundary: 'developer',
      sessionDurationS: 4 * HOUR_S,
      environments: undefined,
    },
  ],
])
