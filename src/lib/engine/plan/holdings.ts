import type {Holdings, Identified} from '../../base/resource.js'
import {contextFor, requireRoom, type Engine} from '../engine.js'
import type {Step} from './plan.js'

/** What would be lost with what a step is about; `undefined` where its kind holds nothing, or it does not exist. */
export const holdingsOf = ({actual, ...step}: Step, engine: Engine): Promise<Holdings | undefined> =>
  actual ? holdingsAt(step, actual, engine) : Promise.resolve(undefined)

async function contentsOf({address, kind, environment, place, actual}: Step, engine: Engine) {
  const room = requireRoom(engine, kind)
  if (!place || !actual || !room.contents) return undefined
  return room.contents(actual, await contextFor(engine, {address, environment, ...place}))
}

/** The same of another one in the same place. */
export async function holdingsAt(
  {address, kind, environment, place}: Omit<Step, 'actual'>,
  one: Identified,
  engine: Engine,
): Promise<Holdings | undefined> {
  const room = requireRoom(engine, kind)
  if (!place || !room.holds) return undefined
  return room.holds(one, await contextFor(engine, {address, environment, ...place}))
}

/**
 * The steps that delete what holds users, items or objects, with how many. What only leads to users (an identity pool) holds
 * none.
 */
export const withHoldings = (engine: Engine, steps: readonly Step[]): Promise<readonly Step[]> =>
  Promise.all(
    steps.map(async (step) => {
      if (step.action !== 'delete') return step
      const [holds, contents] = await Promise.all([holdingsOf(step, engine), contentsOf(step, engine)])
      return {...step, ...(holds?.userPoolId === step.id && {holds}), ...(contents && {contents})}
    }),
  )
