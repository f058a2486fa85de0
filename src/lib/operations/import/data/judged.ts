/** What a table or bucket has that awsup.yaml cannot say. */
export interface Judged {
  /** Why it cannot be imported: what awsup sets would cut off those who use it. Words that follow "cannot be imported:". */
  readonly refusals: readonly string[]
  /** What is never touched, in words that stand for themselves: `its replicas in us-east-1`. */
  readonly notes: readonly string[]
}
