import type {Intent, Recorded} from '../../records/records.js'
import {same, type Actual, type Node} from '../../base/resource.js'
import {lookForBegun} from './begun.js'
import type {Engine} from '../engine.js'
import {addressesOf, withNeeds} from '../graph/graph.js'
import {lookAt, lookUp, type Seen} from '../plan/look.js'
import {environmentOf} from '../../records/places.js'
import {inScope} from '../plan/orphans.js'
import type {Done, Step} from '../plan/plan.js'
import {refuseChanges} from '../plan/refusals.js'
import {record} from './receipt.js'

/** What AWS has of what is asked for or on record. Nothing is written yet. */
export interface Found {
  readonly seen: readonly Seen[]
  /** On record, and gone from AWS. */
  readonly gone: readonly Recorded[]
  /**
   * Made by a run that did not live to say so, and no longer asked for: to be put on record, so that it can be deleted.
   */
  readonly stray: readonly Recorded[]
  /** Intents that looking settled. */
  readonly settled: readonly Intent[]
}

/** What a refresh came to. */
export interface Refreshed {
  /** On record now, and not before. */
  readonly added: readonly Done[]
  /** On record with another id or key than before. */
  readonly changed: readonly Done[]
  /** Gone from AWS, taken off record. */
  readonly removed: readonly Done[]
  readonly unchanged: number
  /** Addresses that awsup.yaml asks for and AWS does not have. */
  readonly missing: readonly string[]
  /** Addresses whose work under way is settled. */
  readonly settled: readonly string[]
  /** Addresses whose work is still under way: their receipt is what the next apply goes on with. */
  readonly open: readonly string[]
}

/**
 * Looks for everything that the manifest asks for, that is on record, or that is under way. Only reads; throws what AWS
 * refused, so that nothing is ever taken for gone that could not be looked at, and ConflictError `CANNOT_CHANGE` where
 * the manifest looks for users or accounts in another place than they are.
 *
 * @param nodes the whole manifest's
 */
export async function findAll(
  engine: Engine,
  nodes: readonly Node[],
  environments: readonly string[] | undefined,
): Promise<Found> {
  const seen = await lookAt(engine, withNeeds(nodes, addressesOf(nodes, environments)))
  await refuseChanges(engine, seen.map(inItsPlace))
  const there = new Set(seen.filter(({actual}) => actual).map(({node}) => node.address))
  const looked = new Set(seen.map(({node}) => node.address))
  const asked = new Set(nodes.map(({address}) => address))
  const isOrphan = (address: string): boolean => !asked.has(address) && inScope(environmentOf(address), environments)

  const records = await engine.records.list()
  const gone = records.filter(({address}) => looked.has(address) && !there.has(address))
  const goneIds = new Set(gone.map(({id}) => id))
  for (const orphan of records.filter(({address}) => isOrphan(address))) {
    // What was in an account that is gone is gone with it.
    if (goneIds.has(orphan.accountId) || !(await lookUp(engine, orphan))) gone.push(orphan)
  }

  const recorded = new Set(records.map(({address}) => address))
  const settled: Intent[] = []
  const stray: Recorded[] = []
  const late = new Map<string, Actual>()
  for (const intent of await engine.records.intents()) {
    const {address, kind, where, receipt} = intent
    if (!engine.rooms.has(kind)) {
      // Only the command that began it can look; with its account it is gone.
      if (where && goneIds.has(where.accountId)) settled.push(intent)
    } else if (there.has(address)) settled.push(intent)
    else if (looked.has(address)) {
      const isReached = seen.some(({node, known, accountId}) => node.address === address && known && accountId)
      const actual = isReached ? await lookForBegun(engine, intent) : undefined
      if (actual) late.set(address, actual)
      if (actual || !receipt) settled.push(intent)
    } else if (isOrphan(address) && recorded.has(address)) settled.push(intent)
    else if (isOrphan(address) && where && !goneIds.has(where.accountId)) {
      const wanted = {address, kind, ...where, needs: []}
      const actual = await lookForBegun(engine, intent)
      if (actual) stray.push({...wanted, id: actual.id})
      if (actual || !receipt) settled.push(intent)
    }
  }
  return {seen: seen.map((one) => ({...one, actual: one.actual ?? late.get(one.node.address)})), gone, stray, settled}
}

const inItsPlace = ({node, needs, actual, accountId = '', region, moved}: Seen): Step => {
  const {address, kind, environment} = node
  const place = {account: accountId, region}
  return {
    address,
    kind,
    environment,
    action: 'no-op',
    id: actual?.id,
    changes: moved,
    permanent: [],
    actual,
    place,
    needs,
  }
}

/** Makes the records say what was found: as apply would have written them, byte for byte. */
export async function keepFound(engine: Engine, {seen, gone, stray, settled}: Found): Promise<Refreshed> {
  const before = await byAddress(engine)
  await Promise.all([
    ...seen.map(async ({node, needs, desired, actual, accountId, known}) => {
      if (!actual || !known || accountId === undefined) return
      await record(engine, {step: {...node, node, needs}, desired, actual, accountId})
    }),
    ...gone.map(({address}) => engine.records.remove(address)),
    ...stray.map((recorded) => engine.records.save(recorded)),
  ])
  for (const {address} of settled) await engine.records.closeIntent(address)
  const after = await byAddress(engine)
  const now = [...after.values()]
  return {
    added: now.filter(({address}) => !before.has(address)).map(done),
    changed: now.filter((one) => before.has(one.address) && !same(before.get(one.address), one)).map(done),
    removed: gone.map(done),
    unchanged: now.filter((one) => same(before.get(one.address), one)).length,
    missing: seen.filter(({actual}) => !actual).map(({node}) => node.address),
    settled: settled.map(({address}) => address),
    open: (await engine.records.intents()).map(({address}) => address),
  }
}

const byAddress = async ({records}: Engine): Promise<ReadonlyMap<string, Recorded>> =>
  new Map((await records.list()).map((recorded) => [recorded.address, recorded]))

const done = ({address, kind, id}: Recorded): Done => ({address, kind, id})
