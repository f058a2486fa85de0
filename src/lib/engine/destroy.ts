import type {Node} from '../resource.js'
import type {Engine} from './engine.js'
import {addressesOf, withNeeds} from './graph.js'
import {readSteps} from './make-plan.js'
import {orphanSteps} from './orphans.js'
import type {Plan, Step} from './plan.js'

/** What `destroy` never touches: an account takes 90 days to close, and others may live in the organization. */
const KEPT: ReadonlySet<string> = new Set(['organization', 'organizational-unit', 'account'])

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

async function removable(
  engine: Engine,
  nodes: readonly Node[],
  addresses: readonly string[],
): Promise<readonly Step[]> {
  const steps = await readSteps(engine, withNeeds(nodes, addresses))
  return steps.filter(({address, kind, actual}) => actual && addresses.includes(address) && !KEPT.has(kind))
}

/** Goes after all that need it, and after what is only on record (a user leaves before the group does). */
const toDeletion = (step: Step, among: readonly Step[], first: readonly Step[]): Step => ({
  ...step,
  action: 'delete',
  changes: [],
  node: undefined,
  needs: [...among.filter(({needs}) => needs.includes(step.address)), ...first].map(({address}) => address),
})
