import {ConflictError} from '../errors.js'
import {
  UNKNOWN,
  type Action,
  type Actual,
  type AnyResource,
  type Change,
  type Fields,
  type Node,
  type Ref,
} from '../resource.js'
import {contextFor, keyOf, readActual, requireRoom, type Engine} from './engine.js'
import {addressesOf, makeGraph, withNeeds} from './graph.js'
import {orphanSteps} from './orphans.js'
import type {Plan, Step} from './plan.js'
import {hasUnknown, resolve, type Lookup} from './references.js'
import {walk} from './walk.js'

/** Which part of the manifest is meant. */
export interface Scope {
  /** Only these, with what they need; everything when absent. */
  readonly environments?: readonly string[] | undefined
  /** Only these addresses, with what they need. What left the manifest is then none of the plan's concern. */
  readonly addresses?: readonly string[] | undefined
}

/**
 * Reads everything that the nodes ask for, in parallel along the graph, and says what would have to change. Writes
 * nothing. Throws ConflictError when a change is one that AWS (or the safety of users) does not allow in place, and
 * whatever AWS refused while it was read.
 *
 * @param nodes the whole manifest's
 */
export async function makePlan(
  engine: Engine,
  nodes: readonly Node[],
  {environments, addresses}: Scope,
): Promise<Plan> {
  const steps = await readSteps(engine, withNeeds(nodes, addresses ?? addressesOf(nodes, environments)))
  refuse(steps)
  if (addresses) return {steps, kept: []}
  const {deletions, kept} = await orphanSteps(engine, {nodes, steps, environments})
  return {steps: [...steps, ...deletions], kept}
}

/** What each node would take, in an order that respects needs. Writes nothing; throws what AWS refused. */
export async function readSteps(engine: Engine, nodes: readonly Node[]): Promise<readonly Step[]> {
  const {steps, failures} = await readEach(engine, nodes)
  const [first] = failures
  if (first) throw first.error
  return steps
}

/** What could be read, and what could not, explained; what needs the latter is in neither. */
export interface Reading {
  readonly steps: readonly Step[]
  readonly failures: readonly {readonly address: string; readonly kind: string; readonly error: unknown}[]
}

/** As `readSteps`, but what AWS refused is part of the answer. */
export async function readEach(engine: Engine, nodes: readonly Node[]): Promise<Reading> {
  const graph = makeGraph(nodes)
  const steps = new Map<string, Step>()
  const failures: Reading['failures'][number][] = []
  await walk({
    needs: graph.needs,
    visit: async (address) => {
      const node = graph.nodes.get(address)
      if (node) steps.set(address, await stepFor(engine, node, {steps, needs: graph.needs.get(address) ?? []}))
    },
    failed: (address, error) => {
      const kind = graph.nodes.get(address)?.kind ?? ''
      failures.push({address, kind, error: engine.explain(error) ?? error})
    },
    skipped: () => undefined,
  })
  return {steps: [...graph.nodes.keys()].flatMap((address) => steps.get(address) ?? []), failures}
}

interface Around {
  readonly steps: ReadonlyMap<string, Step>
  readonly needs: readonly string[]
}

async function stepFor(engine: Engine, node: Node, {steps, needs}: Around): Promise<Step> {
  engine.signal.throwIfAborted()
  engine.report({type: 'reading', address: node.address})
  const room = requireRoom(engine, node.kind)
  const lookup = lookupIn(steps)
  const desired = resolve(node.desired, lookup) as Fields
  const account = accountOf(node, lookup)
  const base = {address: node.address, kind: node.kind, environment: node.environment, node, needs}
  const fresh: Step = {...base, action: 'create', changes: [], permanent: room.permanent ?? []}

  const key = keyOf(room, desired)
  if (account === UNKNOWN || hasUnknown(key)) return fresh

  const recorded = await engine.records.load(node.address)
  const context = await contextFor(engine, {...node, account})
  const actual = await readActual(room, {key, id: recorded?.id, context})
  if (!actual) return fresh
  const changes = room.diff(desired, actual).map((change) => settled(change, room))
  const known = recorded?.id === actual.id
  const place = {account: context.aws.accountId, region: node.region}
  return {...base, action: actionFor(changes, known), id: actual.id, changes, permanent: [], actual, place}
}

/** Precious things are never made anew: where a room would replace, the plan refuses. */
const settled = (change: Change, {precious = false}: AnyResource): Change =>
  precious && change.effect === 'replace' ? {...change, effect: 'refuse'} : change

function actionFor(changes: readonly Change[], known: boolean): Action {
  if (changes.some(({effect}) => effect === 'replace')) return 'replace'
  if (!known) return 'adopt'
  return changes.length > 0 ? 'update' : 'no-op'
}

/** Answers references from what was read; a step that will be made (again) has no values yet. */
const lookupIn =
  (steps: ReadonlyMap<string, Step>): Lookup =>
  ({$ref, output}: Ref) => {
    const step = steps.get($ref)
    return step?.actual && step.action !== 'replace' ? outputOf(step.actual, $ref, output) : UNKNOWN
  }

/** One named value of what AWS answered. A name that the kind does not answer is a bug. */
export function outputOf(actual: Actual, address: string, output: string): string {
  const value = actual[output]
  if (typeof value !== 'string') throw new Error(`${address} has no ${output}`)
  return value
}

/** The account id that a node lives in, `management`, or UNKNOWN. */
export const accountOf = ({account}: Node, lookup: Lookup): string =>
  account === 'management' ? account : lookup(account)

/** Throws ConflictError `CANNOT_CHANGE` where a step would need a change that is never made. */
export function refuse(steps: readonly Step[]): void {
  const refused = steps.flatMap(({address, changes}) =>
    changes.filter(({effect}) => effect === 'refuse').map((change) => ({address, ...change})),
  )
  const [first] = refused
  if (!first) return
  const rest = refused.length > 1 ? ` (and ${refused.length - 1} more)` : ''
  throw new ConflictError(
    `${first.address}: ${first.field} cannot change from ${worded(first.from)} to ${worded(first.to)}${rest}`,
    {
      code: 'CANNOT_CHANGE',
      hint:
        first.hint ??
        'AWS fixes this when the resource is made, and awsup never replaces what holds accounts or users: put the old value back in awsup.yaml, or make a new environment beside this one and bring its users there.',
      details: {changes: refused},
    },
  )
}

/** JSON of what is there; what was taken out of the manifest is nothing. */
const worded = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))
