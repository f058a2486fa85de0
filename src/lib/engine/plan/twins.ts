import {contextFor, requireRoom, type Engine} from '../engine.js'
import type {Step} from './plan.js'

/**
 * The same steps with others of the same tags or name, looked for only in environments in which something would change.
 * What is on record and was found there needs none of them to be known: a plan that changes nothing is the same with them.
 */
export async function withTwinsWhereChanged(
  engine: Engine,
  steps: readonly Step[],
  deletions: readonly Step[],
): Promise<readonly Step[]> {
  const changing = new Set(
    [...steps, ...deletions].filter(({action}) => action !== 'no-op').map(({environment}) => environment),
  )
  return Promise.all(steps.map(async (step) => (changing.has(step.environment) ? withTwins(engine, step) : step)))
}

async function withTwins(engine: Engine, step: Step): Promise<Step> {
  const {address, environment, kind, actual, place, beyond} = step
  const room = requireRoom(engine, kind)
  if (!room.twins || !actual || !place || beyond) return step
  return {...step, twins: await room.twins(actual, await contextFor(engine, {address, environment, ...place}))}
}
