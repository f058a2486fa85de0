import {NO_DATA, type Data} from '../../data.js'
import {mapping} from '../../read/collections.js'
import {section} from '../../read/keys.js'
import type {Read} from '../../read/spot.js'
import {buckets} from './buckets.js'
import {tables} from './tables.js'

/** `data`: the tables and buckets that awsup makes in every environment. */
export const data: Read<Data> = mapping(
  {
    /** Tables of DynamoDB by name, paid for by request. */
    tables: section(tables),
    /** Private buckets of S3 by name. */
    buckets: section(buckets),
  },
  (said) => ({tables: said.tables ?? NO_DATA.tables, buckets: said.buckets ?? NO_DATA.buckets}),
)
