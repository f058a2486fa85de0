import type {Action} from './action.js'

/**
 * Everything that the library can say while it works; never a secret. Times are milliseconds since 1970. Events are facts that
 * the terminal turns into words (`src/ui`); only a warning and what is waited for are worded where they arise, as errors are:
 * docs/decisions/0032.
 */
export type Event =
  | {readonly type: 'reading'; readonly address: string}
  | {readonly type: 'step-started'; readonly address: string; readonly kind: string; readonly action: Action}
  | {
      readonly type: 'step-finished'
      readonly address: string
      readonly kind: string
      readonly action: Action
      readonly id: string | undefined
    }
  | {readonly type: 'step-failed'; readonly address: string; readonly kind: string; readonly error: unknown}
  | {readonly type: 'step-skipped'; readonly address: string; readonly kind: string; readonly because: string}
  | {readonly type: 'waiting'; readonly what: string; readonly since: number; readonly deadline: number}
  | {readonly type: 'warning'; readonly code: string; readonly message: string}

/** Where events go. Never throws, never waits. */
export type Report = (event: Event) => void
