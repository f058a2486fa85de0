import {renderTable} from './markdown.js'
import type {TestOutcome} from './outcomes.js'

/** How many facts a service has, and how many of them somebody keeps. */
export interface Tally {
  readonly service: string
  readonly facts: number
  readonly kept: number
}

/**
 * What `test/facts/facts.test.ts` found of the sandbox, by service: its suites end in `: iam/users`, or in
 * `: accounts/organizations/units`; Vitest cuts a long one.
 */
export function tallySandbox(tests: readonly TestOutcome[]): readonly Tally[] {
  const facts = tests.flatMap(({file, suite, outcome}) => {
    const [, service] = /: '?(?:[\w-]+\/)*([\w-]+)\/[\w-]+…?'?$/.exec(suite) ?? []
    return file.endsWith('facts/facts.test.ts') && file.startsWith('test') && service ? [{service, outcome}] : []
  })
  return sum(facts.map(({service, outcome}) => ({service, facts: 1, kept: outcome === 'pass' ? 1 : 0})))
}

/** What `docs/evidence/moto.md` says of moto, by service: its headings are `## iam/users: 5 of 12 alike`. */
export const tallyMoto = (document: string): readonly Tally[] =>
  sum(
    [...document.matchAll(/^## (?:[\w-]+\/)*([\w-]+)\/[\w-]+: (\d+) of (\d+) alike$/gm)].map(
      ([, service = '', kept, facts]) => ({
        service,
        facts: Number(facts),
        kept: Number(kept),
      }),
    ),
  )

function sum(tallies: readonly Tally[]): readonly Tally[] {
  const byService = new Map<string, Tally>()
  for (const {service, facts, kept} of tallies) {
    const before = byService.get(service) ?? {service, facts: 0, kept: 0}
    byService.set(service, {service, facts: before.facts + facts, kept: before.kept + kept})
  }
  return [...byService.values()].sort((a, b) => (a.service < b.service ? -1 : 1))
}

/** Facts of each service, and who keeps how many. */
export const renderFacts = (sandbox: readonly Tally[], moto: readonly Tally[]): string =>
  renderTable(
    ['service', 'facts', 'the sandbox keeps', 'moto keeps'],
    sandbox.map(({service, facts, kept}) => [
      service,
      String(facts),
      String(kept),
      String(moto.find((tally) => tally.service === service)?.kept ?? 'none'),
    ]),
  )
