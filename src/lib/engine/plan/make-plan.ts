import {UNKNOWN, type Actual, type AnyResource, type Change, type Fields, type Node} from '../../base/resource.js'
import {type Action} from '../../base/action.js'
import type {Recorded} from '../../records/records.js'
import {withAnchors} from './anchors.js'
import {contextFor, requireRoom, type Engine} from '../engine.js'
import {addressesOf, withNeeds} from '../graph/graph.js'
import {withoutUsed} from './in-use.js'
import {refuseRenamed} from './left-out.js'
import {lookAtEach, requireAll, type Seen, type Sight} from './look.js'
import {orphanSteps} from './orphans.js'
import {toDo, type Plan, type Step} from './plan.js'
import {refuseChanges, refuseTwins} from './refusals.js'
import {withTwinsWhereChanged} from './twins.js'
import {outputOf, resolve, type Lookup} from '../graph/references.js'

/** Which part of the manifest is meant. */
export interface Scope {
  /** Only these, with what they need; everything when absent. */
  readonly environments?: readonly string[] | undefined
  /** Only these addresses, with what they need. What left the manifest is then none of the plan's concern. */
  readonly addresses?: readonly string[] | undefined
  /** An environment that was asked for by name just now: it is new, and not another one renamed. */
  readonly added?: string | undefined
  /**
   * The plan is only shown, and another is made before anything is done: others of the same tags or name are looked for
   * only where something would change.
   */
  readonly preview?: boolean | undefined
}

/**
 * Reads everything that the nodes ask for, in parallel along the graph, and says what would have to change. Writes
 * nothing. Throws ConflictError when a change is one that AWS (or the safety of users) does not allow in place, when
 * users or accounts would be left behind, and whatever AWS refused while it was read.
 *
 * @param nodes the whole manifest's
 */
export async function makePlan(
  engine: Engine,
  nodes: readonly Node[],
  {environments, addresses, added, preview = false}: Scope,
): Promise<Plan> {
  const wanted = withNeeds(nodes, addresses ?? addressesOf(nodes, environments))
  const sight = await readEach(engine, wanted, {twins: !preview})
  // First: it says more than what followed from it, such as a role that another project's tags are on.
  await refuseChanges(engine, sight.made)
  const read = requireAll(sight)
  await refuseTwins(engine, read)
  await refuseRenamed(engine, nodes, {steps: read, added})
  // Once for all of them: it knows every step, and there may be thousands.
  const lookup = known(read)
  const steps = await Promise.all(read.map((step) => withNotices(engine, step, lookup)))
  if (addresses) return {steps, kept: []}
  const {deletions, kept} = await orphanSteps(engine, {nodes, steps, environments})
  if (preview) await refuseTwins(engine, await withTwinsWhereChanged(engine, steps, deletions))
  return withoutUsed(engine, {steps: [...steps, ...deletions], kept})
}

/** What each node would take, in an order that respects needs. Writes nothing; throws what AWS refused. */
export const readSteps = async (engine: Engine, nodes: readonly Node[]): Promise<readonly Step[]> =>
  requireAll(await readEach(engine, nodes))

/** As `readSteps`, but what AWS refused is part of the answer. */
export async function readEach(
  engine: Engine,
  nodes: readonly Node[],
  {twins}: {readonly twins: boolean} = {twins: true},
): Promise<Sight<Step>> {
  const sight = await lookAtEach<Step>(engine, nodes, {
    make: (seen) => stepFor(engine, requireRoom(engine, seen.node.kind), seen),
    // A step that will be made (again) has no values yet.
    answers: ({actual, action}) => (action === 'replace' ? undefined : actual),
    byRecord: false,
    twins,
  })
  return {...sight, made: await withAnchors(engine, sight.made)}
}

