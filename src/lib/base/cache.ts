/**
 * What one run worked out and the next need not: kept in a folder of the user's own, which no checkout can write to, and
 * only for the build that worked it out. A cache answers what was kept or nothing, and never fails.
 */
export interface Cache {
  readonly read: (name: string) => Buffer | undefined
  readonly write: (name: string, body: Buffer) => void
}
