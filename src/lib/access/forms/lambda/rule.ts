/** A Lambda function in the environment's own account and region, by name. */
export interface FunctionRule {
  readonly function: string
}
