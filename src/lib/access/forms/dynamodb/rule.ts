import type {Owner} from '../../owner.js'

/** Items whose partition key is the owner. */
export interface TableRule {
  readonly table: string
  /** Names of indexes that may be queried too; `['*']`: all. */
  readonly indexes: readonly string[]
  readonly owner: Owner
  readonly actions: readonly TableVerb[]
  /** The only attributes that may be read and written; empty: all. */
  readonly attributes: readonly string[]
  /** Why it may open what no condition of AWS can close: the item that a failed condition of an update answers. */
  readonly opens?: string | undefined
}

/** Whether a rule lets people read items at all. */
export const canRead = ({actions}: Pick<TableRule, 'actions'>): boolean =>
  actions.some((verb) => verb === 'get' || verb === 'query' || verb === 'scan')

/**
 * Whether a rule's writes can answer more than it lets people read: an item that the condition of a write met and did
 * not fit comes back whole where the request asks for it (ReturnValuesOnConditionCheckFailure), and AWS has no condition
 * key for that (service authorization reference, "Actions, resources, and condition keys for Amazon DynamoDB").
 */
export const answersOnFailure = (rule: Pick<TableRule, 'actions' | 'attributes'>): boolean =>
  rule.actions.some((verb) => verb === 'put' || verb === 'update' || verb === 'delete') &&
  (!canRead(rule) || rule.attributes.length > 0)

/** `scan` only where the data has no owner: it names no keys, so it would answer everybody's items. */
export type TableVerb = 'get' | 'query' | 'put' | 'update' | 'delete' | 'scan'

/** The verbs that the two words stand for. */
export const TABLE_WORDS = {read: ['get', 'query'], write: ['put', 'update', 'delete']} as const
