import {AccessError} from '../../base/errors.js'
import {openTurns} from '../../base/turns.js'
import type {Recorded} from '../../records/records.js'
import {UNKNOWN, type Actual, type Change, type Fields, type Identified, type Node} from '../../base/resource.js'
import {findElsewhere} from './elsewhere.js'
import {contextFor, keyOf, readActual, requireRoom, type Engine} from '../engine.js'
import {makeGraph} from '../graph/graph.js'
import {openReadAhead} from './read-ahead.js'
import {environmentOf} from '../../records/places.js'
import {accountOf, hasUnknown, outputOf, resolve, type Lookup} from '../graph/references.js'
import {walk} from '../graph/walk.js'

/** What became of one node on AWS. */
export interface Seen {
  readonly node: Node
  readonly needs: readonly string[]
  readonly desired: Fields
  readonly actual: Actual | undefined
  /** On record until now. */
  readonly recorded: Recorded | undefined
  /** Where it is; absent where its account does not exist (any more), and so neither is it. */
  readonly accountId: string | undefined
  readonly region: string
  /** Why it is where the manifest does not want it: refused changes. Empty for everything that is in its place. */
  readonly moved: readonly Change[]
  /** Others that carry the same tags or name; only looked for where `twins` says so. */
  readonly twins: readonly Identified[]
  /** False where what its key is made of does not exist: then it was not looked for, or by its record alone. */
  readonly known: boolean
  /** True where the caller cannot look at it: what is on record is taken. */
  readonly beyond?: true
}

/** What whoever looks makes of it. */
interface Gaze<T> {
  readonly make: (seen: Seen) => T
  /** What references to it are answered from; `undefined` where it is still to be made (again). */
  readonly answers: (made: T) => Actual | undefined
  /** Whether what cannot be looked for by its key is looked for by its record. */
  readonly byRecord: boolean
  /** Whether others of the same tags or name are looked for. */
  readonly twins: boolean
}

/** What was made of what could be read, and what could not, explained; what needs the latter is in neither. */
export interface Sight<T> {
  readonly made: readonly T[]
  readonly failures: readonly {readonly address: string; readonly kind: string; readonly error: unknown}[]
}

/**
 * How many nodes of member accounts are looked at at the same time: as many as there may be requests on their way
 * (`atMost` of the door). Thousands of requests that only wait for their turn would be most of the memory of a run. What is in the management
 * account waits for nothing: accounts come in pages, and one that is on the last page must not keep others.
 */
const MOST_AT_ONCE = 48

/**
 * Reads everything that the nodes ask for, in parallel along the graph: by the id on record, else by tags and natural
 * keys. Writes nothing; what AWS refused is part of the answer.
 */
export async function lookAtEach<T>(engine: Engine, nodes: readonly Node[], gaze: Gaze<T>): Promise<Sight<T>> {
  const graph = makeGraph(nodes)
  const made = new Map<string, T>()
  const failures: Sight<T>['failures'][number][] = []
  const lookup: Lookup = ({$ref, output}) => {
    const known = made.get($ref)
    const actual = known && gaze.answers(known)
    return actual ? outputOf(actual, $ref, output) : UNKNOWN
  }
  const turn = openTurns(MOST_AT_ONCE, 'newest')
  const ahead = openReadAhead(engine, nodes, {needs: graph.needs, twins: gaze.twins, turn})
  ahead.begin('management', lookup)
  await walk({
    needs: graph.needs,
    visit: async (address) => {
      const node = graph.nodes.get(address)
      if (!node) return
      const needs = graph.needs.get(address) ?? []
      const read = (): ReturnType<typeof look> => look(engine, node, {...gaze, lookup})
      const seen = await (node.account === 'management' ? read() : turn(read))
      made.set(address, gaze.make({needs, ...seen}))
      ahead.begin(address, lookup)
    },
    failed: (address, error) => {
      const kind = graph.nodes.get(address)?.kind ?? ''
      failures.push({address, kind, error: engine.explain(error) ?? error})
    },
    skipped: () => undefined,
  })
  await ahead.ended()
  return {made: [...graph.nodes.keys()].flatMap((address) => made.get(address) ?? []), failures}
}

/** What is there, seen whatever else is missing. Writes nothing; throws the first thing that AWS refused. */
export async function lookAt(engine: Engine, nodes: readonly Node[]): Promise<readonly Seen[]> {
  const gaze: Gaze<Seen> = {make: (seen) => seen, answers: ({actual}) => actual, byRecord: true, twins: false}
  return requireAll(await lookAtEach(engine, nodes, gaze))
}

/** Throws the first thing that AWS refused. */
export function requireAll<T>({made, failures: [first]}: Sight<T>): readonly T[] {
  if (first) throw first.error
  return made
}

interface Means {
  readonly lookup: Lookup
  readonly byRecord: boolean
  readonly twins: boolean
}

async function look(engine: Engine, node: Node, {lookup, ...means}: Means): Promise<Omit<Seen, 'needs'>> {
  engine.signal.throwIfAborted()
  engine.report({type: 'reading', address: node.address})
  const desired = resolve(node.desired, lookup) as Fields
  if (engine.beyond?.(node)) return byRecord(engine, node, desired)
  const account = accountOf(node, lookup)
  const unseen = {moved: [], twins: [], region: node.region}
  const nothing = {...unseen, node, desired, actual: undefined, recorded: undefined, accountId: undefined, known: false}
  const elsewhere = await findElsewhere(engine, node, account)
  if (elsewhere) return {node, desired, known: true, twins: [], ...elsewhere}
  if (account === UNKNOWN) return nothing

  const room = requireRoom(engine, node.kind)
  const key = keyOf(room, desired)
  const known = !hasUnknown(key)
  if (!known && !means.byRecord) return nothing
  const recorded = await engine.records.load(node.address)
  const context = await contextFor(engine, {...node, account})
  const found = {...unseen, node, desired, recorded, accountId: context.aws.accountId, known}
  if (!known && !recorded) return {...found, actual: undefined}
  const actual = await readActual(room, {key: known || !recorded ? key : recorded.key, id: recorded?.id, context})
  const twins = actual && means.twins ? await room.twins?.(actual, context) : undefined
  return {...found, actual, twins: twins ?? []}
}

/** Ids alone: what references need. */
async function byRecord({records}: Engine, node: Node, desired: Fields): Promise<Omit<Seen, 'needs'>> {
  const recorded = await records.load(node.address)
  if (!recorded) {
    throw new AccessError(`${node.address} is on no record, and these credentials cannot make it`, {
      code: 'NOT_MADE',
      hint: 'An administrator of the organization makes it first: awsup apply. Then take the new records from git.',
      details: {address: node.address},
    })
  }
  const {id, key, accountId, region} = recorded
  const actual = {...key, id, accountId, ...(id.startsWith('arn:') ? {arn: id} : {})}
  return {node, desired, actual, recorded, accountId, region, moved: [], twins: [], known: true, beyond: true}
}

/** Reads what nobody asks for (any more) where its record says that it is. */
export async function lookUp(engine: Engine, recorded: Omit<Recorded, 'id'> & {readonly id?: string}) {
  const {address, kind, key, id, accountId, region} = recorded
  const context = await contextFor(engine, {address, environment: environmentOf(address), account: accountId, region})
  return readActual(requireRoom(engine, kind), {key, id, context})
}
