import type {Owner} from '../../owner.js'

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

/** The verbs that the two words stand for. */
export const OBJECT_WORDS = {read: ['get', 'list'], write: ['put', 'delete']} as const
