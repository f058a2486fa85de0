import type {Clients} from '../aws/clients/clients.js'
import type {Report} from '../base/events.js'
import type {Records} from '../records/records.js'
import type {Actual, AnyResource, Context, Fields, Node, OwnerTags, Ref} from '../base/resource.js'

/** What the engine works with. It knows no AWS and no kind: rooms do, and the door gives each its clients. */
export interface Engine {
  readonly project: string
  /** Names this run in the journal. */
  readonly run: string
  readonly rooms: ReadonlyMap<string, AnyResource>
  readonly records: Records
  /**
   * Clients of one account, by id or `management`; enters a member account (and waits until it can be entered) on first
   * use. With `looking` what an account's own tags say is asked only before something in it is changed.
   */
  open(account: string, region: string, use?: 'looking'): Promise<Clients>
  /**
   * What this caller cannot look at: its record says what it is. Absent where everything can be looked at. A node that
   * is beyond the caller and on no record throws AccessError.
   */
  readonly beyond?: ((place: {readonly account: string | Ref}) => boolean) | undefined
  /**
   * Asks until there is an answer, or until what was made at `since` (ms since 1970) must show in every list of AWS:
   * `undefined` then. `what` is told to the reader.
   */
  lookAgain<T>(what: string, since: number, look: () => Promise<T | undefined>): Promise<T | undefined>
  /** Puts a refusal of AWS into awsup's words; `undefined` when it is none. */
  explain(error: unknown): Error | undefined
  readonly report: Report
  readonly signal: AbortSignal
}

/** The room of a kind. A kind without a room is a bug. */
export function requireRoom({rooms}: Engine, kind: string): AnyResource {
  const room = rooms.get(kind)
  if (!room) throw new Error(`no room for kind ${kind}`)
  return room
}

/** Who a resource belongs to, as tags. The project's own (organization, guardrails) carry no environment. */
export const ownerOf = (project: string, {address, environment}: Pick<Node, 'address' | 'environment'>): OwnerTags => ({
  'awsup:project': project,
  ...(environment === undefined ? {} : {'awsup:environment': environment}),
  'awsup:address': address,
})

interface Place {
  readonly address: string
  readonly environment?: string | undefined
  readonly account: string
  readonly region: string
}

/** What a room is given for one node. */
export async function contextFor(engine: Engine, {account, region, ...owned}: Place): Promise<Context> {
  const intent = await engine.records.intent(owned.address)
  return {
    aws: await engine.open(account, region, 'looking'),
    owner: ownerOf(engine.project, owned),
    resumed: intent?.receipt,
    checkpoint: (receipt) => engine.records.checkpoint(owned.address, receipt),
    madeNothing: () => engine.records.closeIntent(owned.address),
    report: (event) => engine.report(event.type === 'waiting' ? {...event, address: owned.address} : event),
    signal: engine.signal,
  }
}

/** Finds it by the id on record, and where that is gone (someone made it again) by its natural key. */
export async function readActual(
  room: AnyResource,
  {key, id, context}: {key: Fields; id: string | undefined; context: Context},
): Promise<Actual | undefined> {
  const byId = id === undefined ? undefined : await room.read(key, id, context)
  return byId ?? (await room.read(key, undefined, context))
}

/** The fields of `fields` that a room needs to find its resource. */
export const keyOf = (room: AnyResource, fields: Fields): Fields =>
  Object.fromEntries(room.key.map((name) => [name, fields[name]]))
