import type {ListObjectVersionsCommandInput, ListObjectVersionsOutput} from '@aws-sdk/client-s3'
import type {Operation} from '../../core/service.js'
import {bucketArn, requireBucket} from './access.js'
import {compareKeys, findWithin} from './list.js'

/** Of each object there is the newest version alone, which is called `null` as where versions are off. */
const ListObjectVersions: Operation<ListObjectVersionsCommandInput, ListObjectVersionsOutput> = {
  action: 's3:ListBucketVersions',
  resource: bucketArn,
  conditions: ({Prefix = ''}) => ({'s3:prefix': [Prefix]}),
  run(input, call) {
    const {name} = requireBucket(input, call)
    const {Prefix = '', KeyMarker = '', MaxKeys: limit = 1000} = input
    const found = findWithin(name, Prefix, call).filter(({key}) => compareKeys(key, KeyMarker) > 0)
    const shown = found.slice(0, Math.min(limit, call.settings.pageSize))
    const isTruncated = shown.length < found.length
    return {
      Name: name,
      Prefix,
      KeyMarker,
      MaxKeys: limit,
      IsTruncated: isTruncated,
      ...(isTruncated ? {NextKeyMarker: shown.at(-1)?.key ?? '', NextVersionIdMarker: 'null'} : {}),
      Versions: shown.map(({key, etag, size, modifiedAt}) => ({
        Key: key,
        VersionId: 'null',
        IsLatest: true,
        ETag: etag,
        Size: size,
        LastModified: new Date(modifiedAt),
        StorageClass: 'STANDARD' as const,
      })),
    }
  },
}

export const versionOperations = {ListObjectVersions}
