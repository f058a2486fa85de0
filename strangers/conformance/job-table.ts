import type {Exclusion} from '../moto/exclusions.js'
import {renderTable} from './markdown.js'
import type {TestOutcome} from './outcomes.js'

/** What awsup did against moto, step by step, and what moto is kept from. */
export function renderJob(tests: readonly TestOutcome[], exclusions: readonly Exclusion[]): string {
  const steps = tests.filter(
    ({file, suite}) => file === 'strangers/moto/main-job.test.ts' && suite === 'against an AWS that others wrote',
  )
  return `${renderTable(
    ['awsup against moto', ''],
    steps.map(({title, outcome}) => [title, outcome === 'pass' ? '✓' : '✗']),
  )}

Excluded, and shown in the sandbox instead:

${renderTable(
  ['what', 'moto', 'AWS', 'shown by'],
  exclusions.map(({name, moto, aws, covered: [file, title]}) => [name, moto, aws, `${file}: ${title}`]),
)}
`
}
