import {defineConfig} from 'vitest/config'

/** A part of the tests that runs by itself: `vitest run --project <name>`; a file that is named runs wherever it is. */
const part = (name: string, include: string[], {exclude = [], isolate = true}: Settings = {}) => ({
  extends: true as const,
  test: {name, include, exclude, isolate},
})

interface Settings {
  readonly exclude?: string[]
  readonly isolate?: boolean
}

/** Tests of functions alone: they leave no global, variable or clock changed, so that one process loads the source once. */
const PURE = ['access', 'engine', 'manifest', 'outputs'].map((folder) => `test/lib/${folder}/**/*.test.ts`)

export default defineConfig({
  test: {
    // Two cores are what people and CI have. A third worker fills the time in which tests wait for processes and clocks.
    pool: 'forks',
    maxWorkers: 3,
    // Against what never ends, not against what is slow: others may be at work on the same machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    disableConsoleIntercept: true,
    globalSetup: [
      './test/_helpers/setup/temporary.ts',
      './test/_helpers/setup/build.ts',
      './test/_helpers/setup/shelf.ts',
      './test/_helpers/setup/violations.ts',
    ],
    reporters: ['default', './test/_helpers/setup/summary-reporter.ts'],
    projects: [
      part('suite', ['test/**/*.test.ts'], {exclude: ['test/reliability/**', 'test/e2e/**', ...PURE]}),
      part('pure', PURE, {isolate: false}),
      part('reliability', ['test/reliability/**/*.test.ts']),
      part('e2e', ['test/e2e/**/*.test.ts']),
    ],
  },
})
