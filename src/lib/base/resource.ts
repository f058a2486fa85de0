import type {Effect} from './action.js'
import type {Clients} from '../aws/clients/clients.js'
import type {Report} from './events.js'

/** A value that another node will have, by its address. Known only once that node was read or made. */
export interface Ref {
  readonly $ref: string
  readonly output: string
}

/** A string with references in it: text`arn:aws:iam::${ref('dev.account', 'id')}:root`. */
export interface Template {
  readonly $text: readonly (string | Ref)[]
}

/** `T`, any part of which may still be a reference. */
export type Pending<T> =
  | Ref
  | Template
  | (T extends readonly (infer E)[]
      ? readonly Pending<E>[]
      : T extends object
        ? {readonly [K in keyof T]: Pending<T[K]>}
        : T)

export const text = (strings: TemplateStringsArray, ...values: readonly (string | Ref)[]): Template => ({
  $text: strings.flatMap((part, index) => (index < values.length ? [part, values[index] ?? ''] : [part])),
})

/** Stands where a value will be that is not known before apply. Plain data, so a plan stays plain data. */
export const UNKNOWN = '\u0000known after apply'

export interface Change {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
  readonly effect: Effect
  /** Where it is refused or left: the ways out, when they are not those of every refusal. */
  readonly hint?: string
  /** What the change does to people, where its values do not say so. */
  readonly note?: string
}

/** Differences between what the manifest asks and what AWS answers now. Pure. */
export type Diff<D> = (desired: D, actual: D) => readonly Change[]

/**
 * The tags that say whose a resource is: `awsup:project`, `awsup:environment` (absent on shared ones), `awsup:address`.
 */
export type OwnerTags = Readonly<Record<string, string>>

/** What a room is given to work with. Everything in it belongs to the one account and region that the node lives in. */
export interface Context {
  readonly aws: Clients
  readonly owner: OwnerTags
  /** What the last `checkpoint` of an earlier, unfinished run kept for this node. */
  readonly resumed: Readonly<Record<string, string>> | undefined
  /** Puts a receipt on disk (fsync) before it returns. Ids only. */
  checkpoint(receipt: Readonly<Record<string, string>>): Promise<void>
  /** Said by a create whose request AWS decided against: nothing was made, and no later run has to look for it. */
  readonly madeNothing?: () => Promise<void>
  /** Only of a create: what it lives in was made by this run (`within` of its kind), and holds none. */
  readonly inNewPlace?: boolean
  /**
   * Said by a create once AWS answered that it made the thing now: then it holds nothing. Never of what an earlier run
   * asked for, or what was found after all.
   */
  readonly madeAnew?: () => void
  readonly report: Report
  readonly signal: AbortSignal
}

/** The least that AWS answers of anything. `arn` and other fields may be named by references. */
export interface Identified {
  readonly id: string
  /** Only where its own awsup tags name another project or address than the one that is asked for. */
  readonly claimedBy?: Claim
}

/** Who tags say that a resource belongs to. */
export interface Claim {
  readonly project: string
  /** `dev.user-pool`; absent where only the project is named. */
  readonly address?: string
}

/** What would be lost with a resource. */
export interface Holdings {
  /** Of the user pool that holds the users. */
  readonly userPoolId: string
  /** The larger of AWS's own estimate and those that were counted. */
  readonly users: number
  /** ISO 8601; absent where there is no user, or where users may not be listed. */
  readonly lastUserCreatedAt?: string
  /** True where the pool has more users than were looked at, so that the last one may be newer. */
  readonly orLater?: true
}

/** What is in a thing and goes with it: items of a table, objects of a bucket. */
export interface Contents {
  readonly what: 'item' | 'object'
  readonly number: number
  /** True where it holds more than were counted. */
  readonly more?: true
}

/** One that uses a thing. */
export interface User {
  /** For the reader: `role /app/worker`. */
  readonly said: string
  /** Where awsup may have made it: its id there. What the same plan deletes keeps nothing back. */
  readonly id?: string
}

