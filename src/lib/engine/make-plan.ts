import {ConflictError} from '../errors.js'
import type {Action, AnyResource, Change, Node} from '../resource.js'
import {requireRoom, type Engine} from './engine.js'
import {addressesOf, withNeeds} from './graph.js'
import {lookAtEach, requireAll, type Seen, type Sight} from './look.js'
import {orphanSteps} from './orphans.js'
import type {Plan, Step} from './plan.js'

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
export const readSteps = async (engine: Engine, nodes: readonly Node[]): Promise<readonly Step[]> =>
  requireAll(await readEach(engine, nodes))

/** As `readSteps`, but what AWS refused is part of the answer. */
export const readEach = (engine: Engine, nodes: readonly Node[]): Promise<Sight<Step>> =>
  lookAtEach(engine, nodes, {
    make: (seen) => stepFor(requireRoom(engine, seen.node.kind), seen),
    // A step that will be made (again) has no values yet.
    answers: ({actual, action}) => (action === 'replace' ? undefined : actual),
    byRecord: false,
  })

function stepFor(room: AnyResource, {node, needs, desired, actual, recorded, accountId = ''}: Seen): Step {
  const {address, kind, environment, region} = node
  const base = {address, kind, environment, node, needs}
  if (!actual) return {...base, action: 'create', changes: [], permanent: room.permanent ?? []}
  const changes = room.diff(desired, actual).map((change) => settled(change, room))
  const action = actionFor(changes, recorded?.id === actual.id)
  return {...base, action, id: actual.id, changes, permanent: [], actual, place: {account: accountId, region}}
}

/** Precious things are never made anew: where a room would replace, the plan refuses. */
const settled = (change: Change, {precious = false}: AnyResource): Change =>
  precious && change.effect === 'replace' ? {...change, effect: 'refuse'} : change

function actionFor(changes: readonly Change[], known: boolean): Action {
  if (changes.some(({effect}) => effect === 'replace')) return 'replace'
  if (!known) return 'adopt'
  return changes.length > 0 ? 'update' : 'no-op'
}

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
