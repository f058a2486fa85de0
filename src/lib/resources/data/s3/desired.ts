/** What happens to objects below a prefix as they grow old. */
export interface LifecycleRule {
  /** Begins with `awsup-`: rules of other names are somebody else's, and stay. */
  readonly id: string
  /** '' is the whole bucket. */
  readonly prefix: string
  /** Days after which an object is deleted; where versions are kept, an older version of it stays. */
  readonly expireDays?: number | undefined
  /** Days for which an older version is kept. */
  readonly oldVersionDays?: number | undefined
  /** Days after which the parts of an upload that nobody finished are deleted. */
  readonly unfinishedDays?: number | undefined
}

/** A bucket of S3: private, reached by TLS alone, all of its objects the account's, and encrypted. */
export interface BucketDesired {
  /** 3–63 characters; unique in all of AWS. */
  readonly name: string
  /** Origins whose pages may read and write objects; none where it is empty. */
  readonly origins: readonly string[]
  /** Whether older versions of objects are kept; absent: as it is, and off where the bucket is made. */
  readonly versions?: boolean | undefined
  readonly lifecycle: readonly LifecycleRule[]
  /** Whether all four blocks of public access are on. */
  readonly publicAccessBlocked: boolean
  /** Whether what is not sent by TLS is denied. */
  readonly tlsOnly: boolean
  /** Whether all objects are the account's, also those that others upload, and access control lists count for nothing. */
  readonly ownerEnforced: boolean
  readonly encrypted: boolean
  /** Whether its tags say whose it is. */
  readonly tagged?: boolean | undefined
}

/** The id is the name. */
export interface BucketActual extends BucketDesired {
  readonly id: string
  readonly arn: string
}

/** What begins the ids of our rules. */
export const OURS = 'awsup-'
