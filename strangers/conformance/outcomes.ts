/** What came of one test. */
export interface TestOutcome {
  /** `test/facts/facts.test.ts` */
  readonly file: string
  /** The names of what it stands in, if anything. */
  readonly suite: string
  readonly title: string
  readonly outcome: 'pass' | 'fail'
  readonly why?: string
}
