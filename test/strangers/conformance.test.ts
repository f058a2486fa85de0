import {describe, expect, test} from 'vitest'
import {cellsOf, type Cell} from '../../strangers/kinds/cells.js'
import {conclude, type Run} from '../../strangers/conformance/conclude.js'
import {renderDocument} from '../../strangers/conformance/document.js'
import {tallyMoto, tallySandbox} from '../../strangers/conformance/facts-table.js'
import {judge, STRANGERS, type Evidence} from '../../strangers/conformance/judge.js'
import type {TestOutcome} from '../../strangers/conformance/outcomes.js'
import {KINDS, VERBS} from '../../strangers/kinds/kinds.js'

const alias = {service: 'iam', kind: 'account-alias'} as const

/** Every operation answered with success. */
const succeeded = Object.fromEntries(
  KINDS.flatMap((kind) => VERBS.flatMap((verb) => kind[verb] ?? []).map((name) => [`${kind.service}:${name}`, 1])),
)
const cells = STRANGERS.flatMap((stranger) => cellsOf({stranger, succeeded, takes: 'all'}))
const fact: TestOutcome = {
  file: 'test/facts/facts.test.ts',
  suite: "the sandbox does as AWS does: 'iam/users'",
  title: 'a user who does not exist is not found',
  outcome: 'pass',
}
const evidence: Evidence = {cells, tests: [fact]}
const moto = '# Where moto and AWS differ\n\n## iam/users: 5 of 12 alike\n\n## iam/groups: 1 of 2 alike\n'

/** The same run, where something else came of one cell. */
const withCell = (changes: Partial<Cell>): Evidence => ({
  ...evidence,
  cells: cells.map((cell) =>
    cell.stranger === 'Terraform' && cell.kind === alias.kind && cell.verb === 'read' ? {...cell, ...changes} : cell,
  ),
})

describe('a run is judged', () => {
  test('nothing speaks against one in which everything passes or is excluded with a reason', () => {
    expect(judge(evidence)).toEqual([])
    expect(judge(withCell({outcome: 'excluded', why: 'has no such data source'}))).toEqual([])
    expect(judge(withCell({outcome: 'untried', why: 'Terraform is not installed'}))).toEqual([])
  })

  test.each<[string, Evidence, string]>([
    [
      'a cell that fails',
      withCell({outcome: 'fail', why: 'the list was empty'}),
      'Terraform: iam account-alias read: the list was empty',
    ],
    [
      'an exclusion without a reason',
      withCell({outcome: 'excluded'}),
      'Terraform: iam account-alias read: excluded without a reason',
    ],
    [
      'a cell that nobody reported',
      {...evidence, cells: cells.filter(({stranger, kind}) => stranger !== 'AWS CLI' || kind !== 'policy-simulation')},
      'AWS CLI: nobody reported iam policy-simulation use',
    ],
    [
      'a stranger that nobody heard of',
      {...evidence, cells: cells.filter(({stranger}) => stranger !== 'boto3')},
      'boto3: nobody reported any cell',
    ],
    [
      'a cell of something that is not in the table',
      {...evidence, cells: [...cells, {...alias, stranger: 'boto3', verb: 'use', outcome: 'pass'}]},
      'boto3: iam account-alias use: the table has no place for it',
    ],
    [
      'a test that fails',
      {...evidence, tests: [{...fact, outcome: 'fail', why: 'NoSuchEntity (400)'}]},
      "test/facts/facts.test.ts: the sandbox does as AWS does: 'iam/users' › a user who does not exist is not found: NoSuchEntity (400)",
    ],
  ])('%s is named, and nothing else', (_, wrong, problem) => {
    expect(judge(wrong)).toEqual([problem])
  })

  test('a cell that is reported twice is named, whatever came of it', () => {
    const [first] = cells
    expect(judge({...evidence, cells: first ? [...cells, first] : []})).toEqual([
      expect.stringMatching(/^boto3: .*: reported twice$/),
    ])
  })
})

describe('the page', () => {
  test('has the verbs of a kind by what came of them, and the reasons of what is excluded below', () => {
    const page = renderDocument(withCell({outcome: 'excluded', why: 'has no such | data source'}), moto)
    const row = page.split('\n').find((line) => line.startsWith('| account-alias '))
    expect(row?.replaceAll(/ +/g, ' ')).toBe(
      '| account-alias | ✓ create read delete | ✓ create read delete | ✓ create delete · read (1) |',
    )
    expect(page).toContain('\nExcluded:\n\n1. has no such | data source\n')
  })

  test('counts the facts of each service that the sandbox and moto keep', () => {
    expect(tallySandbox([fact, {...fact, outcome: 'fail'}])).toEqual([{service: 'iam', facts: 2, kept: 1}])
    expect(tallyMoto(moto)).toEqual([{service: 'iam', facts: 14, kept: 6}])
  })

  test('counts by the service also where services of one subject share a folder', () => {
    const inFolder = {...fact, suite: "the sandbox does as AWS does: 'accounts/organizations/units'"}
    const cut = {...fact, suite: "the sandbox does as AWS does: 'identity-center/sso-admin/permission-…'"}
    expect(tallySandbox([fact, inFolder, cut]).map(({service}) => service)).toEqual([
      'iam',
      'organizations',
      'sso-admin',
    ])
    expect(tallyMoto('## accounts/organizations/units: 5 of 12 alike\n')).toEqual([
      {service: 'organizations', facts: 12, kept: 5},
    ])
  })
})

describe('a conclusion', () => {
  const page = renderDocument(evidence, moto)
  const run: Run = {evidence, moto, page, renew: false}

  test('is good where nothing is wrong and the page says the same', () => {
    const {isGood, said} = conclude(run)
    expect(isGood).toBe(true)
    expect(said).toContain('✓ as docs/evidence/conformance.md says')
  })

  test('is bad where the page says something else, and names the first line that differs', () => {
    const {isGood, said} = conclude({...run, page: page.replace('# Conformance', '# Other')})
    expect(isGood).toBe(false)
    expect(said).toMatch(/line 1\).*\n.*there: # Other\n.*found: # Conformance$/)
  })

  test('is good on a machine without a stranger, says so, and leaves its column in the page as it is', () => {
    const untried = cells.map((cell): Cell =>
      cell.stranger === 'Terraform' ? {...cell, outcome: 'untried', why: 'Terraform is not installed'} : cell,
    )
    const {isGood, said} = conclude({...run, evidence: {...evidence, cells: untried}})
    expect(isGood).toBe(true)
    expect(said).toContain('Not tried on this machine: Terraform: Terraform is not installed.')
    expect(said).toContain('| ? create read delete |')
  })

  test('writes the page again when it is asked to, but never of a run in which something is wrong', () => {
    expect(conclude({...run, page: '', renew: true})).toMatchObject({isGood: true, page})
    const wrong = conclude({...run, evidence: withCell({outcome: 'fail', why: 'empty'}), renew: true})
    expect(wrong.isGood).toBe(false)
    expect(wrong).not.toHaveProperty('page')
  })
})