/** What uses a thing that awsup did not make, so that AWS refuses to delete the thing. In words for the reader. */
export interface Usage {
  readonly by: readonly User[]
  /** What they have it as: `as permissions boundary`. */
  readonly as: string
  /** What to do, without a full stop. */
  readonly remedy: string
}

/** Something precious that would be cut off if a resource no longer named it. */
export interface Anchor {
  readonly kind: string
  readonly id: string
  readonly region: string
  /** The field that names it. */
  readonly field: string
}

/** What the reader has to know before something is made. */
export interface Notice {
  /** Machine-readable: `FREE_PLAN`, `REGION_OPT_IN`. */
  readonly code: string
  /** One sentence: lower-case start unless a name, no full stop. */
  readonly message: string
  /** Where knowing is not enough: what has to be said yes to, or nothing is made at all. */
  readonly confirm?: Confirmation | undefined
}

/** A yes that `--yes` does not give. */
export interface Confirmation {
  /** The flag that gives it, without dashes: `accept-free-plan-end`. */
  readonly flag: string
  /** Asked where there is somebody to ask. */
  readonly question: string
  /** The other ways out. */
  readonly hint: string
}

/**
 * A kind of resource: a room with the same things in it as every other. `D` is what the manifest can ask for, `A` what
 * AWS answers: the same fields plus the id. `K` names the fields of `D` that `read` needs to find it.
 */
export interface Resource<D extends object, A extends D & Identified, K extends keyof D = keyof D> {
  readonly kind: string
  /** IAM actions that the verbs below need; `awsup permissions` adds them up. */
  readonly actions: readonly string[]
  /**
   * Natural key: the fields that find it when no id is on record. Kept on record, so that it can be found to be
   * deleted.
   */
  readonly key: readonly K[]
  /** Fields of `A` to keep on record beside the id (ids only), for outputs that are made with no network. */
  readonly keep?: readonly (keyof A & string)[]
  /** Fields that AWS never changes once made: the first plan lists them. */
  readonly permanent?: readonly (keyof D & string)[]
  /** What permanent fields are where awsup.yaml says nothing of them: the first plan lists those together. */
  readonly usual?: Partial<D>
  /** Fields that the first plan lists too, although AWS can change them: people should read them before they agree. */
  readonly shown?: readonly (keyof D & string)[]
  /** True where losing it loses customers or cannot be undone: `apply` never deletes or replaces it. */
  readonly precious?: boolean
  /**
   * Only where AWS deletes it never, or months later: what is on record and not found is then out of reach, not gone, and
   * no second one is made. What to do about it.
   */
  readonly lasting?: string
  /** True where AWS makes a second one when it is asked again, and only a list finds one whose id is not known. */
  readonly doubles?: boolean
  /**
   * Its fields, or `account`, that name what it lives in: where this run made one of them, there is none to be
   * found in it yet, and none is looked for. Only where AWS itself puts none into a new one.
   */
  readonly within?: readonly ((keyof D & string) | 'account')[]
  /** What is lost for good with each, in words: `apply` deletes one only when it is named. */
  readonly loses?: string
  readonly diff: Diff<D>
  /**
   * What to know before it is made; asked while planning, in the management account, because its own may still have to be
   * made. Throws where it could never be made.
   */
  notices?(desired: D, context: Context): Promise<readonly Notice[]>
  /** `undefined` when it does not exist. Throws ConflictError when something with this key exists that is not ours. */
  read(key: Pick<D, K>, id: string | undefined, context: Context): Promise<A | undefined>
  create(desired: D, context: Context): Promise<A>
  update(desired: D, actual: A, context: Context): Promise<A>
  /** May be run twice: what is gone already is fine. */
  delete(actual: A, context: Context): Promise<void>
  /** Makes it ready to be deleted. Called for everything that will be deleted, before the first delete. */
  release?(actual: A, context: Context): Promise<void>
  /** What keeps AWS from deleting it. Asked while planning to: it stays then, and the reader is told. */
  usage?(actual: A, context: Context): Promise<Usage | undefined>
  /** What would be lost with it, counted now. */
  holds?(actual: Identified, context: Context): Promise<Holdings | undefined>
  /** What is in it, counted now. */
  contents?(actual: Identified, context: Context): Promise<Contents | undefined>
  /** Others that read as this one without an id on record: the same tags, or the same name. */
  twins?(actual: A, context: Context): Promise<readonly Identified[]>
  /** What it names that must not be cut off from it while it exists. Pure. */
  anchors?(actual: A): readonly Anchor[]
}

