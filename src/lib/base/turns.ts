/** Does the work as soon as it is its turn. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/**
 * So many pieces of work at a time; of those that wait the oldest is next, or the newest. With the newest, what follows
 * from work that was done comes before what was not begun, so that as little as possible is half done, and in memory.
 */
export function openTurns(most: number, first: 'oldest' | 'newest'): Turns {
  const waiting: (() => void)[] = []
  let free = most
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = first === 'oldest' ? waiting.shift() : waiting.pop()
      if (next) next()
      else free += 1
    }
  }
}
