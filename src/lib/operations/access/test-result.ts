import type {Cell} from '../../access/matrix/matrix.js'
import type {Opening} from '../../access/openings/opening.js'
import type {PolicyFinding} from './findings.js'

/** What a matrix came to in one environment. */
export interface AccessTest {
  readonly environment: string
  /**
   * What was asked: the policies that `apply` would give, those of the roles on AWS, IAM's simulator, or AWS itself.
   */
  readonly policies: 'compiled' | 'deployed' | 'simulated' | 'live'
  readonly roles: readonly {readonly role: string; readonly requests: number}[]
  /** Reachable, and should not be. */
  readonly exposed: readonly Cell[]
  /** Not reachable, and should be. */
  readonly missing: readonly Cell[]
  /** What Access Analyzer says about the policies, where it was asked. */
  readonly findings?: readonly PolicyFinding[]
  /** What opens more than the rules mean, or may: in rules of awsup.yaml, and with --deployed in the pools. */
  readonly openings?: readonly Opening[]
  /** Why nothing was tested: such a test is no pass. */
  readonly nothing?: string
  /** What could not be tried, and why; what rules cannot do. */
  readonly notes?: readonly string[]
}
