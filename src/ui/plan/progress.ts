import type {Event, Report} from '../../lib/base/events.js'
import type {Action} from '../../lib/base/action.js'
import {renderDuration} from '../text/duration.js'
import {openScreen} from '../text/screen.js'
import {renderSafe} from '../text/safe.js'
import {columnsOf} from '../text/width.js'
import {wrapText} from '../text/wrap.js'

/** Shows what is under way until it is closed. */
export interface Progress {
  readonly report: Report
  /** Takes the live lines away, so that something else can be written; the next event or tick brings them back. */
  readonly pause: () => void
  readonly close: () => void
}

type Stream = Pick<NodeJS.WriteStream, 'write'> & {readonly isTTY?: boolean; readonly columns?: number}

const DONE: Readonly<Record<Action, string>> = {
  create: 'created',
  adopt: 'adopted',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  'no-op': 'unchanged',
}

/** One line for each step that ended; on a terminal a live list of what is under way below them. */
export function openProgress(stream: Stream, {now = Date.now}: {readonly now?: () => number} = {}): Progress {
  const running = new Map<string, {readonly kind: string; readonly since: number}>()
  const waits = new Map<string, {readonly since: number; readonly deadline: number}>()
  let reading: string | undefined
  const screen = stream.isTTY ? openScreen(stream, () => renderRunning()) : undefined

  function renderRunning(): readonly string[] {
    const lines = [...running].map(
      ([address, {kind, since}]) => `${kind} ${renderSafe(address)} ${renderDuration(now() - since)}`,
    )
    for (const [what, {since, deadline}] of waits) {
      if (now() > deadline) waits.delete(what)
      else
        lines.push(
          `waiting for ${renderSafe(what)} ${renderDuration(now() - since)}, at most ${renderDuration(deadline - now())} more`,
        )
    }
    if (lines.length === 0 && reading !== undefined) lines.push(`reading ${renderSafe(reading)}`)
    return lines
  }

  const say = (line: string) => {
    screen?.clear()
    stream.write(`${wrapText(line, columnsOf(stream))}\n`)
  }

  const finish = (address: string) => {
    running.delete(address)
    // Whose wait it was is not known; one that goes on says so again within seconds.
    if (screen || running.size === 0) waits.clear()
  }

  const report = (event: Event) => {
    switch (event.type) {
      case 'reading':
        reading = event.address
        break
      case 'step-started':
        running.set(event.address, {kind: event.kind, since: now()})
        break
      case 'step-finished':
        finish(event.address)
        if (event.action !== 'no-op') say(renderDone(event))
        break
      case 'step-failed':
        finish(event.address)
        say(`failed ${event.kind} ${renderSafe(event.address)}: ${renderSafe(messageOf(event.error))}`)
        break
      case 'step-skipped':
        say(`skipped ${event.kind} ${renderSafe(event.address)}: ${renderSafe(event.because)}`)
        break
      case 'waiting':
        if (!screen && !waits.has(event.what))
          say(`waiting for ${renderSafe(event.what)}, at most ${renderDuration(event.deadline - now())}`)
        waits.set(event.what, event)
        break
      case 'warning':
        break // The command says warnings itself, and keeps them for the document.
    }
    screen?.changed()
  }

  const pause = () => {
    reading = undefined
    screen?.clear()
  }

  return {report, pause, close: () => screen?.close()}
}

function renderDone({action, kind, address, id}: Extract<Event, {type: 'step-finished'}>): string {
  return `${kind === 'region' && action === 'delete' ? 'forgot' : DONE[action]} ${kind} ${renderSafe(address)}${id === undefined ? '' : ` ${renderSafe(id)}`}`
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
