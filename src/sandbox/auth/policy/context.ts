/** The condition keys of a request. Keys have no case, values do. */
export interface Context {
  /** Every value of a key; none when it is missing. */
  valuesOf(key: string): readonly string[]
}

/** A request's condition keys, to be looked up in any case. */
export function makeContext(keys: Readonly<Record<string, readonly string[]>>): Context {
  // Most policies of a call look at none, and each asks for a context of its own.
  let byName: ReadonlyMap<string, readonly string[]> | undefined
  const open = () => new Map(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), values]))
  return {valuesOf: (key) => (byName ??= open()).get(key.toLowerCase()) ?? []}
}
