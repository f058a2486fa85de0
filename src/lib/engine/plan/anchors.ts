import type {Anchor, Change} from '../../base/resource.js'
import {contextFor, requireRoom, type Engine} from '../engine.js'
import {tellHoldings, type Step} from './plan.js'

/**
 * The same steps, in which a change that would cut something precious off is refused: a role, say, that an identity pool
 * with users hands out and that would trust another one from now on. This also finds, with no record left, what is in
 * the region that the manifest said before.
 */
export const withAnchors = (engine: Engine, steps: readonly Step[]): Promise<readonly Step[]> =>
  Promise.all(
    steps.map(async (step) => {
      const cut = await cutOff(engine, step, steps)
      return cut ? {...step, changes: [cut, ...step.changes]} : step
    }),
  )

async function cutOff(engine: Engine, step: Step, steps: readonly Step[]): Promise<Change | undefined> {
  const {actual, place, changes} = step
  if (!actual || !place || changes.length === 0) return undefined
  const anchors = (requireRoom(engine, step.kind).anchors?.(actual) ?? []).filter(({field}) =>
    changes.some((change) => change.field === field),
  )
  const isAsked = ({kind, id}: Anchor): boolean =>
    steps.some((other) => other.environment === step.environment && other.kind === kind && other.id === id)
  // It keeps the one that the manifest asks for; what else somebody put beside it is an ordinary difference.
  if (anchors.some(isAsked)) return undefined
  for (const anchor of anchors) {
    const there = await readAnchor(engine, step, anchor)
    if (there !== undefined) return refusal(step, anchor, there)
  }
  return undefined
}

/** What it is, with what it leads to, in words; `undefined` when it no longer exists. */
async function readAnchor(
  engine: Engine,
  {address, environment, place}: Step,
  {kind, id, region}: Anchor,
): Promise<string | undefined> {
  const room = requireRoom(engine, kind)
  const context = await contextFor(engine, {address, environment, account: place?.account ?? '', region})
  const actual = await room.read({}, id, context)
  if (!actual) return undefined
  const holds = await room.holds?.(actual, context)
  const users = holds ? `, whose user pool ${holds.userPoolId} ${tellHoldings(holds)}` : ''
  return `${kind.replaceAll('-', ' ')} ${id}${users}`
}

const refusal = ({environment = ''}: Step, {kind, field, region}: Anchor, there: string): Change => ({
  field,
  from: there,
  to: `another ${kind.replaceAll('-', ' ')}`,
  effect: 'refuse',
  hint:
    `It exists, and the users who sign in through it would lose access. If ${environment} was in ${region} before, put ` +
    `environments.${environment}.region: ${region} back in awsup.yaml and run awsup refresh. If it is not in use, delete it first.`,
})
