import type {Verb} from '../kinds/kinds.js'
import type {Change} from './mutant.js'

/** How a sandbox can be wrong about AWS. */
export const SORTS = ['wrong status code', 'missing field', 'wrong id shape', 'reset omitted on update'] as const

/** One of them. */
export type Sort = (typeof SORTS)[number]

/** One way to break the sandbox on purpose: something has to notice. */
export interface Mutation extends Change {
  readonly service: string
  readonly sort: Sort
  /** What the sandbox does then. */
  readonly broken: string
  /** The fact of `test/facts` that is no longer so. */
  readonly seenBy: string
  /** The cell of boto3's that is red then, too: tried over HTTP, by botocore's own parsers. */
  readonly boto3?: {readonly kind: string; readonly verb: Verb}
}

/** A sort that a service does not have. */
export interface NoMutation {
  readonly service: string
  readonly sort: Sort
  readonly why: string
}
