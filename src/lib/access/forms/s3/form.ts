import {bucketName} from '../../../manifest/rules/places.js'
import type {Form} from '../form.js'
import {bucketGrants} from './grants.js'
import {readBucket} from './read.js'

export const s3: Form<'s3'> = {
  read: (spot) => ({s3: readBucket(spot)}),
  expand: (rule, {named}) => ({s3: {...rule, bucket: named(rule.bucket), prefix: named(rule.prefix)}}),
  nameOf: ({bucket}) => ({field: 'bucket', value: bucket, rule: bucketName}),
  ownerOf: ({owner}) => owner,
  grants: bucketGrants,
}
