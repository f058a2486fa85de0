import {UNKNOWN, type Actual, type Change, type Node} from '../../base/resource.js'
import type {Recorded} from '../../records/records.js'
import {contextFor, readActual, requireRoom, type Engine} from '../engine.js'

/** Something precious that exists where its record says, which is not where the manifest says. */
export interface Elsewhere {
  readonly actual: Actual
  readonly recorded: Recorded | undefined
  readonly accountId: string
  readonly region: string
  /** Every one is refused: what holds accounts or users is never left behind. */
  readonly moved: readonly Change[]
}

/** Where it was last known to be: on record, or in the intent of a create that no record tells the end of. */
type Last = Omit<Recorded, 'id' | 'needs'> & {readonly id: string | undefined}

/** An account that existed before is used as it is. awsup never begins to manage it because a line was deleted. */
const USED_AS_IS = 'existing-account'

/**
 * Looks for a precious thing where its record says, when the manifest now says another place. `undefined` when it is
 * meant to be where it is, or when it no longer exists there: only then may another one be created. Throws what AWS
 * refused, so that what could not be looked at is never taken for gone.
 *
 * @param account the id of the node's account, `management`, or UNKNOWN while that is still to be created
 */
export async function findElsewhere(engine: Engine, node: Node, account: string): Promise<Elsewhere | undefined> {
  if (!requireRoom(engine, node.kind).precious) return undefined
  const recorded = await engine.records.load(node.address)
  const last = recorded ?? (await lastIntent(engine, node.address))
  if (!last || !engine.rooms.has(last.kind)) return undefined
  const management = node.kind === USED_AS_IS ? (await engine.open('management', node.region)).accountId : undefined
  const moved = movesOf(node, last, {account, management})
  if (moved.length === 0 || (account === UNKNOWN && (await isGoneWithAccount(engine, node, last)))) return undefined
  const {address, environment} = node
  const {kind, key, id, accountId, region} = last
  const context = await contextFor(engine, {address, environment, account: accountId, region})
  const actual = await readActual(requireRoom(engine, kind), {key, id, context})
  return actual && {actual, recorded, accountId, region, moved}
}

interface Wanted {
  /** The node's account: its id, `management`, or UNKNOWN. */
  readonly account: string
  /** The id of the management account, where it is known. */
  readonly management: string | undefined
}

/** How the place of a record differs from where the manifest wants it. Pure. */
export function movesOf(node: Node, last: Last, {account, management}: Wanted): readonly Change[] {
  const {kind, environment = '', region, desired} = node
  const [was, wanted] = [accountIn(last.key), accountIn(desired)]
  if (last.kind === USED_AS_IS && kind !== USED_AS_IS) {
    return refused(environment, {
      field: 'account',
      from: was ?? last.id,
      to: 'a new account',
      back: quoted(was ?? last.id),
    })
  }
  if (kind === USED_AS_IS) {
    const id = wanted === 'management' ? (management ?? (was === undefined ? wanted : last.id)) : wanted
    // The same word for another account means other credentials, which the account's room explains.
    if (id === last.id || was === wanted) return []
    const from = was ?? `account ${last.id ?? ''} that awsup created`
    return refused(environment, {
      field: 'account',
      from,
      to: wanted,
      back: was === undefined ? '(nothing)' : quoted(was),
    })
  }
  // What awsup makes in the management account is not of one region, and the door lets no other account in.
  if (node.account === 'management') return []
  return [
    ...(account === last.accountId
      ? []
      : refused(environment, {field: 'account', from: last.accountId, to: account, back: quoted(last.accountId)})),
    ...(region === last.region
      ? []
      : refused(environment, {field: 'region', from: last.region, to: region, back: last.region})),
  ]
}

/** `environments.<name>.account` as a record or a node of an account says it. */
const accountIn = (fields: object): string | undefined => {
  const value: unknown = 'accountId' in fields ? fields.accountId : undefined
  return typeof value === 'string' ? value : undefined
}

const quoted = (id: string | undefined): string => (id === 'management' ? id : JSON.stringify(id))

type Move = Pick<Change, 'from' | 'to'> & {
  readonly field: 'account' | 'region'
  /** As it stood in awsup.yaml. */
  readonly back: string
}

const refused = (environment: string, {field, from, to, back}: Move): readonly Change[] => [
  {
    field,
    from,
    to,
    effect: 'refuse',
    hint:
      `AWS cannot move it, and awsup never leaves users or accounts behind. ` +
      `Put the old value back in awsup.yaml: environments.${environment}.${field}: ${back}. ` +
      `Or add another environment${field === 'region' ? ` (awsup env add <name> --region ${String(to)})` : ''} and bring the users there. ` +
      `Or delete what it holds, with all its users: put the old value back, then awsup destroy --env ${environment}.`,
  },
]

/** What was in an account that is on record and no longer exists is gone with it. */
async function isGoneWithAccount({records}: Engine, {account}: Node, {accountId}: Last): Promise<boolean> {
  const recorded = account === 'management' ? undefined : await records.load(account.$ref)
  return recorded?.id === accountId
}

async function lastIntent({records}: Engine, address: string): Promise<Last | undefined> {
  const intent = await records.intent(address)
  return intent?.where && {...intent.where, address, kind: intent.kind, id: undefined}
}
