/**
 * What awsup remembers of one resource: ids, never a secret, never a setting. AWS is the truth; a record only tells
 * where to look, and lets `env switch` work with no network.
 */
export interface Recorded {
  readonly address: string
  readonly kind: string
  readonly id: string
  /** Account that it lives in, twelve digits. */
  readonly accountId: string
  readonly region: string
  /** The natural key that finds it again, and what else its kind keeps (ids and names only). */
  readonly key: Readonly<Record<string, unknown>>
  /** Addresses that it needs, sorted: what must be deleted after it. */
  readonly needs: readonly string[]
}

/** Work under way: written (fsync) before a create is sent, closed after the record is written. */
export interface Intent {
  readonly address: string
  readonly kind: string
  /** The run that wrote it: time and random, for people. */
  readonly run: string
  /** ISO 8601. */
  readonly at: string
  /** Where to look for it when nobody asks for it any more and no record tells. */
  readonly where?:
    {readonly accountId: string; readonly region: string; readonly key: Readonly<Record<string, unknown>>} | undefined
  /** What the last checkpoint kept, e.g. the request id of CreateAccount. Ids only. */
  readonly receipt?: Readonly<Record<string, string>> | undefined
}

/** Why a step did not succeed: kept until it does, or until nobody asks for it any more. */
export interface Failed {
  readonly address: string
  readonly kind: string
  readonly run: string
  /** ISO 8601. */
  readonly at: string
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}

/** Who holds the lock. */
export interface Holder {
  readonly who: string
  readonly where: string
  readonly pid: number
  /** ISO 8601. */
  readonly since: string
}

/** Whether a holder is at work; `unknown` where that can't be proved from here. */
export type Liveness = 'alive' | 'gone' | 'unknown'

/** A lock that is held, as it is seen from here. */
export interface Found extends Holder {
  readonly alive: Liveness
  /** Where the lock lies: a path, or a URL. */
  readonly at: string
}

/**
 * Records of one target. Every write is durable (temporary file, fsync, rename, fsync of the folder) before it returns.
 * Throws ConflictError where a file is damaged, naming file and byte: a damaged record is never "nothing exists".
 */
export interface Records {
  load(address: string): Promise<Recorded | undefined>
  /** Sorted by address. */
  list(): Promise<readonly Recorded[]>
  save(recorded: Recorded): Promise<void>
  remove(address: string): Promise<void>
  intent(address: string): Promise<Intent | undefined>
  intents(): Promise<readonly Intent[]>
  openIntent(intent: Intent): Promise<void>
  checkpoint(address: string, receipt: Readonly<Record<string, string>>): Promise<void>
  closeIntent(address: string): Promise<void>
  /** Sorted by address. */
  failures(): Promise<readonly Failed[]>
  saveFailure(failed: Failed): Promise<void>
  removeFailure(address: string): Promise<void>
  /**
   * Answers what gives the lock back. Throws ConflictError that names the holder. A lock whose process is known to be gone
   * is taken over.
   */
  lock(holder: Holder): Promise<() => Promise<void>>
  /**
   * Asked before anything is written: throws ConflictError `LOCK_BROKEN` where this run took the lock and lost it since.
   * Every write of records asks it first.
   */
  requireLock(): Promise<void>
  /** Who holds the lock now. */
  holder(): Promise<Found | undefined>
  /** Takes the lock from this holder. Throws ConflictError `LOCK_CHANGED` when it is no longer the one who holds it. */
  breakLock(holder: Holder): Promise<void>
}
