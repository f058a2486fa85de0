import type {Recorded} from '../records/records.js'
import {UNKNOWN, type Actual, type Fields, type Node, type Ref} from '../resource.js'
import {contextFor, keyOf, readActual, requireRoom, type Engine} from './engine.js'
import {makeGraph} from './graph.js'
import {accountOf, outputOf} from './make-plan.js'
import {environmentOf} from '../records/places.js'
import {hasUnknown, resolve} from './references.js'
import {walk} from './walk.js'

/** What became of one node on AWS. */
export interface Seen {
  readonly node: Node
  readonly needs: readonly string[]
  readonly desired: Fields
  readonly actual: Actual | undefined
  /** Where it is; absent where its account is not there (any more), and so neither is it. */
  readonly accountId: string | undefined
  /** False where what its key is made of is not there: it was looked for by its record alone. */
  readonly known: boolean
}

/**
 * Reads everything that the nodes ask for, in parallel along the graph: by the id on record, else by tags and natural
 * keys. What is there is seen whatever else is missing. Writes nothing; throws the first thing that AWS refused.
 */
export async function lookAt(engine: Engine, nodes: readonly Node[]): Promise<readonly Seen[]> {
  const graph = makeGraph(nodes)
  const seen = new Map<string, Seen>()
  const failures: unknown[] = []
  await walk({
    needs: graph.needs,
    visit: async (address) => {
      const node = graph.nodes.get(address)
      if (node) seen.set(address, await look(engine, node, {seen, needs: graph.needs.get(address) ?? []}))
    },
    failed: (_address, error) => failures.push(engine.explain(error) ?? error),
    skipped: () => undefined,
  })
  if (failures.length > 0) throw failures[0]
  return [...graph.nodes.keys()].flatMap((address) => seen.get(address) ?? [])
}

interface Around {
  readonly seen: ReadonlyMap<string, Seen>
  readonly needs: readonly string[]
}

async function look(engine: Engine, node: Node, {seen, needs}: Around): Promise<Seen> {
  engine.signal.throwIfAborted()
  engine.report({type: 'reading', address: node.address})
  const lookup = ({$ref, output}: Ref): string => {
    const actual = seen.get($ref)?.actual
    return actual ? outputOf(actual, $ref, output) : UNKNOWN
  }
  const desired = resolve(node.desired, lookup) as Fields
  const account = accountOf(node, lookup)
  const base = {node, needs, desired}
  if (account === UNKNOWN) return {...base, actual: undefined, accountId: undefined, known: false}

  const room = requireRoom(engine, node.kind)
  const recorded = await engine.records.load(node.address)
  const context = await contextFor(engine, {...node, account})
  const {accountId} = context.aws
  const key = keyOf(room, desired)
  const known = !hasUnknown(key)
  if (!known && !recorded) return {...base, actual: undefined, accountId, known}
  const actual = await readActual(room, {key: known || !recorded ? key : recorded.key, id: recorded?.id, context})
  return {...base, actual, accountId, known}
}

/** Reads what nobody asks for (any more) where its record says that it is. */
export async function lookUp(engine: Engine, recorded: Omit<Recorded, 'id'> & {readonly id?: string}) {
  const {address, kind, key, id, accountId, region} = recorded
  const context = await contextFor(engine, {address, environment: environmentOf(address), account: accountId, region})
  return readActual(requireRoom(engine, kind), {key, id, context})
}
