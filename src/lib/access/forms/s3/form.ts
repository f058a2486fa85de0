import {made} from '../../../manifest/read/collections.js'
import {optional} from '../../../manifest/read/keys.js'
import {bucketName} from '../../../manifest/rules/places.js'
import type {AccessRule} from '../../rules.js'
import type {Form} from '../form.js'
import {bucketGrants} from './grants.js'
import {readBucket} from './read.js'

/** As long as every account's id. */
const SOME_ACCOUNT = '000000000000'

export const s3: Form<'s3'> = {
  /** Objects of a bucket of S3 below a prefix. The bucket is one of `data`, or made elsewhere, in the environment's account. */
  key: optional(made(readBucket, (rule): AccessRule => ({s3: rule}))),
  expand: (rule, {named, ...names}) => ({s3: {...rule, bucket: names.bucket(rule.bucket), prefix: named(rule.prefix)}}),
  nameOf: ({bucket}) => ({field: 'bucket', value: bucket.replaceAll('{account}', SOME_ACCOUNT), rule: bucketName}),
  ownerOf: ({owner}) => owner,
  grants: bucketGrants,
}
