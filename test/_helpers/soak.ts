/** Whether there is time for all cases (`npm run test:soak`), and not only for those that every `npm test` runs. */
const soaking = process.env['AWSUP_SOAK'] === '1'

/** How many cases to run: `quick` in every `npm test`, `all` in the soak. */
export const cases = (quick: number, all: number): number => (soaking ? all : quick)

interface Tally {
  readonly run: (count?: number) => void
  readonly passed: (count?: number) => void
  readonly print: () => void
}

/** Counts cases, and prints the figures that docs/reliability.md speaks of. */
export function openTally(proof: string): Tally {
  const figures = {run: 0, passed: 0}
  return {
    run: (count = 1) => void (figures.run += count),
    passed: (count = 1) => void (figures.passed += count),
    print: () => void process.stdout.write(`proof ${proof}: ${figures.run} cases run, ${figures.passed} passed\n`),
  }
}

/** Runs every case, counts it, and prints the figures whatever happens; the first case that fails ends it. */
export async function tally<T>(proof: string, all: Iterable<T>, each: (one: T) => unknown): Promise<void> {
  const {run, passed, print} = openTally(proof)
  try {
    for (const one of all) {
      run()
      await each(one)
      passed()
    }
  } finally {
    print()
  }
}

/** 0, 1, … count - 1. */
export const range = (count: number): readonly number[] => Array.from({length: count}, (_, index) => index)
