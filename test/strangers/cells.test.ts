import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, expect, test, vi} from 'vitest'
import {cellsOf, renderCell, untriedCells, writeCells, type Cell, type Run} from '../../strangers/kinds/cells.js'
import {KINDS, VERBS} from '../../strangers/kinds/kinds.js'
import {emptyFolder} from '../_helpers/cli.js'

const aliases = {service: 'iam', kind: 'account-alias'}
const run: Run = {stranger: 'boto3', takes: 'all', succeeded: {'iam:CreateAccountAlias': 1}}

const cell = (verb: string, changes: Partial<Run>): Cell | undefined =>
  cellsOf({...run, ...changes}).find(
    (each) => each.service === aliases.service && each.kind === aliases.kind && each.verb === verb,
  )

afterEach(() => {
  vi.unstubAllEnvs()
})

test('there is a cell for every verb that a kind has, and for no other', () => {
  const count = KINDS.flatMap((kind) => VERBS.filter((verb) => kind[verb])).length
  expect(cellsOf(run)).toHaveLength(count)
})

test('a verb passes whose operations were answered with success, and fails by name where they were not', () => {
  expect(cell('create', {})).toEqual({stranger: 'boto3', ...aliases, verb: 'create', outcome: 'pass'})
  const failed = cell('delete', {})
  expect(failed).toMatchObject({outcome: 'fail', why: 'no success of DeleteAccountAlias'})
  expect(failed && renderCell(failed)).toBe('iam account-alias delete: no success of DeleteAccountAlias')
})

test('whoever chooses operations by himself needs one of a verb, others all of them', () => {
  const update = (takes: Run['takes']) =>
    cellsOf({...run, takes, succeeded: {'iam:TagUser': 1}}).find(
      ({service, kind, verb}) => service === 'iam' && kind === 'user' && verb === 'update',
    )
  expect(update('some')?.outcome).toBe('pass')
  expect(update('all')).toMatchObject({outcome: 'fail', why: 'no success of UpdateUser, UntagUser'})
})

test('what did not hold of a kind fails every verb of it, or the verb that is named', () => {
  const failures = [{...aliases, why: 'the list was empty'}]
  expect(cell('create', {failures})).toMatchObject({outcome: 'fail', why: 'the list was empty'})
  expect(cell('create', {failures: [{...aliases, verb: 'read', why: 'empty'}]})?.outcome).toBe('pass')
})

test('what is excluded has its reason, and fails when it passes after all', () => {
  const exclusions = [{...aliases, verbs: ['create', 'delete'] as const, why: 'no such resource'}]
  expect(cell('delete', {exclusions})).toMatchObject({outcome: 'excluded', why: 'no such resource'})
  expect(cell('create', {exclusions})).toMatchObject({
    outcome: 'fail',
    why: 'passes, though it is excluded: no such resource',
  })
})

test('of a stranger that is not installed nothing is said to pass: what is excluded stays so, the rest is untried', () => {
  const exclusions = [{...aliases, verbs: ['create'] as const, why: 'no such resource'}]
  const cells = untriedCells('Terraform', 'Terraform is not installed', exclusions)
  expect(cells).toHaveLength(cellsOf(run).length)
  const [excluded, ...others] = cells.filter(({outcome}) => outcome !== 'untried')
  expect(excluded).toMatchObject({...aliases, verb: 'create', outcome: 'excluded', why: 'no such resource'})
  expect(others).toEqual([])
  expect(cells[0]).toMatchObject({stranger: 'Terraform', outcome: 'untried', why: 'Terraform is not installed'})
})

test('an exclusion of a kind or verb that does not exist is refused', () => {
  const exclusions = (kind: string) => [{service: 'iam', kind, verbs: ['update'] as const, why: 'none'}]
  expect(() => cellsOf({...run, exclusions: exclusions('alias')})).toThrow('there is no iam alias')
  expect(() => cellsOf({...run, exclusions: exclusions('account-alias')})).toThrow(
    'there is no iam account-alias update',
  )
})

test('cells are left as lines where the table is gathered', () => {
  const folder = join(emptyFolder(), 'cells')
  vi.stubEnv('CONFORMANCE_CELLS', folder)
  const cells = cellsOf(run)
  writeCells('boto3', cells)
  const lines = readFileSync(join(folder, 'boto3.jsonl'), 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as Cell)).toEqual(cells)
})
