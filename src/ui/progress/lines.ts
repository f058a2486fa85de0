import {renderDuration} from '../text/duration.js'
import {renderSafe} from '../text/safe.js'
import {renderUsual} from './usual.js'
import type {Running, Slow, UnderWay, Wait} from './under-way.js'

/**
 * What is under way, as a tree: how much is done, then the steps below their environment, each with what it waits for, then
 * the services that make calls wait. One line each, not cut.
 */
export function renderUnderWay(work: UnderWay, now: number): readonly string[] {
  const waits = work.waits()
  const running = work.running()
  const own = new Map(running.map(({address}) => [address, waits.filter((wait) => wait.address === address)]))
  const others = waits.filter(({address}) => address === undefined || !own.has(address))
  const lines = [
    ...renderProgress(work, now),
    ...groupOf(running).flatMap(([environment, steps]) => [
      ...(environment === undefined ? [] : [renderSafe(environment)]),
      ...steps.flatMap((step, index) => {
        const last = index === steps.length - 1
        const [head = '', ...below] = renderStep(step, own.get(step.address) ?? [], now)
        if (environment === undefined) return [head, ...below.map((line) => `  ${line}`)]
        return [`${last ? '└─' : '├─'} ${head}`, ...below.map((line) => `${last ? ' ' : '│'}    ${line}`)]
      }),
    ]),
    ...others.map((wait) => renderWait(wait, now)),
    ...work.slow().map((slow) => renderSlow(slow, now)),
  ]
  const reading = work.reading()
  return lines.length === 0 && reading !== undefined ? [`reading ${renderSafe(reading)}`] : lines
}

function renderProgress(work: UnderWay, now: number): readonly string[] {
  const progress = work.progress()
  if (!progress || work.running().length === 0) return []
  return [`${progress.done} of ${progress.of} done, ${renderDuration(now - progress.since)}`]
}

/** By environment in the order in which they began; the organization's own first. */
function groupOf(running: readonly Running[]): readonly (readonly [string | undefined, readonly Running[]])[] {
  const groups = new Map<string | undefined, Running[]>([[undefined, []]])
  for (const step of running) {
    const group = groups.get(step.environment) ?? []
    groups.set(step.environment, [...group, step])
  }
  return [...groups]
}

const renderStep = ({kind, address, since}: Running, waits: readonly Wait[], now: number): readonly string[] => [
  `${kind} ${renderSafe(address)} ${renderDuration(now - since)}${renderUsual(kind)}`,
  ...waits.map((wait) => renderWait(wait, now)),
]

const renderWait = ({what, since, deadline}: Wait, now: number): string =>
  `waiting for ${renderSafe(what)} ${renderDuration(now - since)}, at most ${renderDuration(deadline - now)} more`

const BECAUSE: Readonly<Record<NonNullable<Slow['retrying']>['because'], string>> = {
  throttled: 'AWS is throttling',
  busy: 'AWS is busy with another change:',
  unreachable: 'AWS does not answer',
}

/** `AWS is throttling iam CreateRole: try 4 in 8s`. */
export function renderSlow({service, operation, until, retrying}: Slow, now: number): string {
  const call = `${service} ${operation}`
  const when = renderDuration(until - now)
  if (!retrying) return `${call} in ${when}: awsup stays within AWS's published rate`
  return `${BECAUSE[retrying.because]} ${call}: try ${retrying.attempt} in ${when}`
}
