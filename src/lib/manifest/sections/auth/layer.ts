/** `top` on `base`; what is not written in `top` does not cover anything. */
export function layer<T extends object>(base: T, top: {readonly [K in keyof T]?: T[K] | undefined} | undefined): T {
  const merged = {...base}
  for (const key in top) if (top[key] !== undefined) merged[key] = top[key]
  return merged
}

/** Both maps' entries, those of the same name merged field by field. */
export function layered<T extends object>(
  shared?: ReadonlyMap<string, T>,
  own?: ReadonlyMap<string, T>,
): Map<string, T> {
  const merged = new Map(shared ?? [])
  for (const [name, entry] of own ?? []) {
    const below = merged.get(name)
    merged.set(name, below ? layer(below, entry) : entry)
  }
  return merged
}
