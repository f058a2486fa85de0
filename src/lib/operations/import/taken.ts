import type {Recorded} from '../../records/records.js'
import type {ImportedEnvironment} from './imported.js'

/** What goes over to awsup by its tags, which the import itself adds: only they say whose a table or bucket is. */
export interface Handover {
  readonly kind: 'table' | 'bucket'
  readonly address: string
  readonly environment: string
  /** Its name. */
  readonly id: string
  readonly accountId: string
  readonly region: string
}

/** What one request comes to; nothing is written yet. */
export interface Taken {
  /** awsup.yaml with it. */
  readonly source: string
  /** What no name finds: everything else is found by its own. */
  readonly seeds: readonly Recorded[]
  readonly handovers: readonly Handover[]
  readonly notes: readonly string[]
  readonly environment: ImportedEnvironment
}
