import type {Action} from './action.js'

/**
 * Everything that the library can say while it works; never a secret. Times are milliseconds since 1970. Events are facts that
 * the terminal turns into words (`src/ui`); only a warning and what is waited for are worded where they arise, as errors are:
 * docs/decisions/cli/0032.
 */
export type Event =
  | {readonly type: 'reading'; readonly address: string}
  /** A plan is carried out: so many steps change something. */
  | {readonly type: 'applying'; readonly steps: number}
  | {
      readonly type: 'step-started'
      readonly address: string
      readonly kind: string
      readonly action: Action
      /** Absent for what belongs to the organization. */
      readonly environment?: string | undefined
    }
  | {
      readonly type: 'step-finished'
      readonly address: string
      readonly kind: string
      readonly action: Action
      readonly id: string | undefined
    }
  | {readonly type: 'step-failed'; readonly address: string; readonly kind: string; readonly error: unknown}
  | {readonly type: 'step-skipped'; readonly address: string; readonly kind: string; readonly because: string}
  | {
      readonly type: 'waiting'
      readonly what: string
      readonly since: number
      readonly deadline: number
      /** Of the step that waits, where one does. */
      readonly address?: string | undefined
    }
  | Retrying
  /** A call waits its turn for `ms`, so that awsup stays within the rate that AWS publishes. */
  | {readonly type: 'pacing'; readonly service: string; readonly operation: string; readonly ms: number}
  | {readonly type: 'warning'; readonly code: string; readonly message: string}

/** A call is sent again in `ms`, as its try number `attempt`. */
export interface Retrying {
  readonly type: 'retrying'
  readonly service: string
  readonly operation: string
  readonly because: 'throttled' | 'busy' | 'unreachable'
  readonly attempt: number
  readonly ms: number
}

/** Where events go. Never throws, never waits. */
export type Report = (event: Event) => void
