/** The word that was probably meant: fewest typing mistakes away, and no further than a third of its letters. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (word.length > 40) return undefined
  const ranked = words
    .map((candidate) => ({candidate, distance: mistakes(word.toLowerCase(), candidate.toLowerCase())}))
    .sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best && best.distance <= Math.max(1, Math.ceil(best.candidate.length / 3)) ? best.candidate : undefined
}

/** Letters to add, drop or change to get from one to the other (Levenshtein's distance). */
function mistakes(from: string, to: string): number {
  let row = Array.from({length: to.length + 1}, (_, index) => index)
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1]
    for (const [column, other] of Array.from(to).entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
