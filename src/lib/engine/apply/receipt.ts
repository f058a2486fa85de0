import type {Recorded} from '../../records/records.js'
import {same, type Actual, type Fields} from '../../base/resource.js'
import {keyOf, requireRoom, type Engine} from '../engine.js'
import type {Step} from '../plan/plan.js'

interface Made {
  readonly step: Pick<Step, 'address' | 'kind' | 'needs' | 'node'>
  readonly desired: Fields
  readonly actual: Actual | undefined
  readonly accountId: string
}

/**
 * Puts what a step came to on record, then closes its intent: never the other way round, so that a run that dies in
 * between leaves an intent whose settlement is already known.
 */
export async function record(engine: Engine, made: Made): Promise<void> {
  const {step, actual} = made
  if (actual) await keep(engine, recordedOf(engine, {...made, actual}))
  await settleIntent(engine, step.address)
}

/** Closes the intent of an address, where a run left or opened one: there is nothing to finish any more. */
export async function settleIntent({records}: Engine, address: string): Promise<void> {
  if (await records.intent(address)) await records.closeIntent(address)
}

async function keep(engine: Engine, recorded: Recorded): Promise<void> {
  if (!same(await engine.records.load(recorded.address), recorded)) await engine.records.save(recorded)
}

function recordedOf(engine: Engine, {step, desired, actual, accountId}: Made & {readonly actual: Actual}): Recorded {
  const room = requireRoom(engine, step.kind)
  const kept = (room.keep ?? []).map((name): [string, unknown] => [name, actual[name]])
  return {
    address: step.address,
    kind: step.kind,
    id: actual.id,
    accountId,
    region: step.node?.region ?? '',
    key: {...keyOf(room, desired), ...Object.fromEntries(kept)},
    needs: [...step.needs].sort(),
  }
}
