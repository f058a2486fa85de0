/**
 * A statement as IAM knows it; `{account}`, `{region}`, `{env}`, `{project}` in resources and conditions are replaced.
 */
export interface StatementRule {
  readonly effect: 'allow' | 'deny'
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Operator → key → values. */
  readonly condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  /** Why it may open what rules keep apart. */
  readonly opens?: string | undefined
}

/** The same condition with every value replaced. Pure. */
export const mapCondition = (
  condition: StatementRule['condition'],
  replaced: (value: string) => string,
): StatementRule['condition'] =>
  Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.map(replaced)] as const)),
    ]),
  )
