/** Lets so many in at once; others wait in order. */
export interface Gate {
  /** Whether as many wait as may. */
  isFull(): boolean
  /** Waits for a place; answers what gives it back. */
  enter(): Promise<() => void>
}

/** @param places how many are in at once; @param most how many may wait */
export function openGate(places: number, most: number): Gate {
  let inside = 0
  const waiting: (() => void)[] = []
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else inside -= 1
  }
  return {
    isFull: () => inside >= places && waiting.length >= most,
    async enter() {
      if (inside < places) inside += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return leave
    },
  }
}
