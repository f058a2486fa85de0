/** A Lambda function in the environment's own account and region, by name. */
export interface FunctionRule {
  readonly function: string
  /** Calls go to this alias of it, and to nothing else; absent for the function as code was last given to it. */
  readonly alias?: string | undefined
}

/** As it stands in ARNs: `resize`, or `resize:live`. */
export const qualified = ({function: name, alias}: FunctionRule): string =>
  alias === undefined ? name : `${name}:${alias}`
