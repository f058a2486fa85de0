import type {
  ListObjectsCommandInput,
  ListObjectsOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2Output,
} from '@aws-sdk/client-s3'
import {page} from '../../core/pages.js'
import type {Call, Operation} from '../../core/service.js'
import {bucketArn, requireBucket} from './access.js'
import {pageLimit} from './limits.js'
import {objects, type StoredObject} from './tables.js'

/** One line of a list: what was found, or what all keys up to the next delimiter have in common. */
type Entry<T> = {readonly key: string; readonly found?: T}

/** Condition keys of all lists. */
export const listConditions = ({Prefix = '', Delimiter, MaxKeys}: Listed): Record<string, string[]> => ({
  's3:prefix': [Prefix],
  ...(Delimiter === undefined ? {} : {'s3:delimiter': [Delimiter]}),
  ...(MaxKeys === undefined ? {} : {'s3:max-keys': [`${MaxKeys}`]}),
})

type Listed = Pick<ListObjectsV2CommandInput, 'Prefix' | 'Delimiter' | 'MaxKeys'>

const ListObjectsV2: Operation<ListObjectsV2CommandInput, ListObjectsV2Output> = {
  action: 's3:ListBucket',
  resource: bucketArn,
  conditions: listConditions,
  run(input, call) {
    const {name} = requireBucket(input, call)
    const {Prefix = '', Delimiter, ContinuationToken: token, StartAfter, EncodingType} = input
    const limit = pageLimit(input)
    // Beside a token, StartAfter means nothing: the token says after which key the page begins.
    const after = token === undefined ? StartAfter : undefined
    const found = findWithin(name, Prefix, call).filter(({key}) => after === undefined || compareKeys(key, after) > 0)
    const entries = group(found, Prefix, Delimiter)
    const {items, next} =
      limit === 0
        ? {items: [], next: undefined}
        : page(entries, {key: ({key}) => key, token, limit, badToken: 'InvalidArgument'}, call)
    const encode = encoderFor(EncodingType)
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
      Contents: items.flatMap(({found: object}) => (object === undefined ? [] : [lineOf(object, encode)])),
      CommonPrefixes: items.flatMap(({key, found: object}) => (object === undefined ? [{Prefix: encode(key)}] : [])),
    }
  },
}

/** The older list: its pages go on after a key, which it names only where keys are grouped. */
const ListObjects: Operation<ListObjectsCommandInput, ListObjectsOutput> = {
  action: 's3:ListBucket',
  resource: bucketArn,
  conditions: listConditions,
  run(input, call) {
    const {name} = requireBucket(input, call)
    const {Prefix = '', Delimiter, Marker = '', EncodingType} = input
    const limit = pageLimit(input)
    const entries = group(findWithin(name, Prefix, call), Prefix, Delimiter).filter(
      ({key}) => compareKeys(key, Marker) > 0,
    )
    const items = entries.slice(0, Math.min(limit, call.settings.pageSize))
    const encode = encoderFor(EncodingType)
    const isTruncated = limit > 0 && items.length < entries.length
    return {
      Name: name,
      Prefix: encode(Prefix),
      Delimiter: Delimiter === undefined ? undefined : encode(Delimiter),
      Marker: encode(Marker),
      MaxKeys: limit,
      EncodingType,
      IsTruncated: isTruncated,
      NextMarker: isTruncated && Delimiter !== undefined ? encode(items.at(-1)?.key ?? '') : undefined,
      Contents: items.flatMap(({found: object}) => (object === undefined ? [] : [lineOf(object, encode)])),
      CommonPrefixes: items.flatMap(({key, found: object}) => (object === undefined ? [{Prefix: encode(key)}] : [])),
    }
  },
}

export const findWithin = (bucket: string, prefix: string, {tx}: Call): StoredObject[] =>
  objects
    .list(tx, [bucket])
    .filter(({key}) => key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key))

export const encoderFor =
  (type: string | undefined) =>
  (text: string): string =>
    type === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text

export const lineOf = ({key, etag, size, modifiedAt}: StoredObject, encode: (text: string) => string) => ({
  Key: encode(key),
  LastModified: new Date(modifiedAt),
  ETag: etag,
  Size: size,
  StorageClass: 'STANDARD' as const,
})

/** Puts what has a delimiter after the prefix together. */
export function group<T extends {readonly key: string}>(
  all: readonly T[],
  prefix: string,
  delimiter: string | undefined,
): readonly Entry<T>[] {
  const entries: Entry<T>[] = []
  for (const found of all) {
    const end = delimiter ? found.key.indexOf(delimiter, prefix.length) : -1
    const common = end === -1 ? undefined : found.key.slice(0, end + (delimiter?.length ?? 0))
    if (common === undefined) entries.push({key: found.key, found})
    else if (entries.at(-1)?.key !== common) entries.push({key: common})
  }
  return entries
}

/** S3 sorts by UTF-8 bytes. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

export const listOperations = {ListObjects, ListObjectsV2}
