/** Nobody mistypes a longer word into one of ours, and a hostile one must not cost time. */
const LONGEST = 40

/**
 * The candidate that differs least from what was typed, case aside, if it is close enough to be meant. Ties go to the
 * first.
 */
export function findNearest(typed: string, candidates: readonly string[]): string | undefined {
  if (typed.length > LONGEST) return undefined
  let best: {candidate: string; distance: number} | undefined
  for (const candidate of candidates) {
    const distance = editDistance(typed.toLowerCase(), candidate.toLowerCase())
    const limit = Math.max(1, Math.ceil(candidate.length / 3))
    if (distance <= limit && (best === undefined || distance < best.distance)) best = {candidate, distance}
  }
  return best?.candidate
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({length: b.length + 1}, (_, column) => column)]
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0
  for (let row = 1; row <= a.length; row++) {
    rows.push([row])
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let least = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + (same ? 0 : 1))
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        least = Math.min(least, at(row - 2, column - 2) + 1)
      rows[row]?.push(least)
    }
  }
  return at(a.length, b.length)
}
