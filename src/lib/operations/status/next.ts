import {commandFor} from '../changes/errands.js'
import type {Status} from './facts.js'
import {nameOf} from '../records/unlock.js'

/** What to do next, in one line: the first thing that stands in the way of the next. Pure. */
export function adviseNext(status: Omit<Status, 'next'>): string {
  const {lock, underWay, failed, interruptedSwitch, environments, organization, current, target} = status
  if (lock?.alive === 'alive') return `wait: process ${lock.pid} of ${nameOf(lock)} is at work`
  if (lock?.alive === 'unknown') return `ask ${nameOf(lock)} whether that run is alive; if it is not: awsup unlock`
  const [misplaced] = status.misplaced
  if (status.otherTarget) return status.otherTarget.hint
  if (misplaced) return `${misplaced.address}: ${misplaced.hint}`
  const [first] = failed
  if (first) return `fix what stopped ${first.address}, then awsup apply (continues)`
  const parts = [organization, ...environments.filter(({asked}) => asked)]
  const errand = underWay.map(commandFor).find((command) => command !== undefined)
  if (errand !== undefined) return `${errand} (the command that was begun: it continues)`
  const asked = new Set(parts.flatMap(({resources, missing}) => [...resources.map(({address}) => address), ...missing]))
  if (underWay.some(({address}) => !asked.has(address))) return 'awsup refresh (looks what became of what is under way)'
  if (underWay.length > 0) return 'awsup apply (finds what was begun and continues)'
  if (interruptedSwitch)
    return `${interruptedSwitch.command ?? `awsup env switch ${current?.environment ?? environments[0]?.name ?? 'dev'}`} (ends the switch that was interrupted)`
  if (parts.every(({resources}) => resources.length === 0)) return 'awsup org init'
  const missing = parts.reduce((sum, part) => sum + part.missing.length, 0)
  if (missing > 0) return `awsup apply (${missing} of awsup.yaml not on record)`
  if (parts.some(({left}) => left.length > 0)) return 'awsup plan (shows what is on record and no longer in awsup.yaml)'
  if (current?.target !== target) return `awsup env switch ${environments[0]?.name ?? 'dev'}`
  return 'nothing: everything is on record (awsup drift shows what was changed by hand)'
}
