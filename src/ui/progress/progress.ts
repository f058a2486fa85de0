import type {Event, Report} from '../../lib/base/events.js'
import type {Action} from '../../lib/base/action.js'
import {renderDuration} from '../text/duration.js'
import {openScreen} from '../text/screen.js'
import {renderSafe} from '../text/safe.js'
import {columnsOf} from '../text/width.js'
import {wrapText} from '../text/wrap.js'
import {renderSlow, renderUnderWay} from './lines.js'
import {openUnderWay} from './under-way.js'
import {renderUsual} from './usual.js'
import {tellStays} from '../plan/stays.js'

/** Shows what is under way until it is closed. */
export interface Progress {
  readonly report: Report
  /** Takes the live lines away, so that something else can be written; the next event or tick brings them back. */
  readonly pause: () => void
  readonly close: () => void
}

type Stream = Pick<NodeJS.WriteStream, 'write'> & {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

const DONE: Readonly<Record<Action, string>> = {
  create: 'created',
  adopt: 'adopted',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  'no-op': 'unchanged',
}

const DOING: Readonly<Record<Action, string>> = {
  create: 'creating',
  adopt: 'adopting',
  update: 'updating',
  replace: 'replacing',
  delete: 'deleting',
  'no-op': 'reading',
}

/** Where nothing is drawn again, a step that takes long says so this often, ms. */
const STILL_MS = 30_000
/** Where nothing is drawn again, a shorter pause is not worth a line, ms. */
const SLOW_MS = 5_000

/** One line for each step that ended; on a terminal a live tree of what is under way below them. */
export function openProgress(stream: Stream, {now = Date.now}: {readonly now?: () => number} = {}): Progress {
  const work = openUnderWay(now)
  const screen = stream.isTTY ? openScreen(stream, () => renderUnderWay(work, now())) : undefined
  const told = new Map<string, number>()
  const waitsSaid = new Set<string>()

  const say = (line: string) => {
    screen?.clear()
    stream.write(`${wrapText(line, columnsOf(stream))}\n`)
  }

  const sayStill = () => {
    for (const {address, kind, action, since} of work.running()) {
      if (now() - (told.get(address) ?? since) < STILL_MS) continue
      told.set(address, now())
      say(`still ${DOING[action]} ${kind} ${renderSafe(address)}, ${renderDuration(now() - since)}${renderUsual(kind)}`)
    }
  }
  const timer = screen ? undefined : setInterval(sayStill, 1_000).unref()

  /** What is said once where nothing is drawn again. */
  const sayOnce = (event: Event) => {
    if (event.type === 'waiting' && !waitsSaid.has(event.what)) {
      waitsSaid.add(event.what)
      say(`waiting for ${renderSafe(event.what)}, at most ${renderDuration(event.deadline - now())}`)
    }
    if ((event.type === 'retrying' || event.type === 'pacing') && event.ms >= SLOW_MS) {
      const retrying = event.type === 'retrying' ? event : undefined
      say(renderSlow({...event, until: now() + event.ms, retrying}, now()))
    }
  }

  const report = (event: Event) => {
    if (!screen) sayOnce(event)
    work.note(event)
    if (work.running().length === 0 && event.type !== 'waiting') waitsSaid.clear()
    if (event.type === 'step-finished' && event.action !== 'no-op') say(renderDone(event))
    if (event.type === 'step-failed')
      say(`failed ${event.kind} ${renderSafe(event.address)}: ${renderSafe(messageOf(event.error))}`)
    if (event.type === 'step-skipped')
      say(`skipped ${event.kind} ${renderSafe(event.address)}: ${renderSafe(event.because)}`)
    screen?.changed()
  }

  return {
    report,
    pause: () => {
      work.forgetReading()
      screen?.clear()
    },
    close: () => {
      clearInterval(timer)
      screen?.close()
    },
  }
}

function renderDone({action, kind, address, id}: Extract<Event, {type: 'step-finished'}>): string {
  return `${action === 'delete' && tellStays(kind) !== undefined ? 'forgot' : DONE[action]} ${kind} ${renderSafe(address)}${id === undefined ? '' : ` ${renderSafe(id)}`}`
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
