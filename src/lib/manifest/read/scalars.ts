import {isScalar} from 'yaml'
import {findNearest} from '../../text/nearest.js'
import {shaped, type Clause} from './shape.js'
import {describe, isNothing, refused, type Read} from './spot.js'

/** What is wrong with a value, in words that follow "is <value>, must …". */
export interface Problem {
  readonly must: string
  readonly hint?: string | undefined
}

/** Says what is wrong with a text; `undefined` when nothing is. Pure, so that flags and prompts ask the same rules. */
export interface Rule {
  (value: string): Problem | undefined
  /** What it asks, as data. */
  readonly clauses?: readonly Clause[] | undefined
}

/** A text that keeps a rule. */
export const text = (rule: Rule): Read<string> =>
  shaped({sort: 'text', clauses: rule.clauses ?? []}, (spot) => {
    const {node} = spot
    if (isNothing(spot)) throw refused(spot, 'is empty', rule('')?.must && `It must ${rule('')?.must ?? ''}.`)
    if (!isScalar(node)) throw refused(spot, `is ${describe(spot)}, must be a text`)
    if (typeof node.value !== 'string') {
      throw refused(spot, `is ${describe(spot)}, must be a text`, `Put it between quotes: "${describe(spot)}".`)
    }
    const problem = rule(node.value)
    if (problem) throw refused(spot, `is ${describe(spot)}, must ${problem.must}`, problem.hint)
    return node.value
  })

/** One of a few words. */
export const oneOf = <const T extends string>(...words: readonly T[]): Read<T> =>
  shaped({sort: 'words', words}, (spot) => {
    const value = isScalar(spot.node) ? spot.node.value : undefined
    const found = words.find((word) => word === value)
    if (found !== undefined) return found
    const meant = typeof value === 'string' ? findNearest(value, words) : undefined
    throw refused(spot, `is ${describe(spot)}, must be ${or(words)}`, meant && `Did you mean ${meant}?`)
  })

/** One of a few numbers, written as they are. */
export const numberOf = <const T extends number>(...numbers: readonly T[]): Read<T> =>
  shaped({sort: 'words', words: numbers}, (spot) => {
    const found = numbers.find((number) => describe(spot) === String(number))
    if (found !== undefined) return found
    throw refused(spot, `is ${describe(spot)}, must be ${or(numbers.map(String))}`)
  })

/** `true` or `false`, as YAML 1.2 writes them: `yes` and `on` are texts. */
export const flag: Read<boolean> = shaped({sort: 'flag'}, (spot) => {
  const value = isScalar(spot.node) ? spot.node.value : undefined
  if (typeof value === 'boolean') return value
  throw refused(spot, `is ${describe(spot)}, must be true or false`)
})

/** A whole number. */
export const integer = ({min, max}: {readonly min: number; readonly max: number}): Read<number> =>
  shaped({sort: 'integer', min, max}, (spot) => {
    const value = isScalar(spot.node) ? spot.node.value : undefined
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
    throw refused(spot, `is ${describe(spot)}, must be a whole number from ${min} to ${max}`)
  })

const or = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
