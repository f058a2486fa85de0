import type {Fault} from '../../../src/sandbox/settings.js'
import type {Case} from './cases.js'

/** One call of an undisturbed run that changes something: the nth of its operation, from 1. */
interface Write {
  readonly operation: string
  readonly nth: number
}

interface Way {
  readonly name: string
  readonly when: Fault['when']
  readonly effect: Fault['effect']
  /** Codes that the disturbed run may end with. */
  readonly codes: readonly number[]
}

/** The call is carried out, and its reply is lost: the work is done, or incomplete and the same command continues. */
const LOST: readonly Way[] = [
  {name: 'the connection is lost', when: 'after', effect: {type: 'drop'}, codes: [0, 6]},
  {
    name: 'the answer is 500',
    when: 'after',
    effect: {type: 'error', name: 'InternalFailure', message: 'it is not you', status: 500},
    codes: [0, 6],
  },
]

/** AWS refuses it once: nothing is done. */
const REFUSED: readonly Way[] = [
  {
    name: 'AWS refuses it',
    when: 'before',
    effect: {type: 'error', name: 'AccessDenied', message: 'not you', status: 403},
    codes: [3, 4, 6],
  },
]

const disturbed = ({operation, nth}: Write, {name, when, effect, codes}: Way): Case => ({
  name: `${operation}, call ${nth}: ${name}`,
  disturb: async (world, args) => {
    world.sandbox.configure({faults: [{operation, nth, when, effect}]})
    const {code, output} = await world.run(args)
    world.sandbox.configure({faults: []})
    const isExplained = code !== null && codes.includes(code)
    return {
      struck: 1,
      output,
      ...(isExplained ? {} : {unexplained: `the run ended with ${code ?? 'a signal'}:\n${output}`}),
    }
  },
})

const each = (writes: readonly string[], ways: readonly Way[]): readonly Case[] =>
  writes.flatMap((operation, index) => {
    const nth = writes.slice(0, index + 1).filter((earlier) => earlier === operation).length
    return ways.map((way) => disturbed({operation, nth}, way))
  })

/** Every call that changes anything, its reply lost in both ways. */
export const lostReplies = (writes: readonly string[]): readonly Case[] => each(writes, LOST)

/** Every call that changes anything, refused once. */
export const refusals = (writes: readonly string[]): readonly Case[] => each(writes, REFUSED)
