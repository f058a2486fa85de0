/** Whether there is time for all cases (`npm run test:soak`), and not only for those of `npm run test:reliability`. */
const soaking = process.env['AWSUP_SOAK'] === '1'

/** So often a long proof says how far it is. */
const PROGRESS = 50

/** How many cases to run: `quick` in `npm run test:reliability`, `all` in the soak. */
export const cases = (quick: number, all: number): number => (soaking ? all : quick)

interface Tally {
  readonly run: (count?: number) => void
  readonly passed: (count?: number) => void
  /** Prints the figures, with what else there is to say. */
  readonly print: (more?: string) => void
}

/** Counts cases and seconds, and prints the figures that docs/evidence/reliability.md speaks of. */
export function openTally(proof: string): Tally {
  const figures = {run: 0, passed: 0}
  // Not Date and not setTimeout: in some proofs these are virtual.
  const since = process.hrtime.bigint()
  const print = (more = ''): void => {
    const seconds = (Number(process.hrtime.bigint() - since) / 1e9).toFixed(1)
    process.stdout.write(`proof ${proof}: ${figures.run} cases run, ${figures.passed} passed${more}, ${seconds} s\n`)
  }
  return {
    run: (count = 1) => {
      figures.run += count
      if (count === 1 && figures.run % PROGRESS === 0) print(' so far')
    },
    passed: (count = 1) => void (figures.passed += count),
    print,
  }
}

/** A proof by its name; cases that mostly wait may run `atOnce`, so many at a time. */
type Proof = string | {readonly name: string; readonly atOnce: number}

/** Runs every case, counts it, and prints the figures whatever happens. After the first case that fails none begins. */
export async function tally<T>(proof: Proof, all: Iterable<T>, each: (one: T) => unknown): Promise<void> {
  const {name, atOnce} = typeof proof === 'string' ? {name: proof, atOnce: 1} : proof
  const {run, passed, print} = openTally(name)
  const left = all[Symbol.iterator]()
  let failed = false
  const work = async (): Promise<void> => {
    for (let next = left.next(); !next.done && !failed; next = left.next()) {
      run()
      try {
        await each(next.value)
      } catch (error) {
        failed = true
        throw error
      }
      passed()
    }
  }
  const ends = await Promise.allSettled(range(atOnce).map(work))
  print()
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** 0, 1, … count - 1. */
export const range = (count: number): readonly number[] => Array.from({length: count}, (_, index) => index)
