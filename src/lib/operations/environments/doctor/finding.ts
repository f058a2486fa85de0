/** One thing that is not as it should be. */
export interface Finding {
  /** Between which two: files and records, records and AWS; or what is under way, or the shell's own settings. */
  readonly about: 'files' | 'records' | 'aws' | 'work' | 'shell'
  /** A file, an address, a variable. */
  readonly subject: string
  readonly problem: string
  readonly fix: string
}
