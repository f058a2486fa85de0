import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {FORM_NAMES} from '../../../src/lib/access/forms/registry.js'
import {runMatrix, wrongCells, type Cell} from '../../../src/lib/access/matrix/matrix.js'
import type {Who} from '../../../src/lib/access/rules.js'
import {CASES} from './_helpers/cases.js'
import {GROUND, parsedOf, testedRole, testedRoles, type Sections} from './_helpers/tested.js'

/** Rules, and policies that are not what they mean: what the matrix must find in each. Anyone may add more. */
interface Theme extends Sections {
  readonly about: string
  readonly who?: Who
  readonly wrong: readonly {
    readonly about: string
    readonly policy: unknown
    /** Some of what can be reached and should not be; empty where nothing is. */
    readonly exposed: readonly string[]
    /** Some of what cannot be reached and should be; none where nothing is said. */
    readonly missing?: readonly string[]
  }[]
}

const folder = join(import.meta.dirname, 'isolation')
const themes = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Theme[],
)

const inWords = (cells: readonly Cell[]): readonly string[] => cells.map(({action, target}) => `${action} ${target}`)
const some = (expected: readonly string[]): unknown =>
  expected.length === 0 ? [] : expect.arrayContaining([...expected])
/** The policies in the files are of an account of their own. */
const inOurAccount = (policy: unknown): unknown =>
  JSON.parse(JSON.stringify(policy).replaceAll('111122223333', GROUND.account))

describe.each(themes)('$about:', ({wrong, who = 'authenticated', ...sections}) => {
  const parsed = parsedOf(sections)

  test.each(wrong)('$about', ({policy, exposed, missing = []}) => {
    const others = testedRoles(parsed)
    const role = {...testedRole(parsed, who, inOurAccount(policy)), role: 'tested'}
    const found = wrongCells(runMatrix([...others, role], GROUND).filter((cell) => cell.role === 'tested'))
    expect(inWords(found.exposed)).toEqual(some(exposed))
    expect(inWords(found.missing)).toEqual(some(missing))
  })
})

test.each([...CASES, ...themes.map((theme) => ({...theme, title: `as under “${theme.about}”`}))])(
  'rules compile to what they mean, for every role: $title',
  (sections) => {
    const {exposed, missing} = wrongCells(runMatrix(testedRoles(parsedOf(sections)), GROUND))
    expect(inWords(exposed)).toEqual([])
    expect(inWords(missing)).toEqual([])
  },
)

test.each(FORM_NAMES)('%s: policies that open too much are found; test/lib/access/isolation has some', (form) => {
  const named = new RegExp(`"${form}":`)
  const about = themes.filter(({access, wrong}) => named.test(JSON.stringify(access)) && wrong.length > 0)
  const found = about.flatMap(({wrong}) => wrong.flatMap(({exposed}) => exposed))
  const advice = `add policies that open more than ${form} rules to test/lib/access/isolation/${form}.json, as functions.json has them`
  expect(found.length, advice).toBeGreaterThan(0)
})
