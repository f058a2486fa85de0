import type {RecordsPlace} from '../manifest.js'
import {made} from '../read/collections.js'
import {text} from '../read/scalars.js'
import type {Read} from '../read/spot.js'
import {recordsUrl} from '../rules/places.js'

/** `records`: a place in S3. */
export const records: Read<RecordsPlace> = made(text(recordsUrl), (url) => {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?(.*?)\/?$/s.exec(url) ?? []
  return {bucket, prefix}
})
