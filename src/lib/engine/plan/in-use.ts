import type {Usage} from '../../base/resource.js'
import {contextFor, requireRoom, type Engine} from '../engine.js'
import type {Plan, Step} from './plan.js'

/**
 * The plan without deletions that AWS would refuse, because something that awsup did not make uses what would go: that is
 * kept with all that it needs, and a warning `IN_USE` says what to do. Everything else is done, so that nobody keeps a
 * right for longer because of it. The next plan looks again.
 */
export async function withoutUsed(engine: Engine, {steps, kept}: Plan): Promise<Plan> {
  const deletions = steps.filter(({action}) => action === 'delete')
  const going = new Set(deletions.map(({id}) => id))
  const usages = await Promise.all(deletions.map((step) => usageOf(engine, step)))
  const used = new Set<string>()
  for (const [index, step] of deletions.entries()) {
    const usage = usages[index]
    const by = (usage?.by ?? []).filter(({id}) => id === undefined || !going.has(id)).map(({said}) => said)
    if (usage === undefined || by.length === 0) continue
    used.add(step.address)
    const {as, remedy} = usage
    const has = by.length === 1 ? 'has' : 'have'
    const message = `${step.kind.replaceAll('-', ' ')} ${step.address} is not deleted: ${by.join(', ')}, which awsup did not make, ${has} it ${as}. ${remedy}, then run awsup apply or awsup destroy again.`
    engine.report({type: 'warning', code: 'IN_USE', message})
  }
  // A set goes over each address that is added meanwhile, too.
  for (const address of used)
    for (const needed of (await engine.records.load(address))?.needs ?? [])
      if (deletions.some((step) => step.address === needed)) used.add(needed)
  const isUsed = ({action, address}: Step): boolean => action === 'delete' && used.has(address)
  return {
    steps: steps.filter((step) => !isUsed(step)),
    kept: [...kept, ...steps.filter(isUsed).map(({address, kind, id = ''}) => ({address, kind, id}))],
  }
}

async function usageOf(engine: Engine, {address, kind, environment, actual, place}: Step): Promise<Usage | undefined> {
  const room = requireRoom(engine, kind)
  if (!actual || !place || !room.usage) return undefined
  return room.usage(actual, await contextFor(engine, {address, environment, ...place}))
}
