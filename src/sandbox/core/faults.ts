import {createHash} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import {ServiceError} from './errors.js'
import type {Service} from './service.js'
import type {Fault, Settings} from '../settings.js'
import {table, type Transaction} from '../store/transaction.js'

/** How many calls each fault has seen; key [place in the list]. In the store, for processes count together. */
const counts = table<number>('sandbox/fault-counts')

/** Starts all counts again. */
export function clearFaultCounts(tx: Transaction): void {
  for (const [key] of tx.entries('sandbox/fault-counts/')) tx.delete(key)
}

/** The faults that strike this call; counts it for those that look at the number of the call. */
export const drawFaults = (tx: Transaction, {faults}: Settings, call: string): Fault[] =>
  faults.filter((fault, index) => {
    if (!matches(fault.operation, call)) return false
    if (fault.nth === undefined && fault.probability === undefined) return true
    const count = (counts.get(tx, [`${index}`]) ?? 0) + 1
    counts.put(tx, [`${index}`], count)
    if (fault.nth !== undefined && fault.nth !== count) return false
    return fault.probability === undefined || chance(fault.seed ?? 0, index, count) < fault.probability
  })

/** `*` stands for anything, as a whole or on either side of the colon. */
function matches(pattern: string, call: string): boolean {
  if (pattern === '*') return true
  const [service, operation] = call.split(':')
  const [wantedService, wantedOperation] = pattern.split(':')
  return (
    [wantedService, '*'].includes(wantedService === '*' ? '*' : service) && [operation, '*'].includes(wantedOperation)
  )
}

/** 0–1, the same for the same seed, fault and call. */
const chance = (seed: number, index: number, count: number): number =>
  createHash('sha256').update(`${seed}/${index}/${count}`).digest().readUInt32BE() / 2 ** 32

/**
 * Lets faults of one moment happen. Answers `'drop'` when the connection is to be lost, otherwise nothing; faults that
 * are none of the wire's are the services' own affair.
 *
 * @throws ServiceError for a throttle or an injected error.
 */
export async function strike(
  faults: readonly Fault[],
  when: Fault['when'],
  service: Service,
): Promise<'drop' | undefined> {
  for (const {effect} of faults.filter((fault) => fault.when === when)) {
    if (effect.type === 'latency') await setTimeout(effect.ms)
    if (effect.type === 'drop') return 'drop'
    if (effect.type === 'throttle') throw throttled(service)
    if (effect.type === 'error')
      throw new ServiceError(effect.name, effect.message, {
        ...effect.fields,
        ...(effect.status === undefined ? {} : {status: effect.status}),
      })
  }
  return undefined
}

/** Organizations and Cognito model their throttles, IAM and STS do not; S3 says it in its own way. */
const throttled = ({protocol}: Service): ServiceError =>
  protocol === 'rest-xml'
    ? new ServiceError('SlowDown', 'Please reduce your request rate.', {status: 503})
    : new ServiceError(protocol === 'json' ? 'TooManyRequestsException' : 'Throttling', 'Rate exceeded', {status: 400})
