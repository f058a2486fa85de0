import type {RecordsPlace} from '../manifest.js'
import {text} from '../read/scalars.js'
import type {Spot} from '../read/spot.js'
import {recordsUrl} from '../rules/places.js'

/** `records`: a place in S3. */
export function records(spot: Spot): RecordsPlace {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?(.*?)\/?$/s.exec(text(recordsUrl)(spot)) ?? []
  return {bucket, prefix}
}
