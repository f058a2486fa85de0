import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {guestsReach} from '../../../src/lib/access/guests.js'
import {compileAccess} from '../../../src/lib/access/policy/compile.js'
import {foreignProbes} from '../../../src/lib/access/matrix/foreign-probes.js'
import {FORM_NAMES} from '../../../src/lib/access/forms/registry.js'
import {ref} from '../../../src/lib/resources/nodes.js'
import {CASES, compileCase} from './_helpers/cases.js'

describe('access rules become the statements that their file says', () => {
  test.each(CASES)('$file: $title', (case_) => {
    expect(compileCase(case_)?.Statement ?? []).toEqual(case_.statements)
  })
})

test.each(FORM_NAMES)('the form %s has a folder, a case of its own here, one in words, and is in the pages', (form) => {
  const files = (folder: string) =>
    readdirSync(path.join(import.meta.dirname, folder), {recursive: true, encoding: 'utf8'})
  const about = (folder: string) => files(folder).filter((file) => file.startsWith(form) && file.endsWith('.yaml'))
  const page = readFileSync(path.join(import.meta.dirname, '../../../docs/guide/access.md'), 'utf8')
  const glossary = readFileSync(path.join(import.meta.dirname, '../../../docs/glossary.md'), 'utf8')
  const part = `**\`${form} {`
  const missing = [
    files('../../../src/lib/access/forms').includes(form) ? [] : `the folder src/lib/access/forms/${form}`,
    about('cases').length > 0 ? [] : `test/lib/access/cases/${form}.yaml`,
    about('explanations').length > 0 ? [] : `test/lib/access/explanations/${form}.yaml`,
    page.includes(`\n${part}`) ? [] : `a part of docs/guide/access.md that begins with ${part}`,
    glossary.includes(`\`${form}\``) ? [] : `\`${form}\` in docs/glossary.md, under "access rule, form"`,
  ]
  expect(missing.flat()).toEqual([])
})

test('every folder of a form is in the registry', () => {
  const folders = readdirSync(path.join(import.meta.dirname, '../../../src/lib/access/forms'), {withFileTypes: true})
  const names = folders.filter((entry) => entry.isDirectory()).map(({name}) => name)
  expect(names.toSorted()).toEqual(FORM_NAMES.toSorted())
})

describe('what forms of rules let people do', () => {
  const compiled = CASES.filter(({access}) => !JSON.stringify(access).includes('"statement":')).flatMap(
    (case_) => compileCase(case_)?.Statement ?? [],
  )
  const actions = [...new Set(compiled.flatMap(({Action}) => Action))]

  // src/lib/manifest/checks/access/access.ts refuses only statements that guests cannot use.
  test.each(actions)('guests can use %s', (action) => {
    expect(guestsReach(action)).toBe(true)
  })

  test.each(actions)('%s: its service is tried on things that no rule names, in foreign-probes.ts', (action) => {
    const tried = foreignProbes({region: 'eu-west-1', account: '012345678901'}).map((probe) => serviceOf(probe.action))
    const advice = `try an action of ${serviceOf(action)} in src/lib/access/matrix/foreign-probes.ts`
    expect(tried.includes(serviceOf(action)), advice).toBe(true)
  })
})

const serviceOf = (action: string): string => action.split(':')[0] ?? ''

test('no rules make no policy: IAM takes no empty one', () => {
  expect(compileAccess([], {region: 'eu-west-1', account: '012345678901'})).toBeUndefined()
})

test('an account that is still to be made is a reference in every ARN', () => {
  const account = ref('dev.account')
  const compiled = compileAccess([{lambda: {function: 'mail'}}], {region: 'eu-west-1', account})
  expect(compiled?.document.Statement[0]?.Resource).toEqual([
    {$text: ['arn:aws:lambda:eu-west-1:', account, ':function:mail']},
  ])
})
