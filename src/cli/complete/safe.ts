/**
 * Names that no shell and no terminal takes for anything else, quoted or not. awsup.yaml comes with a checkout: a name
 * that has a quote, a blank, `$(…)` or a control character in it is not offered.
 */
const SAFE = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.:/=+,@-]{0,127}$/u
const SAFE_ASCII = /^[A-Za-z0-9_][A-Za-z0-9_.:/=+,@-]{0,127}$/

export const isSafe = (name: string): boolean => SAFE_ASCII.test(name) || SAFE.test(name)

const LONGEST = 76

/** One line of printable text, cut where it is long. */
export function renderDescription(text: string): string {
  const plain = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1).trimEnd()}\u2026` : plain
}
