/** What begins a command that people copy, wherever it stands in a sentence. */
const STARTS: ReadonlySet<string> = new Set(['awsup', 'aws', 'git', 'npm', 'npx'])

/** More words than any name of a command and its arguments have. */
const MOST_WORDS = 5
/** Where nothing shows the end of a command: `awsup env switch`. */
const USUAL_WORDS = 3

/**
 * How many of the words from `start` on are one command line: `awsup apply --yes --confirm ann`. 1 where none begins
 * there. A word of the sentence too many does no harm: it stays on the command's line.
 */
export function countCommandWords(words: readonly string[], start: number): number {
  const first = (words[start] ?? '').replace(/^[(`'"“]+/, '')
  if (!STARTS.has(first)) return 1
  let end = start + 1
  while (end < words.length && end - start <= MOST_WORDS && isPlain(words[end] ?? '')) {
    end += 1
    if (endsSentence(words[end - 1] ?? '')) return end - start
  }
  const next = words[end]
  const goesOn = next === undefined || /^(-|<|'|")/.test(next)
  if (!goesOn) return Math.min(end - start, 1 + USUAL_WORDS)
  return endOfArguments(words, end) - start
}

/** Flags with their values, and what stands between quotes or angle brackets. */
function endOfArguments(words: readonly string[], from: number): number {
  let end = from
  for (let word = words[end]; word !== undefined; word = words[end]) {
    // All that follows is the other command's.
    if (word === '--') return words.length
    if (!/^[-<'"]/.test(word)) return end
    end = endOfQuoted(words, end)
    if (endsSentence(words[end - 1] ?? '')) return end
    const value = words[end]
    if (word.startsWith('-') && !word.includes('=') && value !== undefined && !value.startsWith('-'))
      end = endOfQuoted(words, end)
    if (endsSentence(words[end - 1] ?? '')) return end
  }
  return end
}

const CLOSING: Readonly<Record<string, string>> = {'<': '>', "'": "'", '"': '"'}

/** `<MFA device>` is one argument. */
function endOfQuoted(words: readonly string[], at: number): number {
  const close = CLOSING[words[at]?.[0] ?? '']
  if (close === undefined) return at + 1
  const offset = words.slice(at).findIndex((word, index) => word.slice(index === 0 ? 1 : 0).includes(close))
  return offset === -1 ? at + 1 : at + offset + 1
}

const isPlain = (word: string): boolean => /^([a-z0-9][\w@/:+.-]*|<[\w-]+>)[.,;:)`]*$/i.test(word)

const endsSentence = (word: string): boolean => /[.,;:)`]$/.test(word)
