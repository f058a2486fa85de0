import type {Action, Change, Node} from '../resource.js'

/** One thing to do, or to leave: plain data, the same that is printed, emitted as JSON, and applied. */
export interface Step {
  readonly address: string
  readonly kind: string
  readonly action: Action
  readonly environment?: string | undefined
  /** AWS's id where it exists already. */
  readonly id?: string | undefined
  readonly changes: readonly Change[]
  /** On create: fields that AWS never changes afterwards. */
  readonly permanent: readonly string[]
  /** What the manifest asks, references unresolved; absent on delete. */
  readonly node?: Node | undefined
  /** What AWS answered while the plan was made; absent on create. */
  readonly actual?: (Readonly<Record<string, unknown>> & {readonly id: string}) | undefined
  /** The account id and region that it was read in. */
  readonly place?: {readonly account: string; readonly region: string} | undefined
  /** Addresses that must be finished first. */
  readonly needs: readonly string[]
}

/** Everything between the manifest and AWS, in an order that respects `needs`. */
export interface Plan {
  readonly steps: readonly Step[]
  /** On record, no longer in the manifest, and too precious to delete by leaving it out. */
  readonly kept: readonly {readonly address: string; readonly kind: string; readonly id: string}[]
}

/** What an apply did. */
export interface Applied {
  readonly created: readonly Done[]
  readonly adopted: readonly Done[]
  readonly updated: readonly Done[]
  readonly deleted: readonly Done[]
  readonly unchanged: number
}

export interface Done {
  readonly address: string
  readonly kind: string
  readonly id: string
}

/** The steps that would change something, on AWS or on record. */
export const changesOf = (plan: Plan): readonly Step[] => plan.steps.filter(({action}) => action !== 'no-op')
