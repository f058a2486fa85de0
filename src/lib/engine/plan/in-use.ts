import {contextFor, requireRoom, type Engine} from '../engine.js'
import type {Plan, Step} from './plan.js'

/**
 * The plan without deletions that AWS would refuse, because something that awsup did not make uses what would go: that is
 * kept, and a warning `IN_USE` says what to do. Everything else is done, so that nobody keeps a right for longer because
 * of it. The next plan looks again.
 */
export async function withoutUsed(engine: Engine, {steps, kept}: Plan): Promise<Plan> {
  const usages = await Promise.all(steps.map((step) => usageOf(engine, step)))
  const used = new Set<Step>()
  for (const [index, step] of steps.entries()) {
    const usage = usages[index]
    if (usage === undefined) continue
    used.add(step)
    const {by, as, remedy} = usage
    const has = by.length === 1 ? 'has' : 'have'
    const message = `${step.kind.replaceAll('-', ' ')} ${step.address} is not deleted: ${by.join(', ')}, which awsup did not make, ${has} it ${as}. ${remedy}, then run awsup apply or awsup destroy again.`
    engine.report({type: 'warning', code: 'IN_USE', message})
  }
  return {
    steps: steps.filter((step) => !used.has(step)),
    kept: [...kept, ...[...used].map(({address, kind, id = ''}) => ({address, kind, id}))],
  }
}

async function usageOf(engine: Engine, {action, address, kind, environment, actual, place}: Step) {
  const room = requireRoom(engine, kind)
  if (action !== 'delete' || !actual || !place || !room.usage) return undefined
  return room.usage(actual, await contextFor(engine, {address, environment, ...place}))
}
