import {environmentOf} from '../../records/places.js'
import type {Recorded} from '../../records/records.js'
import {contextFor, readActual, requireRoom, type Engine} from '../engine.js'
import type {Node} from '../../base/resource.js'
import type {Plan, Step} from './plan.js'

interface Orphans {
  readonly deletions: readonly Step[]
  readonly kept: Plan['kept']
}

interface Around {
  readonly nodes: readonly Node[]
  readonly steps: readonly Step[]
  readonly environments: readonly string[] | undefined
}

/**
 * What is on record but no longer in the manifest: steps to delete it, or a note that it is kept, where losing it would
 * lose accounts or users, or where its whole environment has left the manifest (a line deleted by mistake must not take
 * an application down; `destroy` is for that). A deletion waits for everything else in its environment, so that a user
 * has left a group before the group goes.
 */
export async function orphanSteps(engine: Engine, {nodes, steps, environments}: Around): Promise<Orphans> {
  const asked = new Set(nodes.map(({address}) => address))
  const alive = new Set(nodes.map(({environment}) => environment))
  const orphans = (await engine.records.list()).filter(
    ({address, accountId}) =>
      !asked.has(address) &&
      inScope(environmentOf(address), environments) &&
      // What the caller cannot look at is nobody's to delete but an administrator's.
      engine.beyond?.({account: accountId}) !== true,
  )
  const isKept = ({address, kind}: Recorded): boolean =>
    requireRoom(engine, kind).precious === true || !alive.has(environmentOf(address))
  const doomed = orphans.filter((recorded) => !isKept(recorded))
  const deletions = await Promise.all(
    doomed.map((recorded) => deletion(engine, recorded, {among: doomed, after: steps})),
  )
  return {deletions, kept: orphans.filter(isKept).map(({address, kind, id}) => ({address, kind, id}))}
}

/** Whether an address belongs to the chosen environments; all do where none is chosen. */
export const inScope = (environment: string | undefined, chosen: readonly string[] | undefined): boolean =>
  chosen === undefined || (environment !== undefined && chosen.includes(environment))

interface Order {
  readonly among: readonly Recorded[]
  readonly after: readonly Step[]
}

async function deletion(engine: Engine, recorded: Recorded, {among, after}: Order): Promise<Step> {
  const {address, kind} = recorded
  const environment = environmentOf(address)
  const found = await readRecorded(engine, recorded)
  // On record under another name too (a damaged or renamed record): only the record goes, what is asked for stays.
  const isAsked = after.some(
    (step) => step.kind === kind && step.id === found.actual?.id && step.place?.account === recorded.accountId,
  )
  const neighbours = after.filter((step) => step.environment === environment).map((step) => step.address)
  return {
    address,
    kind,
    action: 'delete',
    environment,
    changes: [],
    permanent: [],
    loses: requireRoom(engine, kind).loses,
    ...found,
    ...(isAsked ? {actual: undefined} : {}),
    needs: [...needing(recorded, among), ...neighbours],
  }
}

/** Looks where the record says, whatever the manifest says; without `actual` it is gone. */
export async function readRecorded(
  engine: Engine,
  {address, kind, id, key, accountId, region}: Recorded,
): Promise<Pick<Step, 'id' | 'actual' | 'place'>> {
  const environment = environmentOf(address)
  const context = await contextFor(engine, {address, environment, account: accountId, region})
  const actual = await readActual(requireRoom(engine, kind), {key, id, context})
  return {id, actual, place: {account: accountId, region}}
}

/** Those that need this one, and so must go before it. */
const needing = ({address}: Recorded, among: readonly Recorded[]): readonly string[] =>
  among.filter(({needs}) => needs.includes(address)).map((other) => other.address)
