import {randomBytes} from 'node:crypto'
import type {Permission} from '../../auth/authorize.js'
import {ServiceError} from '../../core/errors.js'
import type {Call} from '../../core/service.js'
import {objectArn} from './access.js'
import {readSetting} from './bucket/stored.js'
import {noSuchKey} from './conditions.js'
import {objects, olderVersions, type Bucket, type OlderVersion, type StoredObject} from './tables.js'

// The newest version of an object is in `objects`, unless it is a mark of a deletion; all others are in `olderVersions`.
// Source: S3 user guide, "Retaining multiple versions of objects with S3 Versioning".

interface Place {
  readonly Bucket?: string | undefined
  readonly Key?: string | undefined
}

/** An object, or one version of it. */
export interface Named extends Place {
  readonly VersionId?: string | undefined
}

/** One version as lists show it; without an object it is a mark of a deletion. */
export interface Version {
  readonly key: string
  readonly id: string
  readonly isLatest: boolean
  readonly modifiedAt: number
  readonly object?: StoredObject | undefined
}

/** What was made before versions were kept, or while they are suspended, has this id. */
const NULL = 'null'

const idOf = ({versionId = NULL}: StoredObject): string => versionId

/** What a request needs: a version that is named has permissions of its own (`GetObjectVersion` for `GetObject`). */
export const permissionFor = (operation: string, input: Named): Permission => ({
  action: `s3:${input.VersionId === undefined ? operation : operation.replace('Object', 'ObjectVersion')}`,
  resource: objectArn(input),
  conditions: input.VersionId === undefined ? {} : {'s3:versionid': [input.VersionId]},
})

/** What replies say of an object's version: nothing where the bucket never kept any. */
export const toldOf = (bucket: Bucket, found: StoredObject, call: Call): {VersionId?: string} =>
  stateOf(bucket, call) === undefined ? {} : {VersionId: idOf(found)}

const stateOf = (bucket: Bucket, call: Call) => readSetting(bucket, 'versioning', call)

/** The newest version, unless another is named. @throws ServiceError NoSuchVersion, MethodNotAllowed for a mark. */
export function findVersion({Bucket = '', Key = '', VersionId: id}: Named, {tx}: Call): StoredObject | undefined {
  const newest = objects.get(tx, [Bucket, Key])
  if (id === undefined || (newest !== undefined && idOf(newest) === id)) return newest
  const found = olderVersions.get(tx, [Bucket, Key, id])
  if (found === undefined)
    throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', {status: 404})
  if (found.object === undefined)
    throw new ServiceError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      status: 405,
    })
  return found.object
}

/** @throws ServiceError NoSuchKey, and what `findVersion` throws. */
export function requireVersion(named: Named, call: Call): StoredObject {
  const found = findVersion(named, call)
  if (found === undefined) throw noSuchKey()
  return found
}

/** Changes what is kept with a version, such as its tags. */
export function changeVersion(version: StoredObject, changes: Partial<StoredObject>, {tx}: Call): void {
  const {bucket, key} = version
  const newest = objects.get(tx, [bucket, key])
  const changed = {...version, ...changes}
  if (newest !== undefined && idOf(newest) === idOf(version)) {
    objects.put(tx, [bucket, key], changed)
    return
  }
  const at = [bucket, key, idOf(version)]
  const found = olderVersions.get(tx, at)
  if (found !== undefined) olderVersions.put(tx, at, {...found, object: changed})
}

/** Puts an object in its place; what was there stays as an older version where the bucket keeps them. */
export function putVersion(bucket: Bucket, object: StoredObject, call: Call): {VersionId?: string} {
  const at = [object.bucket, object.key]
  const id = nextId(bucket, call)
  if (id !== undefined) keepOlder({Bucket: object.bucket, Key: object.key}, id, call)
  objects.put(call.tx, at, {...object, versionId: id})
  return id === undefined ? {} : {VersionId: id}
}

/** `undefined` where the bucket never kept versions. */
function nextId(bucket: Bucket, call: Call): string | undefined {
  const state = stateOf(bucket, call)
  return state === 'Enabled' ? randomBytes(24).toString('base64url') : state && NULL
}

/** Makes room for a version with this id; there is one `null` version at most. */
function keepOlder({Bucket = '', Key = ''}: Place, id: string, {tx}: Call): void {
  const before = objects.get(tx, [Bucket, Key])
  olderVersions.delete(tx, [Bucket, Key, id])
  if (before === undefined || idOf(before) === id) return
  const version = {id: idOf(before), order: nextOrder({Bucket, Key}, tx), object: before, modifiedAt: before.modifiedAt}
  olderVersions.put(tx, [Bucket, Key, version.id], {bucket: Bucket, key: Key, ...version})
}

const olderOf = ({Bucket = '', Key = ''}: Place, tx: Call['tx']): readonly OlderVersion[] =>
  olderVersions.list(tx, [Bucket, Key]).toSorted((a, b) => b.order - a.order)

const nextOrder = (place: Place, tx: Call['tx']): number => (olderOf(place, tx)[0]?.order ?? 0) + 1

/** What a deletion answers: whether it made or removed a mark, and which version that is. */
export interface Removed {
  readonly DeleteMarker?: true
  readonly VersionId?: string
}

/** Deletes an object: where the bucket keeps versions, a mark takes its place. Of a version that is named nothing stays. */
export function remove(bucket: Bucket, {Bucket = '', Key = '', VersionId}: Named, call: Call): Removed {
  const {tx, now} = call
  if (VersionId !== undefined) return removeVersion({Bucket, Key}, VersionId, call)
  const id = nextId(bucket, call)
  if (id !== undefined) {
    keepOlder({Bucket, Key}, id, call)
    const order = nextOrder({Bucket, Key}, tx)
    olderVersions.put(tx, [Bucket, Key, id], {bucket: Bucket, key: Key, id, order, modifiedAt: now})
  }
  objects.delete(tx, [Bucket, Key])
  return id === undefined ? {} : {DeleteMarker: true, VersionId: id}
}

/** What is gone already is fine. Where the newest goes, the one before is the newest again. */
function removeVersion({Bucket = '', Key = ''}: Place, id: string, {tx}: Call): Removed {
  const newest = objects.get(tx, [Bucket, Key])
  const older = olderVersions.get(tx, [Bucket, Key, id])
  if (newest !== undefined && idOf(newest) === id) objects.delete(tx, [Bucket, Key])
  else olderVersions.delete(tx, [Bucket, Key, id])
  const [next] = olderOf({Bucket, Key}, tx)
  if (objects.get(tx, [Bucket, Key]) === undefined && next?.object !== undefined) {
    olderVersions.delete(tx, [Bucket, Key, next.id])
    objects.put(tx, [Bucket, Key], next.object)
  }
  return older !== undefined && older.object === undefined ? {DeleteMarker: true, VersionId: id} : {VersionId: id}
}

/** Every version of the objects of a bucket and every mark, by key; of each key the newest first. */
export function allVersions(bucket: string, {tx}: Call): readonly Version[] {
  const newest = objects.list(tx, [bucket])
  const isThere = new Set(newest.map(({key}) => key))
  const latest = new Map<string, number>()
  const older = olderVersions.list(tx, [bucket]).toSorted((a, b) => b.order - a.order)
  for (const {key, order} of older) if (!isThere.has(key) && !latest.has(key)) latest.set(key, order)
  return [
    ...newest.map((object) => ({...object, id: idOf(object), isLatest: true, object})),
    ...older.map((version) => ({...version, isLatest: latest.get(version.key) === version.order})),
  ]
}
