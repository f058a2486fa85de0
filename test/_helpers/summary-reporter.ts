import type {Reporter, TestModule} from 'vitest/node'

/** Ends a run with `N passed, N failed` alone on a line, for those who read the log with a program. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0
    let failed = errors.length
    for (const module of modules) {
      const states = Array.from(module.children.allTests(), (test) => test.result().state)
      const broken = states.filter((state) => state === 'failed').length
      passed += states.filter((state) => state === 'passed').length
      // A file that cannot be loaded has no tests that could fail, yet it did.
      failed += broken === 0 && module.state() === 'failed' ? 1 : broken
    }
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  }
}
