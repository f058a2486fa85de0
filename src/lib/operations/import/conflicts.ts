import {ConflictError} from '../../base/errors.js'
import type {Recorded} from '../../records/records.js'
import type {Live} from './write/propose.js'
import type {ImportRequest} from './read/place.js'

/**
 * An environment has one user pool, and a pool one environment; what is on record as just that is fine. Throws
 * ConflictError.
 */
export function requireFree(
  known: readonly Recorded[],
  {environment, userPoolId, identityPoolId}: ImportRequest,
): void {
  for (const [kind, id] of [
    ['user-pool', userPoolId],
    ['identity-pool', identityPoolId],
  ] as const) {
    const own = known.find(({address}) => address === `${environment}.${kind}`)
    if (own && id !== undefined && own.id !== id) {
      throw new ConflictError(`${environment} has the ${kind.replace('-', ' ')} ${own.id} on record`, {
        code: 'HAS_A_POOL',
        hint: `Take ${id} into an environment of another name (--env); awsup never replaces a pool.`,
        details: {environment, onRecord: own.id, asked: id},
      })
    }
    const other = known.find((one) => one.kind === kind && one.id === id && one !== own)
    if (other) {
      throw new ConflictError(`${id ?? ''} is on record as ${other.address}`, {
        code: 'ON_RECORD',
        hint: 'One pool belongs to one environment: there is nothing to import.',
        details: {address: other.address, id},
      })
    }
  }
}

/** What another project of awsup looks after is not taken from it. Throws ConflictError. */
export function requireNotOthers(project: string, {environment, pool, identityPool}: Live): void {
  for (const [kind, one] of [
    ['user-pool', pool],
    ['identity-pool', identityPool],
  ] as const) {
    const owner = one?.tags['awsup:project']
    const address = one?.tags['awsup:address']
    if (
      !one ||
      owner === undefined ||
      (owner === project && (address === undefined || address === `${environment}.${kind}`))
    )
      continue
    throw new ConflictError(`${one.id} belongs to the awsup project ${owner}, as ${address ?? 'something'}`, {
      code: 'NOT_OURS',
      hint: 'Work in that project, or remove the awsup tags first if that project is gone.',
      details: {id: one.id, project: owner, address},
    })
  }
}