/** Any room, its own types forgotten: what the registry holds and the engine works with. */
export interface AnyResource {
  readonly kind: string
  readonly actions: readonly string[]
  readonly key: readonly string[]
  readonly keep?: readonly string[]
  readonly permanent?: readonly string[]
  readonly usual?: Fields
  readonly shown?: readonly string[]
  readonly precious?: boolean
  readonly lasting?: string
  readonly doubles?: boolean
  readonly within?: readonly string[]
  readonly loses?: string
  readonly diff: Diff<Fields>
  notices?(desired: Fields, context: Context): Promise<readonly Notice[]>
  read(key: Fields, id: string | undefined, context: Context): Promise<Actual | undefined>
  create(desired: Fields, context: Context): Promise<Actual>
  update(desired: Fields, actual: Actual, context: Context): Promise<Actual>
  delete(actual: Actual, context: Context): Promise<void>
  release?(actual: Actual, context: Context): Promise<void>
  usage?(actual: Actual, context: Context): Promise<Usage | undefined>
  holds?(actual: Identified, context: Context): Promise<Holdings | undefined>
  contents?(actual: Identified, context: Context): Promise<Contents | undefined>
  twins?(actual: Actual, context: Context): Promise<readonly Identified[]>
  anchors?(actual: Actual): readonly Anchor[]
}

export type Fields = Readonly<Record<string, unknown>>
export type Actual = Fields & Identified

/** Forgets a room's own types; the engine only ever gives a room back what that room made or asked for. */
export const erase = (room: {readonly kind: string; readonly diff: unknown}): AnyResource =>
  room as unknown as AnyResource

/** A resource that the manifest asks for, before anyone looked at AWS. Plain data. */
export interface Node {
  /** Stable name: `organization`, `dev.user-pool`, `dev.group.admins`. */
  readonly address: string
  readonly kind: string
  /** Where it lives: the management account, or the member account that another node makes. */
  readonly account: 'management' | Ref
  readonly region: string
  readonly environment?: string | undefined
  readonly desired: Pending<object>
  /** Addresses to wait for beyond those that `desired` and `account` name. */
  readonly after?: readonly string[] | undefined
}

/**
 * Makes a room's `diff` from a table. A field left out does not compile; `computed` fields are never compared.
 *
 *     compare<Desired>({name: 'update', parentId: 'replace'})
 */
export const compare =
  <D extends object>(table: {readonly [K in keyof Required<D>]: Effect | 'computed'}): Diff<D> =>
  (desired, actual) => {
    const changes: Change[] = []
    for (const field of Object.keys(table) as (keyof D & string)[]) {
      const effect = table[field]
      if (effect === 'computed' || same(desired[field], actual[field])) continue
      changes.push({field, from: actual[field], to: desired[field], effect})
    }
    return changes
  }

/** Deep equality of plain data in which an absent field, `undefined` and (for fields) order do not matter. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = new Map<string, unknown>(Object.entries(a))
  const right = new Map<string, unknown>(Object.entries(b))
  return [...new Set([...left.keys(), ...right.keys()])].every((key) => same(left.get(key), right.get(key)))
}
