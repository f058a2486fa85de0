import type {ErrorCode} from 'yaml'

/** What the YAML parser found, for who writes awsup.yaml. */
export interface YamlWords {
  /** The parser's own when absent. */
  readonly message?: string
  readonly hint: string
}

const COLON =
  'Every line of a mapping is "key: value", with a space after the colon; a text that has ": " in it goes between quotes.'
const INDENT =
  'Put the keys that belong together at the same column, with spaces, and close every [ and { that was opened above.'
const QUOTES = 'A text that begins with "{", "[", "*" or a quote, and goes on after it, goes between quotes as a whole.'

/** By the parser's code (yaml 2, errors.d.ts). */
const WORDS: Readonly<Record<ErrorCode, YamlWords>> = {
  ALIAS_PROPS: {hint: 'An alias (*name) stands alone: remove the "&" or "!" before it.'},
  BAD_ALIAS: {hint: 'An alias is "*" and a name; a text that begins with "*" goes between quotes.'},
  BAD_COLLECTION_TYPE: {hint: 'Remove what begins with "!".'},
  BAD_DIRECTIVE: {hint: 'Remove the line that begins with "%".'},
  BAD_DQ_ESCAPE: {hint: "Write \\\\ for a backslash, or put the text between single quotes: '…'."},
  BAD_INDENT: {hint: INDENT},
  BAD_PROP_ORDER: {hint: 'Put "&name" and "!tag" right before the value, and nothing else between.'},
  BAD_SCALAR_START: {message: 'a value begins with a character that YAML reserves', hint: 'Put it between quotes.'},
  BLOCK_AS_IMPLICIT_KEY: {message: 'there is a second ": " in what should be one value', hint: `${COLON} ${INDENT}`},
  BLOCK_IN_FLOW: {hint: 'Between [ ] and { } separate with commas; a text that has ": " in it goes between quotes.'},
  DUPLICATE_KEY: {hint: 'Keep one of the two.'},
  IMPOSSIBLE: {hint: 'Write the line again, without anchors, aliases and tags.'},
  KEY_OVER_1024_CHARS: {hint: COLON},
  MISSING_CHAR: {hint: COLON},
  MULTILINE_IMPLICIT_KEY: {message: 'a line is no "key: value"', hint: COLON},
  MULTIPLE_ANCHORS: {hint: 'Keep one of the "&" names.'},
  MULTIPLE_DOCS: {message: 'it holds several documents', hint: 'Keep one; remove the line "---" and what follows.'},
  MULTIPLE_TAGS: {hint: 'Remove what begins with "!".'},
  NON_STRING_KEY: {message: 'a key is not a text', hint: 'Keys are plain names.'},
  RESOURCE_EXHAUSTION: {hint: 'It is nested too deeply, or its aliases are: write it out.'},
  TAB_AS_INDENT: {message: 'a tab is used to indent', hint: 'Indent with spaces.'},
  TAG_RESOLVE_FAILED: {
    message: 'it uses a tag',
    hint: 'Remove what begins with "!", or put the text between quotes.',
  },
  UNEXPECTED_TOKEN: {hint: QUOTES},
}

/** Words for a problem that the parser tells with this code and message. */
export const wordsFor = (code: ErrorCode, message: string): YamlWords =>
  /^Missing closing .quote/.test(message)
    ? {
        message: 'a text between quotes has no end',
        hint: 'Look on this line and above it for the quote that was opened, and close it.',
      }
    : WORDS[code]
