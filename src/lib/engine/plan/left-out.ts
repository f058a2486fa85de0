import {ConflictError} from '../../base/errors.js'
import {environmentOf} from '../../records/places.js'
import type {Recorded} from '../../records/records.js'
import type {Holdings, Node} from '../../base/resource.js'
import type {Engine} from '../engine.js'
import {holdingsOf} from './holdings.js'
import {KEPT} from '../apply/kept.js'
import {inScope, readRecorded} from './orphans.js'
import {tellHoldings, type Step} from './plan.js'

interface Around {
  readonly steps: readonly Step[]
  readonly added: string | undefined
}

/**
 * An environment that holds users and left the manifest is kept and named. But when the plan would also create an
 * environment that nothing is on record of, the first was most likely renamed to the second, and its users would be
 * left behind: ConflictError `RENAMED`. What `env add` was asked for by name is no renamed one, and after `destroy` or
 * `env remove` nothing is left to be renamed.
 */
export async function refuseRenamed(engine: Engine, nodes: readonly Node[], {steps, added}: Around): Promise<void> {
  const created = steps.flatMap(({action, environment}) =>
    action === 'create' && environment !== undefined && environment !== added ? [environment] : [],
  )
  const [first] = created.length === 0 ? [] : await findRenamed(engine, nodes, created)
  if (!first) return
  const {recorded, environment, reason, hint, holds} = first
  const {address, kind, id} = recorded
  throw new ConflictError(`${kind.replaceAll('-', ' ')} ${id} would be left behind: ${reason}`, {
    code: 'RENAMED',
    hint,
    details: {left: environmentOf(address), environment, address, kind, id, ...(holds ? {holds} : {})},
  })
}

/** One thing that holds users, of an environment that another one seems to be in the place of. */
interface Renamed {
  readonly recorded: Recorded
  /** The one that nothing is on record of. */
  readonly environment: string
  readonly reason: string
  readonly hint: string
  readonly holds: Holdings | undefined
}

/**
 * What holds users and would be left behind if one of `environments` (all when absent) were created. Only reads; throws
 * what AWS refused.
 */
export async function findRenamed(
  engine: Engine,
  nodes: readonly Node[],
  environments: readonly string[] | undefined,
): Promise<readonly Renamed[]> {
  const records = await engine.records.list()
  const begun = (await engine.records.intents()).map(({address}) => address)
  const isPrecious = (kind: string): boolean => engine.rooms.get(kind)?.precious === true && !KEPT.has(kind)
  const environment = freshOf(nodes, [...records.map(({address}) => address), ...begun]).find((name) =>
    inScope(name, environments),
  )
  if (environment === undefined) return []
  const found = await Promise.all(
    leftOut(nodes, records, isPrecious).map(async (recorded): Promise<readonly Renamed[]> => {
      const there = await readRecorded(engine, recorded)
      if (!there.actual) return []
      const left = environmentOf(recorded.address) ?? ''
      const {address, kind} = recorded
      const base = {address, kind, environment: left, action: 'no-op', changes: [], permanent: [], needs: []} as const
      const holds = await holdingsOf({...base, ...there}, engine)
      const users = holds ? `. User pool ${holds.userPoolId} ${tellHoldings(holds)}` : ''
      return [{recorded, environment, holds, ...wordsFor(left, environment, users)}]
    }),
  )
  return found.flat()
}

/** Why an environment that left is in the way of one that appeared, and what to do. */
export const wordsFor = (left: string, fresh: string, users = ''): Pick<Renamed, 'reason' | 'hint'> => ({
  reason: `environment ${left} is no longer in awsup.yaml, and environment ${fresh} is new${users}`,
  hint: `awsup cannot rename an environment, and never leaves users behind. Put ${left} back in awsup.yaml: ${fresh} can stand next to it. To delete ${left} with its users instead: put it back, run awsup env remove ${left}, then awsup apply.`,
})

/** Environments of the manifest that nothing is on record of, and nothing was begun for. Pure. */
export function freshOf(nodes: readonly Node[], addresses: readonly string[]): readonly string[] {
  const known = new Set(addresses.map(environmentOf))
  return [...new Set(nodes.flatMap(({environment}) => environment ?? []))].filter((name) => !known.has(name))
}

/** What holds users, is on record, and belongs to an environment that the manifest no longer names. Pure. */
export function leftOut(
  nodes: readonly Node[],
  records: readonly Recorded[],
  isPrecious: (kind: string) => boolean,
): readonly Recorded[] {
  const named = new Set(nodes.map(({environment}) => environment))
  return records.filter(({address, kind}) => {
    const environment = environmentOf(address)
    return environment !== undefined && !named.has(environment) && isPrecious(kind)
  })
}
