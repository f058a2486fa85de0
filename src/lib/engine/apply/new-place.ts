import type {AnyResource, Node} from '../../base/resource.js'
import {refsIn} from '../graph/references.js'

/**
 * Whether what a node lives in was made by this very run, so that it holds no such thing yet: there is nothing to look for
 * before it is made. Pure.
 *
 * @param isNew whether this run made what has an address, by a call that AWS answered
 */
export const isInNewPlace = (
  {within = []}: AnyResource,
  {account, desired}: Node,
  isNew: (address: string) => boolean,
): boolean => {
  const fields = new Map<string, unknown>(Object.entries(desired))
  return within.some((field) => [...refsIn(field === 'account' ? account : fields.get(field))].some(isNew))
}