function stepFor(engine: Engine, room: AnyResource, seen: Seen): Step {
  const {node, needs, desired, actual, recorded, accountId = '', region, moved, twins} = seen
  const {address, kind, environment} = node
  const base = {address, kind, environment, node, needs}
  if (!actual) {
    const {permanent = [], usual, shown} = room
    return {...base, action: 'create', changes: outOfReach(room, recorded), permanent, usual, shown}
  }
  const place = {account: accountId, region}
  if (seen.beyond)
    return {...base, action: 'no-op', id: actual.id, changes: [], permanent: [], actual, place, beyond: true}
  const refused = [...moved, ...claimed(engine, seen, actual)]
  // Its settings are not compared: it is not the one that the manifest asks for.
  if (moved.length > 0) return {...base, action: 'no-op', id: actual.id, changes: refused, permanent: [], actual, place}
  const changes = [...refused, ...room.diff(desired, actual).map(settled(room))]
  const action = actionFor(toDo(changes), recorded?.id === actual.id)
  return {...base, action, id: actual.id, changes, permanent: [], actual, place, twins}
}

const outOfReach = ({kind, lasting}: AnyResource, recorded: Recorded | undefined): readonly Change[] =>
  lasting === undefined || !recorded
    ? []
    : [{field: 'id', from: recorded.id, to: `a new ${kind}`, effect: 'refuse', hint: lasting}]

const WRONG_RECORD = ': a record under .awsup/ holds the id of another environment. Restore that file from git.'

/** It was found by its name, with no record of it under this address. */
const otherName = (address: string): string =>
  `. If awsup.yaml called it so before, put that name back: what exists keeps its name in awsup.yaml. Otherwise let AWS call ${address} something else.`

/** What is another project's, or has another address by its own tags, is not taken because a record names it. */
function claimed({project}: Engine, {node: {address}, recorded}: Seen, {claimedBy, id}: Actual): readonly Change[] {
  if (!claimedBy) return []
  const isOther = claimedBy.project !== project
  return [
    {
      field: isOther ? 'project' : 'address',
      from: isOther ? claimedBy.project : claimedBy.address,
      to: isOther ? project : address,
      effect: 'refuse',
      hint: isOther
        ? `Its tags on AWS say that it belongs to the awsup project ${claimedBy.project}. A project cannot be renamed: put project: ${claimedBy.project} back in awsup.yaml. If no project manages it any more, take its awsup tags away on AWS.`
        : `Its tags on AWS say that it is ${claimedBy.address ?? ''}${recorded?.id === id ? WRONG_RECORD : otherName(address)} If the tags are wrong, take them away on AWS.`,
    },
  ]
}

/** References to what exists, and stays. */
function known(steps: readonly Step[]): Lookup {
  const actual = new Map(steps.map((step) => [step.address, step.action === 'replace' ? undefined : step.actual]))
  return ({$ref, output}) => {
    const found = actual.get($ref)
    return found ? outputOf(found, $ref, output) : UNKNOWN
  }
}

/** What its kind has to say before it is made; other actions have nothing to say. Throws what the kind throws. */
async function withNotices(engine: Engine, step: Step, lookup: Lookup): Promise<Step> {
  const {action, address, kind, environment, node} = step
  const room = requireRoom(engine, kind)
  if ((action !== 'create' && action !== 'replace') || node === undefined || room.notices === undefined) return step
  const context = await contextFor(engine, {address, environment, account: 'management', region: node.region})
  const notices = await room.notices(resolve(node.desired, lookup) as Fields, context)
  return notices.length === 0 ? step : {...step, notices}
}

/** Precious things are never made again: where a room would replace, the plan refuses. */
export const settled =
  ({precious = false}: AnyResource) =>
  (change: Change): Change =>
    precious && change.effect === 'replace' ? {...change, effect: 'refuse'} : change

function actionFor(changes: readonly Change[], known: boolean): Action {
  if (changes.some(({effect}) => effect === 'replace')) return 'replace'
  if (!known) return 'adopt'
  return changes.length > 0 ? 'update' : 'no-op'
}
