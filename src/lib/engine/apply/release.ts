import {AwsupError} from '../../base/errors.js'
import {contextFor, requireRoom, type Engine} from '../engine.js'
import {keepFailure} from './failures.js'
import type {Plan, Step} from '../plan/plan.js'

/**
 * Makes everything that the plan deletes ready to be deleted, before the first delete: what cannot be deleted stops the
 * run while all of it is still there. Throws what AWS refused.
 */
export async function releaseAll(engine: Engine, {steps}: Plan): Promise<void> {
  for (const step of steps) if (step.action === 'delete') await release(engine, step)
}

async function release(engine: Engine, step: Step): Promise<void> {
  const {address, kind, environment, actual, place} = step
  const room = requireRoom(engine, kind)
  if (!actual || !place || !room.release) return
  engine.signal.throwIfAborted()
  try {
    await room.release(actual, await contextFor(engine, {address, environment, ...place}))
  } catch (error) {
    const explained = engine.explain(error) ?? error
    if (explained instanceof AwsupError) await keepFailure(engine, step, explained)
    throw explained
  }
}
