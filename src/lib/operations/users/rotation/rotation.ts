import type {OpenPlace} from '../open-place.js'
import type {UserKey} from '../state.js'
import type {Errand} from '../../changes/errands.js'

/** How far the rotation of one IAM user's key is. */
export interface RotatedKey {
  /** Absent in the management account. */
  readonly environment: string | undefined
  readonly accountId: string
  /** `begun`: two keys are good. `finished`: the newer one alone. `cancelled`: the older one alone. */
  readonly state: 'begun' | 'finished' | 'cancelled'
  readonly older: UserKey
  readonly newer: Pick<UserKey, 'id'>
  /** Of a new key: whether AWS knew it when it was tried. It may take some seconds more. */
  readonly proved?: boolean
  /** Of the key that is good no more: whether it is deleted. One that is not can be made active again. */
  readonly deleted?: boolean
}

/** The address's first part, where journals keep it: `dev`. */
const rootOf = (address: string): string => address.slice(0, address.indexOf('.'))

/** The making of a second key in one place, as the journal knows it. */
export const rotationErrand = ({address, accountId, region, user}: OpenPlace): Errand => ({
  ...{kind: 'key-rotation', environment: rootOf(address), name: user, accountId, region},
  about: address,
})

/** ` --env dev` */
export const envFlag = (environment: string | undefined): string =>
  environment === undefined ? '' : ` --env ${environment}`
