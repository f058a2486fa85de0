import type {ListObjectVersionsCommandInput, ListObjectVersionsOutput} from '@aws-sdk/client-s3'
import type {Call, Operation} from '../../core/service.js'
import {bucketArn, requireBucket} from './access.js'
import {allVersions, type Version} from './history.js'
import {pageLimit} from './limits.js'
import {compareKeys, encoderFor, group, lineOf, listConditions} from './list.js'

/** All versions below a prefix: by key, and of each key the newest first. */
const findVersions = (bucket: string, prefix: string, call: Call): readonly Version[] =>
  allVersions(bucket, call)
    .filter(({key}) => key.startsWith(prefix))
    .toSorted((a, b) => compareKeys(a.key, b.key))

/** What comes after a key, or after one version of it. */
function after(
  entries: readonly Entry[],
  {KeyMarker: key = '', VersionIdMarker: id}: ListObjectVersionsCommandInput,
): readonly Entry[] {
  const last = entries.findLastIndex((entry) => compareKeys(entry.key, key) < 0 || isMarked(entry, key, id))
  return entries.slice(last + 1)
}

const isMarked = (entry: Entry, key: string, id: string | undefined): boolean =>
  entry.key === key && (id === undefined || id === '' || entry.version?.id === id)

interface Entry {
  readonly key: string
  readonly version?: Version
}

const ListObjectVersions: Operation<ListObjectVersionsCommandInput, ListObjectVersionsOutput> = {
  action: 's3:ListBucketVersions',
  resource: bucketArn,
  conditions: listConditions,
  run(input, call) {
    const {name} = requireBucket(input, call)
    const {Prefix = '', Delimiter, KeyMarker = '', VersionIdMarker, EncodingType} = input
    const limit = pageLimit(input)
    const entries: readonly Entry[] = group(findVersions(name, Prefix, call), Prefix, Delimiter).map(
      ({key, found: version}) => (version === undefined ? {key} : {key, version}),
    )
    const rest = after(entries, input)
    const shown = rest.slice(0, Math.min(limit, call.settings.pageSize))
    const isTruncated = limit > 0 && shown.length < rest.length
    const last = shown.at(-1)
    const encode = encoderFor(EncodingType)
    const versions = shown.flatMap(({version}) => version ?? [])
    return {
      Name: name,
      Prefix: encode(Prefix),
      Delimiter: Delimiter === undefined ? undefined : encode(Delimiter),
      KeyMarker: encode(KeyMarker),
      VersionIdMarker,
      MaxKeys: limit,
      EncodingType,
      IsTruncated: isTruncated,
      ...(isTruncated ? {NextKeyMarker: encode(last?.key ?? ''), NextVersionIdMarker: last?.version?.id} : {}),
      Versions: versions.flatMap(({object, id, isLatest}) =>
        object === undefined ? [] : [{...lineOf(object, encode), VersionId: id, IsLatest: isLatest}],
      ),
      DeleteMarkers: versions.flatMap(({key, object, id, isLatest, modifiedAt}) =>
        object === undefined
          ? [{Key: encode(key), VersionId: id, IsLatest: isLatest, LastModified: new Date(modifiedAt)}]
          : [],
      ),
      CommonPrefixes: shown.flatMap(({key, version}) => (version === undefined ? [{Prefix: encode(key)}] : [])),
    }
  },
}

export const versionOperations = {ListObjectVersions}
