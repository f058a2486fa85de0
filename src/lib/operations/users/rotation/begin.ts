import {absentWhen} from '../../../aws/calls/absent.js'
import {poll} from '../../../aws/calls/wait.js'
import {CancelledError, ConflictError} from '../../../base/errors.js'
import {readIdentity} from '../../../aws/credentials/identity.js'
import {locked, type Session} from '../../../project/session.js'
import {beginErrand, findBegun, isOfRun, type Errand, type Receipt} from '../../changes/errands.js'
import {unfinished} from '../../changes/unfinished.js'
import {createKey} from '../secrets/keys.js'
import {withoutLostKeys} from '../secrets/lost-keys.js'
import {requireEnabled, type OpenPlace} from '../open-place.js'
import {renderPlace} from '../places.js'
import type {UserSecrets} from '../secrets-facts.js'
import type {UserKey} from '../state.js'
import {envFlag, rotationErrand, type RotatedKey} from './rotation.js'

/** New keys with their secrets, and the errands to end once they were shown. */
export interface BegunRotations {
  readonly rotated: readonly RotatedKey[]
  readonly secrets: readonly UserSecrets[]
  readonly errands: readonly Errand[]
}

/** A new key is known everywhere after some seconds; it is tried for so long, ms. */
const PROVE_MS = 15_000

/**
 * Makes a second key in each place and tries it; the one in use stays good. A key that a run made and did not live to show
 * is deleted and made again. Before any is made, throws ConflictError where a user is disabled, has no key, or has two.
 */
export function beginKeyRotation(session: Session, places: readonly OpenPlace[]): Promise<BegunRotations> {
  return locked(session, async () => {
    const ready: Ready[] = []
    for (const place of places) ready.push(await prepare(session, place))
    const secrets: UserSecrets[] = []
    const rotated: RotatedKey[] = []
    try {
      for (const one of ready) {
        const made = await makeSecond(session, one)
        secrets.push(made.secrets)
        rotated.push(made.rotated)
      }
    } catch (error) {
      const exists = secrets.length > 0 ? 'A second key may exist that was not shown' : 'No second key was handed out'
      throw unfinished(session.engine, error, `${exists}; the keys in use stay valid.`)
    }
    return {secrets, rotated, errands: ready.map(({errand}) => errand)}
  })
}

interface Ready {
  readonly place: OpenPlace
  readonly errand: Errand
  /** The one key that there is. */
  readonly older: UserKey
}

async function prepare({engine}: Session, place: OpenPlace): Promise<Ready> {
  requireEnabled(place)
  const errand = rotationErrand(place)
  const begun = await findBegun(engine, errand)
  const [older, newer] = await withoutLostKeys({engine, ...place}, begun, isSeen)
  if (older && newer) throw hasTwo(place, older, newer)
  if (older) return {place, errand, older}
  throw new ConflictError(`user ${place.user} has no access key in ${renderPlace(place)}`, {
    code: 'NO_KEY',
    hint: `To make one: awsup user create ${place.user}${envFlag(place.environment)} --access-key`,
    details: {user: place.user},
  })
}

/** IAM allows two keys; asking for a third is an error that the SDK would take for a throttle. */
function hasTwo({user, ...place}: OpenPlace, older: UserKey, newer: UserKey): ConflictError {
  const command = `awsup user keys rotate ${user}${envFlag(place.environment)}`
  return new ConflictError(`user ${user} has two access keys in ${renderPlace(place)}, and IAM allows no third`, {
    code: 'ROTATION_UNDER_WAY',
    hint:
      older.status === 'Active'
        ? `If the newer one (${newer.id}) is in use: ${command} --finish. If nothing uses it: ${command} --cancel`
        : `The older one (${older.id}) is ${older.status}: ${command} --finish --delete deletes it.`,
    details: {user, accessKeyIds: [older.id, newer.id]},
  })
}

/** Used by anybody but the rotation itself, which tries it (GetCallerIdentity, service `sts`). */
const isSeen = ({lastUsed}: UserKey, {keysSince}: Receipt): boolean =>
  lastUsed !== undefined && !(lastUsed.service === 'sts' && isOfRun(keysSince, new Date(lastUsed.at)))

async function makeSecond(
  session: Session,
  {place, errand, older}: Ready,
): Promise<{readonly secrets: UserSecrets; readonly rotated: RotatedKey}> {
  const {engine} = session
  const {environment, accountId, user, aws} = place
  await beginErrand(engine, errand, {keys: older.id, keysSince: new Date().toISOString()})
  const key = await createKey({engine, aws, errand})
  const proved = await prove(session, place, key)
  return {
    secrets: {user, environment: environment ?? 'management', accountId, ...key},
    rotated: {environment, accountId, state: 'begun', older, newer: {id: key.accessKeyId}, proved},
  }
}

/** Whether AWS knows the new key. What goes wrong here loses no key: it is told, and the key is shown. */
async function prove(
  {door, engine}: Session,
  {accountId, region, user}: OpenPlace,
  key: Required<Pick<UserSecrets, 'accessKeyId' | 'secretAccessKey'>>,
): Promise<boolean> {
  try {
    const {sts} = await door.withKeys({accountId, region}, key)
    await poll('the new access key to work', () => absentWhen('InvalidClientTokenId', () => readIdentity(sts)), {
      context: engine,
      timeoutMs: PROVE_MS,
    })
    return true
  } catch (error) {
    const known = engine.explain(error)
    if (known === undefined || known instanceof CancelledError) throw error
    const message = `the new access key of ${user} could not be tried: ${known.message}. Try it before you finish the rotation.`
    engine.report({type: 'warning', code: 'NOT_PROVED', message})
    return false
  }
}
