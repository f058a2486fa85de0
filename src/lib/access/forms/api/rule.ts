import type {Owner} from '../../owner.js'

/** Routes of an API of API Gateway, in the environment's account. */
export interface RouteRule {
  /** What applications call it; absent where outputs say nothing of it. */
  readonly name?: string | undefined
  /** Ten lower-case letters and digits. */
  readonly api: string
  /** Environment → API, instead of `api`: ids are AWS's, and every environment has another one. */
  readonly apis?: Readonly<Record<string, string>> | undefined
  /** `$default`, or the name of a stage. */
  readonly stage: string
  /** Where the API is; `undefined`: in the environment's region. */
  readonly region: string | undefined
  /** `GET /orders/*`; every one holds `{owner}` unless the owner is `none`. */
  readonly routes: readonly string[]
  readonly owner: Owner
}

/** The stage whose name no URL has. */
export const DEFAULT_STAGE = '$default'

/** A route as API Gateway tells it: `ANY` is every method. */
export function partsOf(route: string): {readonly method: string; readonly path: string} {
  const space = route.indexOf(' ')
  return {method: route.slice(0, space), path: route.slice(space + 1)}
}
