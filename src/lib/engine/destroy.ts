import type {Node} from '../resource.js'
import type {Engine} from './engine.js'
import {addressesOf, withNeeds} from './graph.js'
import {readSteps, refuse} from './make-plan.js'
import {orphanSteps, readRecorded} from './orphans.js'
import type {Plan, Step} from './plan.js'

/** What `destroy` never touches: an account takes 90 days to close, and others may live in the organization. */
const KEPT: ReadonlySet<string> = new Set(['organization', 'organizational-unit', 'account', 'existing-account'])

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
  return {steps: [...deletions, ...reversed], kept}
}

/** The plan that takes away just these addresses, where they are there; accounts and the organization stay. */
export async function makeRemovalPlan(
  engine: Engine,
  nodes: readonly Node[],
  addresses: readonly string[],
): Promise<Plan> {
  const asked = await removable(engine, nodes, addresses)
  return {steps: asked.map((step) => toDeletion(step, asked, [])), kept: []}
}

/**
 * What is there, and what a run that died has left to be told: gone from AWS but still on record, or begun and never
 * made. There `delete` has nothing to do in AWS; that it is not there was looked up, never assumed.
 */
async function removable(
  engine: Engine,
  nodes: readonly Node[],
  addresses: readonly string[],
): Promise<readonly Step[]> {
  const records = new Map((await engine.records.list()).map((recorded) => [recorded.address, recorded]))
  const begun = new Set((await engine.records.intents()).map(({address}) => address))
  const steps = await readSteps(engine, withNeeds(nodes, addresses))
  // An account that is not the one asked for (a record mixed up) holds nothing of ours to destroy.
  refuse(steps.filter(({kind}) => KEPT.has(kind)))
  const reached = new Set(steps.filter(({actual}) => actual).map(({address}) => address))
  const wasReached = ({node}: Step): boolean => node?.account === 'management' || reached.has(node?.account.$ref ?? '')
  const asked = steps.filter(({address, kind}) => addresses.includes(address) && !KEPT.has(kind))
  const found = asked.map(async (step): Promise<readonly Step[]> => {
    if (step.actual) return [step]
    const recorded = records.get(step.address)
    if (recorded) return [{...step, ...(await readRecorded(engine, recorded))}]
    return begun.has(step.address) && wasReached(step) ? [step] : []
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
