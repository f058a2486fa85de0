import {UNKNOWN, type Node} from '../../base/resource.js'
import {contextFor, readActual, requireRoom, type Engine} from '../engine.js'
import {accountOf, type Lookup} from '../graph/references.js'

/** Reads of things on record, before it is their turn. */
export interface ReadAhead {
  /** Begins to read what is in an account: `management`, or the address whose thing answers its id. */
  begin(of: string, lookup: Lookup): void
  /** Resolves once nothing of it is under way any more. */
  ended(): Promise<void>
}

interface Ahead {
  readonly needs: ReadonlyMap<string, readonly string[]>
  /** Whether others of the same tags or name are looked for. */
  readonly twins: boolean
  /** Does the work when it is its turn: looks share what may be under way in member accounts. */
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>
}

/**
 * Asks AWS for all that is on record in an account at the same time, so that the walk along the needs finds the answers
 * there: a look takes as long as one thing, not as the longest chain of them. Only where one waits for another: the rest
 * is read in parallel anyway. The answers themselves count for nothing here, nor do refusals: each thing is looked at
 * again in its turn, and what was answered is then not asked twice (see `whileReading` of the door). Nothing is read in
 * an account before that itself was looked at.
 */
export function openReadAhead(engine: Engine, nodes: readonly Node[], {needs, twins, turn}: Ahead): ReadAhead {
  const waiting = new Map<string, Node[]>()
  for (const node of nodes) {
    const of = node.account === 'management' ? node.account : node.account.$ref
    const waits = (needs.get(node.address) ?? []).some((needed) => needed !== of)
    if (!waits) continue
    const others = waiting.get(of)
    if (others) others.push(node)
    else waiting.set(of, [node])
  }
  const under: Promise<unknown>[] = []
  return {
    begin: (of, lookup) => {
      for (const node of waiting.get(of) ?? []) {
        const read = (): Promise<void> => readOne(engine, node, {lookup, twins}).catch(() => undefined)
        under.push(node.account === 'management' ? read() : turn(read))
      }
      waiting.delete(of)
    },
    ended: async () => {
      await Promise.all(under)
    },
  }
}

interface Means {
  readonly lookup: Lookup
  readonly twins: boolean
}

async function readOne(engine: Engine, node: Node, {lookup, twins}: Means): Promise<void> {
  const account = accountOf(node, lookup)
  if (engine.signal.aborted || account === UNKNOWN || engine.beyond?.(node)) return
  const recorded = await engine.records.load(node.address)
  // What is to be somewhere else is looked for where it was, in its turn.
  if (recorded?.kind !== node.kind || recorded.region !== node.region) return
  const context = await contextFor(engine, {...node, account})
  if (context.aws.accountId !== recorded.accountId) return
  const room = requireRoom(engine, node.kind)
  // A record that somebody wrote by hand may not say what it takes to ask.
  if (room.key.some((name) => recorded.key[name] === undefined)) return
  const actual = await readActual(room, {key: recorded.key, id: recorded.id, context})
  if (actual && twins) await room.twins?.(actual, context)
}
