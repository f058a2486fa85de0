import type {Door} from '../aws/door.js'
import {openFileRecords} from './files/file-records.js'
import type {Records} from './records.js'
import {requireConditions} from './s3/conditions.js'
import type {Objects} from './s3/objects.js'

/** Where the records of one target are. */
export interface RecordsHome {
  /** `.awsup/<target>`: the records themselves, or the local copy of those in S3. */
  readonly directory: string
  readonly target: string
  /** Absent where they are files. */
  readonly s3: {readonly bucket: string; readonly prefix: string} | undefined
  /** Region in which a bucket that does not exist would be made. */
  readonly region: string
}

/** Opens them: files, or objects in S3 through the door. Nothing is made before the first write. */
export async function openRecords(home: RecordsHome, door: Pick<Door, 's3' | 'caller'>): Promise<Records> {
  const {directory, s3} = home
  if (s3 === undefined) return openFileRecords(directory)
  const [{openS3Records}, objects] = await Promise.all([
    import('./s3/records.js'),
    openRecordObjects({...home, s3}, door),
  ])
  const records = openS3Records(objects, directory)
  // Set where S3 is another server than AWS's own: that may not keep conditions.
  if ((await door.s3()).config.forcePathStyle !== true) return records
  return {
    ...records,
    lock: async (holder) => {
      await requireConditions(objects)
      return records.lock(holder)
    },
  }
}

/** The objects of a target's records, in a bucket that belongs to the management account. */
export async function openRecordObjects(
  {target, s3: {bucket, prefix}, region}: RecordsHome & {readonly s3: NonNullable<RecordsHome['s3']>},
  door: Pick<Door, 's3' | 'caller'>,
): Promise<Objects> {
  const [{openObjects}, client, {accountId: owner}] = await Promise.all([
    import('./s3/objects.js'),
    door.s3(),
    door.caller(),
  ])
  const start = prefix === '' ? '' : `${prefix}/`
  return openObjects(client, {bucket, prefix: `${start}${target}/`, owner, region})
}
