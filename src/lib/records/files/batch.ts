/**
 * Joins writes to one file: those that come while one is under way go together in the next, in the order in which they
 * came. So no read-modify-write loses another's change, and a hundred saves at once are two writes. Each caller
 * waits for the write that holds its own change, and sees that one's failure.
 */
export function makeBatch<T>(write: (changes: readonly T[]) => Promise<void>): (change: T) => Promise<void> {
  let waiting: T[] = []
  let underway = Promise.resolve()
  let next: Promise<void> | undefined
  const start = (): Promise<void> => {
    const changes = waiting
    waiting = []
    next = undefined
    return write(changes)
  }
  return (change) => {
    waiting.push(change)
    if (next === undefined) {
      next = underway.then(start, start)
      underway = next
    }
    return next
  }
}
