import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['strangers/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    disableConsoleIntercept: true,
    reporters: ['default', './test/_helpers/summary-reporter.ts'],
  },
})
