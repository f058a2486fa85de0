import {ConflictError} from '../../base/errors.js'
import type {Change, Contents, Holdings, Identified, Node, Notice} from '../../base/resource.js'
import type {Action} from '../../base/action.js'

/** One thing to do, or to leave: plain data, the same that is printed, emitted as JSON, and applied. */
export interface Step {
  readonly address: string
  readonly kind: string
  readonly action: Action
  readonly environment?: string | undefined
  /** AWS's id where it exists already. */
  readonly id?: string | undefined
  readonly changes: readonly Change[]
  /** On create: fields that AWS never changes afterwards. */
  readonly permanent: readonly string[]
  /** On create: what permanent fields are where nobody chose them. */
  readonly usual?: Readonly<Record<string, unknown>> | undefined
  /** On create: fields that people should read before they agree. */
  readonly shown?: readonly string[] | undefined
  /** On create: what the reader has to know before. */
  readonly notices?: readonly Notice[] | undefined
  /** On delete: what is lost with it for good; it has to be named then. */
  readonly loses?: string | undefined
  /** What the manifest asks, references unresolved; absent on delete. */
  readonly node?: Node | undefined
  /** What AWS answered while the plan was made; absent on create. */
  readonly actual?: (Readonly<Record<string, unknown>> & {readonly id: string}) | undefined
  /** The account id and region that it was read in. */
  readonly place?: {readonly account: string; readonly region: string} | undefined
  /** Others that carry the same tags or name: which one is in use, nobody can tell. */
  readonly twins?: readonly Identified[] | undefined
  /** True where the caller cannot look at it, and its record was taken. */
  readonly beyond?: true | undefined
  /** On delete, and where it is refused: what would be lost with it. */
  readonly holds?: Holdings | undefined
  /** On delete: what is in it and goes with it. */
  readonly contents?: Contents | undefined
  /** Addresses that must be finished first. */
  readonly needs: readonly string[]
}

/** Everything between the manifest and AWS, in an order that respects `needs`. */
export interface Plan {
  readonly steps: readonly Step[]
  /** On record, no longer in the manifest, and too precious to delete by leaving it out. */
  readonly kept: readonly {readonly address: string; readonly kind: string; readonly id: string}[]
}

/** What an apply did. */
export interface Applied {
  readonly created: readonly Done[]
  readonly adopted: readonly Done[]
  readonly updated: readonly Done[]
  readonly deleted: readonly Done[]
  readonly unchanged: number
}

export interface Done {
  readonly address: string
  readonly kind: string
  readonly id: string
  /** What was deleted with it: users of a user pool. */
  readonly holds?: Holdings
  /** The same: items of a table, objects of a bucket. */
  readonly contents?: Contents
}

/** The steps that would change something, on AWS or on record. */
export const changesOf = (plan: Plan): readonly Step[] => plan.steps.filter(({action}) => action !== 'no-op')

/** Differences that something is done about; the others stay as they are on AWS. */
export const toDo = (changes: readonly Change[]): readonly Change[] => changes.filter(({effect}) => effect !== 'leave')

/** `holds 1,204 users, the last one created on 2026-05-04 at 09:30 UTC` */
export function tellHoldings({users, lastUserCreatedAt, orLater}: Holdings): string {
  if (users === 0) return 'holds no users'
  const number = `${orLater ? 'about ' : ''}${users.toLocaleString('en-US')} ${users === 1 ? 'user' : 'users'}`
  if (lastUserCreatedAt === undefined) return `holds ${number}`
  const at = `${lastUserCreatedAt.slice(0, 10)} at ${lastUserCreatedAt.slice(11, 16)} UTC`
  return `holds ${number}, the last one created on ${at}${orLater ? ' or later' : ''}`
}

/** `holds 1,204 items`, `holds more than 20,000 objects` */
export function tellContents({what, number, more}: Contents): string {
  if (number === 0) return more ? `holds an unknown number of ${what}s` : `holds no ${what}s`
  return `holds ${more ? 'more than ' : ''}${number.toLocaleString('en-US')} ${what}${number === 1 && !more ? '' : 's'}`
}

/** What the reader has to know before the plan is done, each thing once. Pure. */
export const noticesOf = ({steps}: Plan): readonly Notice[] => {
  const all = new Map(steps.flatMap(({notices = []}) => notices.map((notice) => [notice.message, notice] as const)))
  return [...all.values()]
}

/** The plan after somebody said yes, by these flags or when asked. Pure. */
export const confirmed = (plan: Plan, flags: readonly string[]): Plan => ({
  ...plan,
  steps: plan.steps.map((step) =>
    step.notices === undefined
      ? step
      : {
          ...step,
          notices: step.notices.map((notice) =>
            notice.confirm && flags.includes(notice.confirm.flag) ? {...notice, confirm: undefined} : notice,
          ),
        },
  ),
})

/** Throws ConflictError with the code of a notice that nobody said yes to. */
export function requireConfirmed(plan: Plan): void {
  for (const {code, message, confirm} of noticesOf(plan)) {
    if (confirm) throw new ConflictError(message, {code, hint: confirm.hint, details: {flag: `--${confirm.flag}`}})
  }
}

/** Deletions that lose something for good, unless it is gone from AWS already. */
export const irrecoverable = (plan: Plan): readonly Step[] =>
  plan.steps.filter(({action, loses, actual}) => action === 'delete' && loses !== undefined && actual !== undefined)
