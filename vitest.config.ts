import {defineConfig} from 'vitest/config'

/** A part of the tests that runs by itself: `vitest run --project <name>`; a file that is named runs wherever it is. */
const part = (name: string, include: string[], {exclude = [], ...settings}: Settings = {}) => ({
  extends: true as const,
  test: {name, include, exclude, ...settings},
})

interface Settings {
  readonly exclude?: string[]
  readonly isolate?: boolean
  readonly setupFiles?: string[]
  readonly env?: Record<string, string>
}

/** Tests of what a process is: its start, its signals, what it leaves behind. Each file has one of its own, and so has each command. */
const ALONE = [
  'test/security/machine/**/*.test.ts',
  'test/cli/**/*.test.ts',
  'test/commands/exec/credentials-fail.test.ts',
  'test/commands/exec/signals.test.ts',
]
const OWN_PROCESS = {AWSUP_TEST_OWN_PROCESS: '1'}

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
      // One process loads the source once, for all files that it runs: each leaves the process as it found it.
      part('suite', ['test/**/*.test.ts'], {
        exclude: ['test/reliability/**', 'test/e2e/**', ...ALONE],
        isolate: false,
        setupFiles: ['./test/_helpers/setup/as-found.ts'],
      }),
      part('alone', ALONE, {env: OWN_PROCESS}),
      part('reliability', ['test/reliability/**/*.test.ts'], {env: OWN_PROCESS}),
      part('e2e', ['test/e2e/**/*.test.ts'], {env: OWN_PROCESS}),
    ],
  },
})
