import {randomInt} from 'node:crypto'

/** What a password must have at least one of. `O0Il1` are left out: people read it off a screen. */
const CLASSES = {
  lowercase: 'abcdefghijkmnopqrstuvwxyz',
  uppercase: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  numbers: '23456789',
  symbols: '!@#$%^*()_+-=[]{}',
} as const

/**
 * A random password of `length` characters with every class in it: at 20, more than 110 bits. Every IAM and Cognito
 * policy that a manifest can ask for is met by it (Cognito's minimum goes up to 99).
 */
export function makePassword(length = 20): string {
  const sets = Object.values(CLASSES)
  const all = sets.join('')
  const marks = Array.from({length: Math.max(length, sets.length)}, (_, index) => pick(sets[index] ?? all))
  return shuffled(marks).join('')
}

const pick = (set: string): string => set.charAt(randomInt(set.length))

function shuffled(marks: readonly string[]): readonly string[] {
  const left = [...marks]
  return marks.map(() => left.splice(randomInt(left.length), 1).join(''))
}
