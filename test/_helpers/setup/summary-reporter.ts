import type {Reporter, TestModule} from 'vitest/node'
import {readViolations} from './violations.js'

/**
 * Ends a run with `N passed, N failed` alone on a line, for those who read the log with a program. What AWS's models do
 * not allow counts as failed, whatever the tests say that saw it.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0
    const violations = readViolations()
    let failed = errors.length + violations.length
    for (const module of modules) {
      const states = Array.from(module.children.allTests(), (test) => test.result().state)
      const broken = states.filter((state) => state === 'failed').length
      passed += states.filter((state) => state === 'passed').length
      // A file that cannot be loaded has no tests that could fail, yet it did.
      failed += broken === 0 && module.state() === 'failed' ? 1 : broken
    }
    if (violations.length > 0) {
      process.exitCode = 1
      process.stdout.write(`\nAWS's public API models do not allow this:\n${violations.join('\n')}\n`)
    }
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  }
}
