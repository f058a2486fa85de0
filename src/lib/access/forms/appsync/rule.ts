/** Fields of an AppSync GraphQL API: `Query.todos`, `Mutation.*`. */
export interface ApiRule {
  readonly api: string
  /** Environment → API, instead of `api`: ids are AWS's, and every environment has another one. */
  readonly apis?: Readonly<Record<string, string>> | undefined
  readonly fields: readonly string[]
}
