import type {Event, Retrying} from '../../lib/base/events.js'
import type {Action} from '../../lib/base/action.js'

/** A step that has begun and not ended. */
export interface Running {
  readonly address: string
  readonly kind: string
  readonly action: Action
  readonly environment: string | undefined
  /** ms since 1970 */
  readonly since: number
}

/** What is waited for, until its deadline. */
export interface Wait {
  readonly what: string
  readonly address: string | undefined
  readonly since: number
  readonly deadline: number
}

/** A service that takes calls more slowly, until a moment. */
export interface Slow {
  readonly service: string
  readonly operation: string
  readonly until: number
  /** Absent where awsup holds itself back. */
  readonly retrying: Pick<Retrying, 'because' | 'attempt'> | undefined
}

/** What the events so far say is under way. */
export interface UnderWay {
  note(event: Event): void
  /** How much of the plan is done; absent before a plan is carried out. */
  progress(): {readonly done: number; readonly of: number; readonly since: number} | undefined
  running(): readonly Running[]
  waits(): readonly Wait[]
  slow(): readonly Slow[]
  /** What is being read, while nothing else is under way. */
  reading(): string | undefined
  forgetReading(): void
}

export function openUnderWay(now: () => number): UnderWay {
  const running = new Map<string, Running>()
  const waits = new Map<string, Wait>()
  const slow = new Map<string, Slow>()
  let plan: {done: number; of: number; readonly since: number} | undefined
  let reading: string | undefined

  const end = (address: string) => {
    const began = running.delete(address)
    if (began && plan) plan.done += 1
    // One that goes on says so again within seconds.
    for (const [what, wait] of waits) if (wait.address === address || wait.address === undefined) waits.delete(what)
  }

  const note = (event: Event) => {
    switch (event.type) {
      case 'reading':
        reading = event.address
        break
      case 'applying':
        plan = {done: plan?.done ?? 0, of: (plan?.done ?? 0) + event.steps, since: plan?.since ?? now()}
        break
      case 'step-started': {
        const {address, kind, action, environment} = event
        running.set(address, {address, kind, action, environment, since: now()})
        break
      }
      case 'step-finished':
      case 'step-failed':
        end(event.address)
        break
      case 'step-skipped':
        if (plan) plan.of -= 1
        break
      case 'waiting':
        waits.set(event.what, {...event, address: event.address})
        break
      case 'retrying':
      case 'pacing': {
        const {service, operation, ms} = event
        const retrying = event.type === 'retrying' ? event : undefined
        slow.set(`${service}:${operation}`, {service, operation, until: now() + ms, retrying})
        break
      }
      case 'warning':
        break // The command says warnings itself, and keeps them for the document.
    }
  }

  const alive = <T>(all: Map<string, T>, until: (one: T) => number): readonly T[] => {
    for (const [key, one] of all) if (now() > until(one)) all.delete(key)
    return [...all.values()]
  }

  return {
    note,
    progress: () => plan,
    running: () => [...running.values()],
    waits: () => alive(waits, ({deadline}) => deadline),
    slow: () => alive(slow, ({until}) => until),
    reading: () => reading,
    forgetReading: () => void (reading = undefined),
  }
}
