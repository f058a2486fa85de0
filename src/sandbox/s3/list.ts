import type {ListObjectsV2CommandInput, ListObjectsV2Output} from '@aws-sdk/client-s3'
import {page} from '../pages.js'
import type {Operation} from '../service.js'
import {bucketArn, requireBucket} from './access.js'
import {objects, type StoredObject} from './tables.js'

/** One line of a list: an object, or what all keys up to the next delimiter have in common. */
type Entry = {readonly key: string; readonly object?: StoredObject}

const ListObjectsV2: Operation<ListObjectsV2CommandInput, ListObjectsV2Output> = {
  action: 's3:ListBucket',
  resource: bucketArn,
  conditions: ({Prefix = '', Delimiter, MaxKeys}) => ({
    's3:prefix': [Prefix],
    ...(Delimiter === undefined ? {} : {'s3:delimiter': [Delimiter]}),
    ...(MaxKeys === undefined ? {} : {'s3:max-keys': [`${MaxKeys}`]}),
  }),
  run(input, call) {
    const {name} = requireBucket(input, call)
    const {Prefix = '', Delimiter, ContinuationToken: token, MaxKeys: limit = 1000, StartAfter, EncodingType} = input
    const found = objects
      .list(call.tx, [name])
      .filter(({key}) => key.startsWith(Prefix) && (StartAfter === undefined || compare(key, StartAfter) > 0))
      .sort((a, b) => compare(a.key, b.key))
    const entries = group(found, Prefix, Delimiter)
    const {items, next} =
      limit === 0 ? {items: [], next: undefined} : page(entries, {token, limit, badToken: 'InvalidArgument'}, call)
    const encode = (text: string): string =>
      EncodingType === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text
    return {
      Name: name,
      Prefix: encode(Prefix),
      Delimiter: Delimiter === undefined ? undefined : encode(Delimiter),
      MaxKeys: limit,
      EncodingType,
      KeyCount: items.length,
      IsTruncated: next !== undefined,
      ContinuationToken: token,
      NextContinuationToken: next,
      StartAfter,
      Contents: items.flatMap(({object}) => (object === undefined ? [] : [lineOf(object, encode)])),
      CommonPrefixes: items.flatMap(({key, object}) => (object === undefined ? [{Prefix: encode(key)}] : [])),
    }
  },
}

const lineOf = ({key, etag, size, modifiedAt}: StoredObject, encode: (text: string) => string) => ({
  Key: encode(key),
  LastModified: new Date(modifiedAt),
  ETag: etag,
  Size: size,
  StorageClass: 'STANDARD' as const,
})

function group(found: readonly StoredObject[], prefix: string, delimiter: string | undefined): readonly Entry[] {
  const entries = new Map<string, Entry>()
  for (const object of found) {
    const end = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1
    const common = end === -1 ? undefined : object.key.slice(0, end + (delimiter?.length ?? 0))
    entries.set(common ?? object.key, common === undefined ? {key: object.key, object} : {key: common})
  }
  return [...entries.values()]
}

/** S3 sorts by UTF-8 bytes. */
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

export const listOperations = {ListObjectsV2}
