/** One environment that something was taken into. */
export interface ImportedEnvironment {
  readonly environment: string
  readonly accountId: string
  readonly region: string
  /** Absent where it is a table or bucket. */
  readonly userPoolId?: string
  readonly identityPoolId?: string | undefined
  /** Key in awsup.yaml → id. */
  readonly clients?: Readonly<Record<string, string>>
  /** Key in awsup.yaml → name on AWS. */
  readonly tables?: Readonly<Record<string, string>>
  readonly buckets?: Readonly<Record<string, string>>
}
