const LONGEST = 80

/**
 * A word of the command line as messages show it: bare where that reads well, else between quotes, so that nothing is
 * seen too. What is long is cut.
 */
export function renderWord(word: string): string {
  const cut = word.length > LONGEST ? `${word.slice(0, LONGEST - 1)}…` : word
  return /^[\w./@:+=,%~{}…-]+$/.test(cut) ? cut : JSON.stringify(cut)
}
