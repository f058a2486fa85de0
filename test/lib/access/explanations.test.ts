import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {parse, stringify} from 'yaml'
import {decide} from '../../../src/lib/access/explain/decide.js'
import {explainNobody, explainRole} from '../../../src/lib/access/explain/explain.js'
import {runMatrix} from '../../../src/lib/access/matrix/matrix.js'
import type {Manifest} from '../../../src/lib/manifest/manifest.js'
import {CASES} from './_helpers/cases.js'
import {GROUND, parsedOf, testedRole, testedRoles} from './_helpers/tested.js'

/** What every case of test/lib/access/cases says in words, and what of all that is tried it lets people reach. */
interface Expected {
  readonly may: readonly string[]
  readonly mayNot?: readonly string[]
  readonly notes?: readonly string[]
  readonly nobody?: readonly string[]
  readonly reaches: readonly string[]
}

const fileOf = (file: string): string => join(import.meta.dirname, 'explanations', file)

describe.each(CASES)('$title ($file)', ({file, who = 'authenticated', ...sections}) => {
  test('has its explanation and its matrix in test/lib/access/explanations', () => {
    const found = explained(parsedOf(sections), who)
    expect(existsSync(fileOf(file)), `write ${fileOf(file)}; is this right?\n${stringify(found)}`).toBe(true)
    const expected = parse(readFileSync(fileOf(file), 'utf8')) as Expected
    expect(found).toEqual({mayNot: [], notes: [], nobody: [], ...expected})
  })
})

function explained(parsed: Manifest, who: Parameters<typeof testedRole>[1]): Required<Expected> {
  const role = testedRole(parsed, who)
  const {may, mayNot, notes} = explainRole(role, GROUND)
  const cells = runMatrix([...testedRoles(parsed), {...role, role: 'tested'}], GROUND)
  const say = ({says, statements}: (typeof may)[number]): string => `${says} (${statements.join(', ')})`
  return {
    may: may.map(say),
    mayNot: mayNot.map(say),
    notes: [...notes],
    nobody: [...explainNobody(testedRoles(parsed), GROUND)],
    reaches: cells
      .filter((cell) => cell.role === 'tested' && cell.allowed)
      .map(({action, target}) => `${action} ${target}`),
  }
}

describe('one decision', () => {
  const parsed = parsedOf({
    access: {
      authenticated: [
        {dynamodb: {table: 'todos'}},
        {dynamodb: {table: 'orders', owner: 'sub'}},
        {s3: {bucket: 'acme', prefix: 'private/{owner}'}},
      ],
    },
  })
  const role = testedRole(parsed, 'authenticated')
  const ask = (action: string, resource: string, more: object = {}) =>
    decide(role, {action, resource, whose: 'own', keys: {}, ...more}, GROUND)

  test.each([
    {action: 'dynamodb:GetItem', resource: 'todos', whose: 'own', statement: 'OwnItems2'},
    {action: 'dynamodb:GetItem', resource: 'todos', whose: 'other'},
    {action: 'dynamodb:PutItem', resource: 'orders', whose: 'own', statement: 'OwnItems'},
    {action: 'dynamodb:PutItem', resource: 'orders', whose: 'other'},
    {action: 'dynamodb:Scan', resource: 'todos', whose: 'own'},
    {action: 's3:GetObject', resource: 'acme/private/{owner}/a', whose: 'own', statement: 'OwnObjects'},
    {action: 's3:GetObject', resource: 'acme/private/{owner}/a', whose: 'other'},
    {action: 's3:ListBucket', resource: 'acme/private/{owner}/', whose: 'own', statement: 'ListOwnObjects'},
    {action: 's3:ListBucket', resource: 'acme/private/{owner}/', whose: 'other'},
    {action: 's3:ListBucket', resource: 'acme', whose: 'own'},
  ])('$action on $resource, $whose: by $statement', ({action, resource, whose, statement}) => {
    const expected = statement ? {decision: 'allowed', by: {statement}} : {decision: 'implicitDeny'}
    expect(ask(action, resource, {whose})).toMatchObject(expected)
  })

  test('names the statement that comes near, and what the request lacks for it', () => {
    expect(ask('dynamodb:GetItem', 'todos', {whose: 'other'}).missing).toMatchObject([
      {statement: 'OwnItems2', conditions: [{key: 'dynamodb:LeadingKeys'}]},
    ])
  })

  test('condition keys may be given', () => {
    const keys = {'dynamodb:LeadingKeys': ['x']}
    expect(ask('dynamodb:GetItem', 'todos', {keys}).decision).toBe('implicitDeny')
  })
})
