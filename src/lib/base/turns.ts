/** Does the work as soon as it is its turn. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/**
 * So many pieces of work at a time. Who came last is next: what follows from work that was done comes before what was not
 * begun, so that as little as possible is half done, and in memory, at any time.
 */
export function openTurns(most: number): Turns {
  const waiting: (() => void)[] = []
  let free = most
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.pop()
      if (next) next()
      else free += 1
    }
  }
}
