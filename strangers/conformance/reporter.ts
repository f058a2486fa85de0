import {appendFileSync, mkdirSync} from 'node:fs'
import {join, relative} from 'node:path'
import type {Reporter, TestCase, TestModule} from 'vitest/node'
import {readViolations} from '../../test/_helpers/setup/violations.js'
import type {TestOutcome} from './outcomes.js'

/**
 * Leaves what came of every test in the folder that the variable `CONFORMANCE_CELLS` names, beside the strangers' cells,
 * and says in a line which file has ended, for a run of minutes.
 */
export default class OutcomesReporter implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    const outcomes = outcomesOf(module)
    const failed = outcomes.filter(({outcome}) => outcome === 'fail')
    const seconds = Math.round(module.diagnostic().duration / 1000)
    const said =
      failed.length > 0 ? `✗ ${failed.length} of ${outcomes.length} tests fail` : `✓ ${outcomes.length} tests`
    process.stdout.write(`${said}, ${seconds} s: ${module.relativeModuleId}\n`)
    leave(outcomes)
  }

  /** What AWS's models do not allow stands beside the tests, for no test need have failed by it. */
  onTestRunEnd(): void {
    leave(readViolations().map((why) => ({file: 'src/models', suite: '', title: "AWS's models", outcome: 'fail', why})))
  }
}

function leave(outcomes: readonly TestOutcome[]): void {
  const folder = process.env['CONFORMANCE_CELLS']
  if (!folder) return
  mkdirSync(folder, {recursive: true})
  appendFileSync(join(folder, 'tests.jsonl'), outcomes.map((each) => `${JSON.stringify(each)}\n`).join(''))
}

function outcomesOf(module: TestModule): readonly TestOutcome[] {
  const file = relative(process.cwd(), module.moduleId)
  const outcomes = Array.from(module.children.allTests(), (test) => outcomeOf(file, test))
  // A file that cannot be loaded, or whose beforeAll fails, has no test that could.
  if (module.state() !== 'failed' || outcomes.some(({outcome}) => outcome === 'fail')) return outcomes
  return [...outcomes, {file, suite: '', title: 'as a whole', outcome: 'fail', why: firstLine(module.errors())}]
}

function outcomeOf(file: string, test: TestCase): TestOutcome {
  const {state, errors = []} = test.result()
  const suite = test.parent.type === 'suite' ? test.parent.fullName : ''
  const about = {file, suite, title: test.name}
  return state === 'passed' ? {...about, outcome: 'pass'} : {...about, outcome: 'fail', why: firstLine(errors) || state}
}

const firstLine = (errors: readonly {readonly message: string}[]): string =>
  (errors[0]?.message ?? '').split('\n')[0] ?? ''
