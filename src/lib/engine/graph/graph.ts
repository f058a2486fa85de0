import type {Node} from '../../base/resource.js'
import {refsIn} from './references.js'

/** Nodes by address with what each one needs; every need is in the graph, and there are no circles. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, Node>
  readonly needs: ReadonlyMap<string, readonly string[]>
}

/**
 * Joins nodes into a graph. Throws a plain Error on a duplicate, a dangling reference or a circle: the manifest cannot
 * ask for one, so each is a bug in awsup.
 */
export function makeGraph(nodes: readonly Node[]): Graph {
  const byAddress = new Map(nodes.map((node) => [node.address, node]))
  if (byAddress.size !== nodes.length) throw new Error('two nodes have the same address')
  const needs = new Map(nodes.map((node) => [node.address, needsOf(node)]))
  for (const [address, needed] of needs) {
    const missing = needed.find((other) => !byAddress.has(other))
    if (missing !== undefined) throw new Error(`${address} refers to ${missing}, which does not exist`)
  }
  const order = sortByNeeds([...needs.keys()], needs)
  return {
    nodes: new Map(order.flatMap((address) => entryOf(byAddress, address))),
    needs,
  }
}

const entryOf = <T>(map: ReadonlyMap<string, T>, key: string): [string, T][] => {
  const value = map.get(key)
  return value === undefined ? [] : [[key, value]]
}

const needsOf = ({account, desired, after = []}: Node): readonly string[] =>
  [...new Set([...refsIn(account), ...refsIn(desired), ...after])].sort()

/** Every address after all that it needs. Throws on a circle. Pure. */
export function sortByNeeds(
  addresses: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const sorted = new Set<string>()
  const visit = (address: string, path: readonly string[]): void => {
    if (sorted.has(address)) return
    if (path.includes(address)) throw new Error(`${[...path, address].join(' → ')} is a circle`)
    for (const needed of needs.get(address) ?? []) visit(needed, [...path, address])
    sorted.add(address)
  }
  for (const address of addresses) visit(address, [])
  return [...sorted]
}

/** The nodes with these addresses and everything that they need, and nothing else. Pure. */
export function withNeeds(nodes: readonly Node[], addresses: readonly string[]): readonly Node[] {
  const wanted = new Set(sortByNeeds(addresses, makeGraph(nodes).needs))
  return nodes.filter(({address}) => wanted.has(address))
}

/** Addresses of the given environments' nodes, or of all. Pure. */
export const addressesOf = (nodes: readonly Node[], environments: readonly string[] | undefined): readonly string[] =>
  nodes
    .filter(({environment}) => !environments || (environment !== undefined && environments.includes(environment)))
    .map(({address}) => address)
