import {join} from 'node:path'
import {defineConfig} from 'vitest/config'

/** The programs of the virtual environment that `run.mjs` makes for a part. */
const programs = (folder: string) => ({STRANGERS: join(import.meta.dirname, '..', folder, 'bin')})

const part = (name: string, include: string[], env: Record<string, string> = {}) => ({
  extends: true as const,
  // A sandbox that is broken on purpose is bundled already.
  test: {name, include, env, server: {deps: {external: [/awsup-mutant-/]}}},
})

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    disableConsoleIntercept: true,
    globalSetup: ['./test/_helpers/setup/temporary.ts', './test/_helpers/setup/violations.ts'],
    reporters: ['default', './test/_helpers/setup/summary-reporter.ts'],
    projects: [
      part('clients', ['strangers/clients/*.test.ts', 'strangers/terraform/*.test.ts'], programs('.venv')),
      part('moto', ['strangers/moto/*.test.ts'], programs('.venv-moto')),
      part('facts', ['test/facts/*.test.ts']),
      // What a broken sandbox answers is meant to break AWS's models, and is not noted.
      part('mutations', ['strangers/mutations/*.test.ts'], {...programs('.venv'), AWSUP_SANDBOX_VIOLATIONS: ''}),
    ],
  },
})
