import {AwsupError, CancelledError} from '../lib/base/errors.js'
import type {Report} from '../lib/base/events.js'

/** How far a run is. */
export interface Work {
  readonly note: Report
  /** Steps that were begun, and those that are done and on record. */
  readonly steps: () => {readonly begun: number; readonly done: number}
  /** Whether AWS was looked at: what changes it does so in steps. */
  readonly looked: () => boolean
}

/** Counts what is reported. */
export function countWork(): Work {
  let begun = 0
  let done = 0
  let looked = false
  return {
    note: ({type}) => {
      if (type === 'reading') looked = true
      if (type === 'step-started') begun += 1
      if (type === 'step-finished') done += 1
    },
    steps: () => ({begun, done}),
    looked: () => looked,
  }
}

/** What is recorded when Ctrl-C is pressed, and how to go on: one line. */
export function renderFarewell({steps, looked}: Work): string {
  const {begun, done} = steps()
  const again = '(Ctrl-C again quits at once)'
  if (begun === 0 && !looked()) return `stopping: what is under way is finished first ${again}`
  if (begun === 0) return `stopping: nothing was changed; run the same command again to continue ${again}`
  const recorded = done === 0 ? '' : `${done} ${done === 1 ? 'step is' : 'steps are'} done and on record; `
  return `stopping: ${recorded}what is under way is on record or will be found. Run the same command again, and it continues ${again}`
}

/** Whether a run that was interrupted ended in nothing but that: then the farewell has said all. */
export const isPlainStop = (error: unknown): boolean =>
  error instanceof CancelledError || !(error instanceof AwsupError)
