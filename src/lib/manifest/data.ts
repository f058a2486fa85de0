import type {BucketDesired} from '../resources/data/s3/desired.js'
import type {TableDesired} from '../resources/data/dynamodb/desired.js'

/** `data` of awsup.yaml: what the front end reaches directly. Plain data. */
export interface Data {
  /** Name in awsup.yaml → table, in the order of the file. */
  readonly tables: ReadonlyMap<string, Table>
  readonly buckets: ReadonlyMap<string, Bucket>
}

/** A table as it is written; `undefined` where nothing is said. */
export interface Table extends Omit<TableDesired, 'name' | 'onDemand' | 'tagged'> {
  /** What DynamoDB calls it, with placeholders; `undefined`: as awsup.yaml does. */
  readonly name: string | undefined
}

/** A bucket as it is written. */
export interface Bucket extends Pick<BucketDesired, 'lifecycle' | 'versions'> {
  /** What S3 calls it, with placeholders; `undefined`: a name of the account's own. */
  readonly name: string | undefined
  /** Origins, and `clients` for those of the callback URLs of web clients. */
  readonly cors: readonly string[]
}

export const NO_DATA: Data = {tables: new Map(), buckets: new Map()}
