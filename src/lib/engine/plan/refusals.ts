import {ConflictError} from '../../base/errors.js'
import type {Identified} from '../../base/resource.js'
import {known} from './describe.js'
import type {Engine} from '../engine.js'
import {holdingsAt, holdingsOf} from './holdings.js'
import {tellHoldings, type Step} from './plan.js'

const WAYS_OUT =
  'AWS fixes this when the resource is made, and awsup never replaces what holds accounts or users: put the old value back in awsup.yaml, or make another environment and bring its users there.'

/**
 * Throws ConflictError `CANNOT_CHANGE` where steps would need a change that is never made: of what is permanent, or of
 * the place where users or accounts are. Says how many users a pool holds.
 */
export async function refuseChanges(engine: Engine, steps: readonly Step[]): Promise<void> {
  const refused = steps.flatMap((step) =>
    step.changes.filter(({effect}) => effect === 'refuse').map((change) => ({step, change})),
  )
  const changes = await Promise.all(
    refused.map(async ({step, change}) => {
      const holds = await holdingsOf(step, engine)
      const plain = {...change, from: known(change.from), to: known(change.to)}
      return {address: step.address, kind: step.kind, id: step.id, ...plain, ...(holds ? {holds} : {})}
    }),
  )
  const [first] = changes
  if (!first) return
  const {address, field, from, to, hint = WAYS_OUT} = first
  const holds = changes.find((change) => change.holds)?.holds
  const others = changes.length > 1 ? ` (and ${changes.length - 1} more)` : ''
  const users = holds ? `; user pool ${holds.userPoolId} ${tellHoldings(holds)}` : ''
  throw new ConflictError(`${address}: ${field} cannot change from ${worded(from)} to ${worded(to)}${others}${users}`, {
    code: 'CANNOT_CHANGE',
    hint,
    details: {changes},
  })
}

/** JSON of what exists; what was taken out of the manifest is nothing. */
const worded = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

/**
 * Throws ConflictError `AMBIGUOUS` where a precious thing on record is not the only one that carries its tags. Of
 * others of the same name, which is no proof of anything, it only warns.
 */
export async function refuseTwins(engine: Engine, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const {address, kind, id = ''} = step
    const unclaimed = unclaimedTwins(step, steps)
    if (unclaimed.length === 0) continue
    const what = `${kind.replaceAll('-', ' ')}s`
    const ids = [id, ...unclaimed.map((twin) => twin.id)]
    if (engine.rooms.get(kind)?.precious !== true) {
      const message = `${unclaimed.length + 1} ${what} have the name of ${address}: ${ids.join(', ')}. awsup uses ${id}, which is on record; if the other is not used, delete it.`
      engine.report({type: 'warning', code: 'SAME_NAME', message})
      continue
    }
    const found = await Promise.all(
      ids.map(async (one) => ({id: one, holds: await holdingsAt(step, {id: one}, engine)})),
    )
    const told = found.map(({id: one, holds}) => {
      const words = [...(one === id ? ['on record'] : []), ...(holds ? [tellHoldings(holds)] : [])]
      return words.length === 0 ? one : `${one} (${words.join(', ')})`
    })
    throw new ConflictError(`${ids.length} ${what} carry the tags of ${address}: ${told.join(', ')}`, {
      code: 'AMBIGUOUS',
      hint: `Only one may. Find out which one is in use. Then delete the other, or take its tags awsup:project and awsup:address away. If ${id} is not the one in use: awsup refresh puts the other on record once ${id} has lost its tags or is deleted.`,
      details: {address, kind, onRecord: id, found},
    })
  }
}

/** Others of the same tags or name that are nothing else that the manifest asks for. Pure. */
export const unclaimedTwins = ({kind, twins = []}: Step, steps: readonly Step[]): readonly Identified[] =>
  twins.filter((twin) => !steps.some((other) => other.kind === kind && other.id === twin.id))
