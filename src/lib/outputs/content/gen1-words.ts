import type {OutputSettings} from './settings.js'

/** The characters that a password must have, in the words of Amplify's Gen 1. */
export const charactersOf = (password: OutputSettings['password']): readonly string[] => [
  ...(password.lowercase ? ['REQUIRES_LOWERCASE'] : []),
  ...(password.uppercase ? ['REQUIRES_UPPERCASE'] : []),
  ...(password.numbers ? ['REQUIRES_NUMBERS'] : []),
  ...(password.symbols ? ['REQUIRES_SYMBOLS'] : []),
]

export const upperCase = (names: readonly string[]): readonly string[] => names.map((name) => name.toUpperCase())
