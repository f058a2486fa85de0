import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3'
import {absentWhen, isError} from '../../../aws/calls/absent.js'
import {AwsRefusedError} from '../../../base/errors.js'
import type {Contents, Context} from '../../../base/resource.js'
import {owned} from './read.js'

/** S3 lists a thousand at a time. */
const PAGES = 20

/** How many objects a bucket holds, each version counted; `undefined` where there is no such bucket. */
export async function countObjects(name: string, context: Context): Promise<Contents | undefined> {
  let [number, pages] = [0, 0]
  try {
    for await (const {Versions = [], IsTruncated} of versionsOf(name, context)) {
      number += Versions.length
      pages += 1
      if (pages === PAGES && IsTruncated) return {what: 'object', number, more: true}
    }
    return {what: 'object', number}
  } catch (error) {
    if (isError(error, 'NoSuchBucket')) return undefined
    // Who may delete a bucket may still not be allowed to list it.
    if (isError(error, 'AccessDenied')) return {what: 'object', number, more: true}
    throw error
  }
}

/** Deletes every version of every object, and the marks of deleted ones: AWS deletes no bucket that holds any. */
export async function emptyBucket(name: string, context: Context): Promise<void> {
  await absentWhen('NoSuchBucket', async () => {
    for await (const {Versions = [], DeleteMarkers = []} of versionsOf(name, context)) {
      const all = [...Versions, ...DeleteMarkers].map(({Key, VersionId}) => ({Key, VersionId}))
      if (all.length > 0) await deleteVersions(name, all, context)
    }
  })
}

async function deleteVersions(name: string, all: readonly ObjectIdentifier[], context: Context): Promise<void> {
  const command = new DeleteObjectsCommand({...owned(name, context), Delete: {Objects: [...all], Quiet: true}})
  const {Errors: [first] = []} = await context.aws.s3.send(command)
  if (!first) return
  throw new AwsRefusedError(
    `AWS did not delete the object ${JSON.stringify(first.Key)} of bucket ${name}: ${first.Code ?? ''} ${first.Message ?? ''}`,
    {
      code: first.Code ?? 'NOT_DELETED',
      hint: 'Look in the AWS console what holds it (a policy, an object lock). Then run the same command again.',
      details: {bucket: name, key: first.Key},
    },
  )
}

async function* versionsOf(name: string, context: Context): AsyncGenerator<ListObjectVersionsCommandOutput> {
  let [key, version]: readonly (string | undefined)[] = []
  for (;;) {
    context.signal.throwIfAborted()
    const page: ListObjectVersionsCommandOutput = await context.aws.s3.send(
      new ListObjectVersionsCommand({...owned(name, context), KeyMarker: key, VersionIdMarker: version}),
    )
    yield page
    if (!page.IsTruncated) return
    key = page.NextKeyMarker
    version = page.NextVersionIdMarker
  }
}
