import type {Node} from '../../base/resource.js'
import {lookForBegun} from './begun.js'
import type {Engine} from '../engine.js'
import {addressesOf, withNeeds} from '../graph/graph.js'
import {withHoldings} from '../plan/holdings.js'
import {withoutUsed} from '../plan/in-use.js'
import {KEPT} from './kept.js'
import {requireAll} from '../plan/look.js'
import {readEach} from '../plan/make-plan.js'
import {orphanSteps, readRecorded} from '../plan/orphans.js'
import type {Plan, Step} from '../plan/plan.js'
import {refuseChanges} from '../plan/refusals.js'

/**
 * The plan to nothing for the given environments: everything that the manifest asks for and is there, and everything on
 * record, in reverse order; accounts, units and the organization stay. Writes nothing.
 *
 * @param nodes the whole manifest's
 */
export async function makeDestroyPlan(
  engine: Engine,
  nodes: readonly Node[],
  environments: readonly string[],
): Promise<Plan> {
  const chosen = addressesOf(nodes, environments)
  const asked = await removable(engine, nodes, chosen)
  const {deletions, kept} = await orphanSteps(engine, {nodes, steps: [], environments})
  const reversed = asked.map((step) => toDeletion(step, asked, deletions))
  return withoutUsed(engine, {steps: await withHoldings(engine, [...deletions, ...reversed]), kept})
}

/** The plan that takes away just these addresses, where they are there; accounts and the organization stay. */
export async function makeRemovalPlan(
  engine: Engine,
  nodes: readonly Node[],
  addresses: readonly string[],
): Promise<Plan> {
  const asked = await removable(engine, nodes, addresses)
  return withoutUsed(engine, {steps: asked.map((step) => toDeletion(step, asked, [])), kept: []})
}

/**
 * What is there, and what a run that died has left to be told: gone from AWS but still on record, or begun and never
 * made. There `delete` has nothing to do in AWS; that it does not exist was looked up, never assumed.
 */
async function removable(
  engine: Engine,
  nodes: readonly Node[],
  addresses: readonly string[],
): Promise<readonly Step[]> {
  const records = new Map((await engine.records.list()).map((recorded) => [recorded.address, recorded]))
  const begun = new Map((await engine.records.intents()).map((intent) => [intent.address, intent]))
  const sight = await readEach(engine, withNeeds(nodes, addresses))
  // An account that is not the one asked for (a record mixed up) holds nothing of ours to destroy.
  await refuseChanges(
    engine,
    sight.made.filter(({kind}) => KEPT.has(kind)),
  )
  const steps = requireAll(sight)
  const reached = new Set(steps.filter(({actual}) => actual).map(({address}) => address))
  const wasReached = ({node}: Step): boolean => node?.account === 'management' || reached.has(node?.account.$ref ?? '')
  const asked = steps.filter(({address, kind}) => addresses.includes(address) && !KEPT.has(kind))
  // A record of another environment's pool, or of another project's, is no leave to delete it.
  await refuseChanges(engine, asked.filter(isClaimed))
  warnOfTwins(engine, asked)
  const found = asked.map(async (step): Promise<readonly Step[]> => {
    if (step.actual) return [step]
    const recorded = records.get(step.address)
    if (recorded) return [{...step, ...(await readRecorded(engine, recorded))}]
    const intent = begun.get(step.address)
    if (!intent || !wasReached(step)) return []
    const actual = await lookForBegun(engine, intent)
    const {accountId: account, region} = intent.where ?? {accountId: '', region: ''}
    return [actual ? {...step, id: actual.id, actual, place: {account, region}} : step]
  })
  return (await Promise.all(found)).flat()
}

/** Goes after all that need it, and after what is only on record (a user leaves before the group does). */
const toDeletion = (step: Step, among: readonly Step[], first: readonly Step[]): Step => ({
  ...step,
  action: 'delete',
  changes: [],
  permanent: [],
  node: undefined,
  needs: [...among.filter(({needs}) => needs.includes(step.address)), ...first].map(({address}) => address),
})

const isClaimed = ({actual}: Step): boolean => actual?.claimedBy !== undefined

/** Which of them holds the users is unknown, so only the one on record goes, and the others are named. */
function warnOfTwins(engine: Engine, steps: readonly Step[]): void {
  for (const {address, kind, twins = []} of steps) {
    if (twins.length === 0 || engine.rooms.get(kind)?.precious !== true) continue
    const ids = twins.map(({id}) => id).join(', ')
    const message = `${kind.replaceAll('-', ' ')} ${ids} also carries the tags of ${address} and is not deleted: look whether it is in use`
    engine.report({type: 'warning', code: 'AMBIGUOUS', message})
  }
}
