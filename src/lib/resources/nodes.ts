import type {Node, Pending, Ref} from '../base/resource.js'
import type {Kinds} from './index.js'

/** A node of a kind that exists, with what that kind can be asked for. */
export type KindNode = {
  readonly [K in keyof Kinds]: Node & {readonly kind: K; readonly desired: Pending<Kinds[K]['desired']>}
}[keyof Kinds]

/** What another node will have: `ref('dev.user-pool', 'providerName')`; its id where nothing else is said. */
export const ref = (address: string, output: Kinds[keyof Kinds]['output'] = 'id'): Ref => ({$ref: address, output})
