import type {Action} from '../../lib/base/action.js'
import {changesOf, type Plan} from '../../lib/engine/plan/plan.js'
import {PLAIN} from '../text/ink.js'
import {renderTarget, type Look} from './look.js'

const VERBS: readonly (readonly [Action, string])[] = [
  ['create', 'create'],
  ['adopt', 'adopt'],
  ['update', 'update'],
  ['replace', 'replace'],
  ['delete', 'delete'],
]

/** The question behind a plan: `Create 16 resources on AWS: the organization, dev and prod (protected)?` */
export function renderQuestion(plan: Plan, {target, where}: Pick<Look, 'target' | 'where'>): string {
  const steps = changesOf(plan)
  const counts = VERBS.flatMap(([action, verb]) => {
    const count = steps.filter((step) => step.action === action).length
    return count === 0 ? [] : [{verb, count}]
  })
  const noun = counts.at(-1)?.count === 1 ? 'resource' : 'resources'
  const said = `${listed(counts.map(({verb, count}) => `${verb} ${count}`))} ${noun}`
  const environments = [...new Set(steps.map(({environment}) => environment))]
  const places = environments.map((name) =>
    name === undefined ? 'the organization' : renderTarget(name, where?.environments.get(name)?.protected, PLAIN),
  )
  const on = target === 'sandbox' ? 'in the sandbox' : 'on AWS'
  return `${said.slice(0, 1).toUpperCase()}${said.slice(1)} ${on}: ${listed(places)}?`
}

/** `a, b and c` */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
