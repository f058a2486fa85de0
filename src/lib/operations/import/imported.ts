/** One environment that a pool was taken into. */
export interface ImportedEnvironment {
  readonly environment: string
  readonly accountId: string
  readonly region: string
  readonly userPoolId: string
  readonly identityPoolId: string | undefined
  /** Key in awsup.yaml → id. */
  readonly clients: Readonly<Record<string, string>>
}
