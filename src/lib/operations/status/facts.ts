import type {Misplaced} from './misplaced.js'
import type {Failed} from '../../records/records.js'
import type {Target} from '../../project/project.js'
import type {LockHolder} from '../records/unlock.js'

/** What is on record of the organization, or of an environment. */
export interface OnRecord {
  readonly resources: readonly {readonly address: string; readonly kind: string; readonly id: string}[]
  /** Addresses that awsup.yaml asks for and no record has. */
  readonly missing: readonly string[]
  /** Addresses on record that awsup.yaml no longer asks for. */
  readonly left: readonly string[]
}

export interface EnvironmentStatus extends OnRecord {
  readonly name: string
  readonly region: string | undefined
  readonly accountId: string | undefined
  /** Whether awsup.yaml names it. */
  readonly asked: boolean
}

/** A create that was begun, and of which no record tells yet how it ended. */
export interface UnderWay {
  readonly address: string
  readonly kind: string
  readonly run: string
  /** ISO 8601. */
  readonly since: string
  /** Ids that the next run goes on with: for an account the id of its request. */
  readonly receipt: Readonly<Record<string, string>>
}

/** What `status` tells: from the records, the journal and the lock alone. */
export interface Status {
  readonly project: string
  readonly target: Target
  readonly organization: OnRecord
  readonly environments: readonly EnvironmentStatus[]
  readonly underWay: readonly UnderWay[]
  readonly failed: readonly Failed[]
  /** What holds users or accounts and would be left behind by awsup.yaml as it is now: every plan refuses it. */
  readonly misplaced: readonly Misplaced[]
  /** Why the target of awsup.yaml is refused, when everything on record is on AWS. */
  readonly otherTarget: {readonly problem: string; readonly hint: string} | undefined
  readonly lock: LockHolder | undefined
  /** The environment that is switched on. */
  readonly current: {readonly environment: string; readonly target: Target} | undefined
  /** An `env switch` that did not end: `pid` is who began it. */
  readonly interruptedSwitch:
    {readonly pid: number; readonly files: readonly string[]; readonly command?: string | undefined} | undefined
  /** What to do next, in one line. */
  readonly next: string
}
