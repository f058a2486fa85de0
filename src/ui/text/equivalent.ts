/**
 * The command line that does the same without a question, quoted for a POSIX shell; on Windows for PowerShell, and where
 * that is possible for cmd.exe as well. `argv` begins after `awsup`.
 */
export const renderEquivalent = (argv: readonly string[], platform: NodeJS.Platform = process.platform): string =>
  ['awsup', ...argv].map((word) => renderArgument(word, platform)).join(' ')

/** One word of a command line, quoted in the same way. */
export const renderArgument = (word: string, platform: NodeJS.Platform = process.platform): string =>
  platform === 'win32' ? renderForWindows(word) : renderWord(word)

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** Plain words stay plain; what a terminal would obey needs the `$'…'` of bash, zsh and ksh. */
function renderWord(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word
  if (word.search(UNSEEN) === -1) return `'${word.replaceAll("'", String.raw`'\''`)}'`
  const kept = word.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)
  return `$'${kept.replaceAll(UNSEEN, renderUnit)}'`
}

/** Both take double quotes; what PowerShell would replace in them needs its single ones. */
function renderForWindows(word: string): string {
  if (/^[A-Za-z0-9_+=:./\\-]+$/.test(word)) return word
  const seen = word.replaceAll(UNSEEN, renderUnit)
  return /["$`\u201c-\u201f]/.test(seen) ? `'${seen.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'` : `"${seen}"`
}

const renderUnit = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
