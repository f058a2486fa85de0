import {DeleteAccessKeyCommand, UpdateAccessKeyCommand} from '@aws-sdk/client-iam'
import {absentWhen} from '../../../aws/calls/absent.js'
import {ConflictError} from '../../../base/errors.js'
import {locked, type Session} from '../../../project/session.js'
import {beginErrand, endErrands, findBegun, type Errand} from '../../changes/errands.js'
import {unfinished} from '../../changes/unfinished.js'
import type {OpenPlace} from '../open-place.js'
import {renderPlace} from '../places.js'
import {readUserKeys, type UserKey} from '../state.js'
import {envFlag, rotationErrand, type RotatedKey} from './rotation.js'

/** How a rotation is to end. */
export interface Ending {
  readonly state: 'finished' | 'cancelled'
  /** Whether the older key is deleted, and not only inactive; a newer one that is cancelled always is. */
  readonly isDeletion: boolean
  /** Also where the key that goes was used. */
  readonly force: boolean
}

interface Rotation {
  readonly place: OpenPlace
  readonly older: UserKey
  readonly newer: UserKey
}

/**
 * Ends rotations: the older key becomes inactive or is deleted, or a newer one is cancelled. Before anything is changed,
 * throws ConflictError where no rotation is under way (`NO_ROTATION`), the key that goes is in use (`KEY_IN_USE`), or the
 * one that stays does not work (`KEY_INACTIVE`).
 */
export function endKeyRotation(
  session: Session,
  places: readonly OpenPlace[],
  ending: Ending,
): Promise<readonly RotatedKey[]> {
  return locked(session, async () => {
    const found = await Promise.all(places.map((place) => findRotation(session, place)))
    const rotations = found.flatMap((rotation) => rotation ?? [])
    if (rotations.length === 0) throw noRotation(places)
    for (const rotation of rotations) requireUnused(rotation, ending)
    const ended: RotatedKey[] = []
    for (const rotation of rotations) ended.push(await end(session, rotation, ending))
    return ended
  })
}

const errandOf = (place: OpenPlace): Errand => ({...rotationErrand(place), kind: 'key-rotation-end'})

/** Two keys; or one, and a run that was interrupted deleted the other and did not live to say so. */
async function findRotation({engine}: Session, place: OpenPlace): Promise<Rotation | undefined> {
  const [older, newer] = await readUserKeys(place.aws.iam, place.user)
  if (older && newer) return {place, older, newer}
  const left = (await findBegun(engine, errandOf(place)))?.receipt
  if (!older || left?.['gone'] === undefined) return undefined
  const gone: UserKey = {
    ...older,
    id: left['gone'],
    status: 'Inactive',
    createdAt: left['createdAt'] ?? older.createdAt,
  }
  return left['flag'] === '--cancel' ? {place, older, newer: gone} : {place, older: gone, newer: older}
}

function noRotation(places: readonly OpenPlace[]): ConflictError {
  const [first] = places
  const {user = '', environment} = first ?? {}
  return new ConflictError(`user ${user} has no second access key in ${places.map(renderPlace).join(', ')}`, {
    code: 'NO_ROTATION',
    hint: `No rotation is under way. Begin one: awsup user keys rotate ${user}${envFlag(environment)}`,
    details: {user},
  })
}

function requireUnused({place, older, newer}: Rotation, {state, force}: Ending): void {
  const [gone, stays] = state === 'finished' ? [older, newer] : [newer, older]
  const where = `of ${place.user} in ${renderPlace(place)}`
  if (stays.status !== 'Active') {
    throw new ConflictError(`the access key ${stays.id} ${where}, which would stay, is ${stays.status}`, {
      code: 'KEY_INACTIVE',
      hint: 'Nothing was changed: the user would have no key that works.',
      details: {accessKeyId: stays.id},
    })
  }
  if (gone.id === place.signedWith) {
    throw new ConflictError(`you are signed in with the access key ${gone.id} ${where}, which would go`, {
      code: 'KEY_IN_USE',
      hint: 'Nothing was changed. Put the other key into your profile first, and run the same command again with it.',
      details: {accessKeyId: gone.id},
    })
  }
  const used = gone.lastUsed
  if (force || used === undefined || gone.status !== 'Active' || !isInUse(used, {state, newer})) return
  const when = state === 'finished' ? ', after the newer one was made' : ''
  throw new ConflictError(
    `the ${state === 'finished' ? 'older' : 'newer'} access key ${gone.id} ${where} was used at ${used.at} for ${used.service} in ${used.region}${when}`,
    {
      code: 'KEY_IN_USE',
      hint:
        state === 'finished'
          ? 'Nothing was changed. Give what still uses it the newer key first; --force ends the rotation all the same.'
          : 'Nothing was changed. Something has the newer key already: --finish instead, or --force to delete it all the same.',
      details: {accessKeyId: gone.id, lastUsed: used},
    },
  )
}

/** The rotation itself signs with the keys: the older one makes the newer one, which is then tried. So long, ms. */
const OWN_MS = 60_000

/** An older key, after the newer one was made; a newer one at all; each but for the rotation's own use of it. */
function isInUse(
  used: Required<UserKey>['lastUsed'],
  {state, newer}: {readonly state: Ending['state']; readonly newer: UserKey},
): boolean {
  const since = Date.parse(used.at) - Date.parse(newer.createdAt)
  const isOwn = ['iam', 'sts'].includes(used.service) && since <= OWN_MS
  return !isOwn && (state === 'cancelled' || since > 0)
}

async function end(
  session: Session,
  {place, older, newer}: Rotation,
  {state, isDeletion}: Ending,
): Promise<RotatedKey> {
  const {engine} = session
  const {aws, user: UserName, environment, accountId} = place
  const gone = state === 'finished' ? older : newer
  const deleted = isDeletion || state === 'cancelled'
  const ending = errandOf(place)
  const flag = state === 'cancelled' ? '--cancel' : isDeletion ? '--finish --delete' : '--finish'
  await beginErrand(engine, ending, {gone: gone.id, createdAt: gone.createdAt, flag})
  const key = {UserName, AccessKeyId: gone.id}
  try {
    await absentWhen('NoSuchEntityException', async () => {
      if (gone.status === 'Active') await aws.iam.send(new UpdateAccessKeyCommand({...key, Status: 'Inactive'}))
      if (deleted) await aws.iam.send(new DeleteAccessKeyCommand(key))
    })
  } catch (error) {
    throw unfinished(engine, error, `The access key ${gone.id} may still be good.`)
  }
  // What an interrupted beginning made and nobody saw is either in use by now, or gone.
  await endErrands(session, [rotationErrand(place), ending])
  const left = deleted ? gone : {...gone, status: 'Inactive' as const}
  const keys = state === 'finished' ? {older: left, newer} : {older, newer: left}
  return {environment, accountId, state, older: keys.older, newer: {id: keys.newer.id}, deleted}
}
