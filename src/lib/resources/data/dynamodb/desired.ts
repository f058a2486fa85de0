/** An attribute that a key is made of. */
export interface KeyAttribute {
  /** 1–255 characters. */
  readonly name: string
  /** A text, a number or bytes, as DynamoDB calls them. */
  readonly type: 'S' | 'N' | 'B'
}

/** What an index has of each item beside its keys: all, nothing, or these attributes, sorted. */
export type Projected = 'ALL' | 'KEYS_ONLY' | readonly string[]

/** An index with a partition key of its own. */
export interface IndexDesired {
  readonly key: KeyAttribute
  readonly sort?: KeyAttribute | undefined
  readonly projects: Projected
}

/** An index with the table's partition key; made with the table or never. */
export interface LocalIndexDesired {
  readonly sort: KeyAttribute
  readonly projects: Projected
}

export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES'

/** A table of DynamoDB, paid for by request. */
export interface TableDesired {
  /** 3–255 characters; unique in its account and region. */
  readonly name: string
  /** The partition key. */
  readonly key: KeyAttribute
  readonly sort?: KeyAttribute | undefined
  /** By name. */
  readonly indexes: Readonly<Record<string, IndexDesired>>
  readonly localIndexes: Readonly<Record<string, LocalIndexDesired>>
  /** Attribute that holds when an item expires, seconds since 1970; absent: items do not expire. */
  readonly ttl?: string | undefined
  /** What the stream of changes shows of each; absent: there is none. */
  readonly stream?: StreamView | undefined
  /** Absent: as it is, and off where the table is made. */
  readonly deletionProtection?: boolean | undefined
  /** How many days back it can be restored to any second, 1–35; 0: not at all. Absent: as it is. */
  readonly recoveryDays?: number | undefined
  /** Whether it is paid for by request. Only ever true; what is otherwise is left. */
  readonly onDemand: boolean
  /** Whether its tags say whose it is. */
  readonly tagged?: boolean | undefined
}

/** The id is the name. */
export interface TableActual extends TableDesired {
  readonly id: string
  readonly arn: string
}
