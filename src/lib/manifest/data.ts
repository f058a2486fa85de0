import type {BucketDesired} from '../resources/data/s3/desired.js'
import type {TableDesired} from '../resources/data/dynamodb/desired.js'

/** `data` of awsup.yaml: what the front end reaches directly. Plain data. */
export interface Data {
  /** Name in awsup.yaml → table, in the order of the file. */
  readonly tables: ReadonlyMap<string, Table>
  readonly buckets: ReadonlyMap<string, Bucket>
}

/** What AWS calls a thing: one text with placeholders, or one for each environment by its name, as it is. */
export type DataName = string | ReadonlyMap<string, string>

/** A table as it is written; `undefined` where nothing is said. */
export interface Table extends Omit<TableDesired, 'name' | 'onDemand' | 'tagged'> {
  /** What DynamoDB calls it; `undefined`, and where it says nothing of an environment: as awsup.yaml does. */
  readonly name: DataName | undefined
}

/** A bucket as it is written. */
export interface Bucket extends Pick<BucketDesired, 'lifecycle' | 'versions'> {
  /** What S3 calls it; `undefined`, and where it says nothing of an environment: a name of the account's own. */
  readonly name: DataName | undefined
  /** Origins, and `clients` for those of the callback URLs of web clients. */
  readonly cors: readonly string[]
}

export const NO_DATA: Data = {tables: new Map(), buckets: new Map()}
