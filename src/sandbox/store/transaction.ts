/**
 * One step of the sandbox's memory. What is read is frozen: to change a thing, put a new one. Nothing is kept unless
 * the work returns; a handler that throws has changed nothing.
 */
export interface Transaction {
  get(key: string): unknown
  /** Every entry whose key starts with the prefix, sorted by key. */
  entries(prefix: string): (readonly [key: string, value: unknown])[]
  put(key: string, value: unknown): void
  delete(key: string): void
  /**
   * Keeps bytes that are too many for a value, and answers their name. They never change, and go with a reset alone.
   */
  putBytes(bytes: Uint8Array): string
  /** @throws DamagedFileError for a name that nobody was given. */
  bytes(name: string): Buffer
  /** All that there is, where this is what one call sees of it. */
  readonly whole?: Transaction | undefined
}

/** Bytes by their hash. What a transaction that failed put there is in nobody's way. */
export interface Blobs {
  put(bytes: Uint8Array): string
  get(name: string): Buffer
  clear(): void
}

/** Where the sandbox remembers. `transact` is atomic across processes: all of its puts are durable, or none. */
export interface Store {
  /** `work` must be synchronous and may be run again when another process was faster: no effects outside `tx`. */
  transact<T>(work: (tx: Transaction) => T): T
  /** Forgets all bytes; call it when no value names any. */
  clearBytes(): void
}

/**
 * A typed view of one sort of thing: `const roles = table<Role>('iam/roles')`, then `roles.get(tx, [accountId, name])`.
 * Key parts are joined by `/` and percent-encoded, so that any string may be one.
 */
export interface Table<T> {
  get(tx: Transaction, key: readonly string[]): T | undefined
  /** All below a key prefix (whole parts), in key order. */
  list(tx: Transaction, below?: readonly string[]): T[]
  put(tx: Transaction, key: readonly string[], value: T): void
  delete(tx: Transaction, key: readonly string[]): void
}

export function table<T>(name: string): Table<T> {
  const path = (key: readonly string[]): string => [name, ...key.map(encodeURIComponent)].join('/')
  return {
    get: (tx, key) => tx.get(path(key)) as T | undefined,
    list: (tx, below = []) => tx.entries(`${path(below)}/`).map(([, value]) => value as T),
    put: (tx, key, value) => tx.put(path(key), value),
    delete: (tx, key) => tx.delete(path(key)),
  }
}
