import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    disableConsoleIntercept: true,
    reporters: ['default', './test/_helpers/summary-reporter.ts'],
    projects: [
      {extends: true, test: {name: 'clients', include: ['strangers/*.test.ts']}},
      {extends: true, test: {name: 'moto', include: ['strangers/moto/*.test.ts']}},
    ],
  },
})
