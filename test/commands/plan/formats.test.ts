import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, write} from '../../_helpers/cli.js'
import {openTerminal} from '../../_helpers/processes/terminal.js'
import {foreignIn, parsePage} from '../../ui/pictures/markup.js'

let project: string

beforeAll(async () => {
  project = (await makeTemplate())()
  const yaml = read(project, 'awsup.yaml')
  write(project, 'awsup.yaml', yaml.replace('  mfa: optional', '  mfa: on\n  groups: { "a|b`c@d": { precedence: 1 } }'))
})

describe('plan --format markdown', () => {
  test('has who and where, the counts, the environments with what is protected, and details that fold up', async () => {
    const {code, stdout} = await awsup(project, ['plan', '--format', 'markdown'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^### awsup plan: 2 to create, 2 to update, 0 to delete\n/)
    expect(stdout).toMatch(/\| identity \| <code>arn:aws:iam::\d{12}:user\/admin<\/code> \|/)
    expect(stdout).toMatch(
      /#### <code>environment prod<\/code> \(\*\*protected\*\*\), <code>account \d{12}, us-east-1<\/code>/,
    )
    expect(stdout).toMatch(
      /<details><summary>update user-pool <code>prod\.user-pool<\/code> <code>us-east-1&#95;\w+<\/code><\/summary>\n\n- <code>mfa: "optional" [^\n]*<\/code>\n/,
    )
    expect(stdout).toContain('<code>dev.group.a&#124;b&#96;c&#64;d</code>')
  })

  test('begins with what can never be changed', async () => {
    const fresh = emptyFolder()
    write(
      fresh,
      'awsup.yaml',
      read(project, 'awsup.yaml').replace('auth:', 'auth:\n  attributes: { tenant: { type: string } }'),
    )
    const {stdout} = await awsup(fresh, ['plan', '--format', 'markdown'])
    const first = stdout.indexOf('> **Cannot be changed later**')
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(stdout.indexOf('#### '))
    expect(stdout).toContain('user-pool dev.user-pool: attributes.tenant')
  })
})

test('plan --format html is a page that needs nothing else', async () => {
  const {stdout} = await awsup(project, ['plan', '--format', 'html'])
  const page = parsePage(stdout)
  expect(foreignIn(page)).toEqual([])
  expect(page.text).toContain('2 to create, 2 to update, 0 to delete.')
  expect(page.text).toMatch(/Environment prod \nprotected/)
  expect(page.text).toContain('dev.group.a|b`c@d')
})

test('--json, --check and --out are the same with every format, and a terminal breaks no line of a page', async () => {
  const plain = await awsupJson(project, ['plan', '--check'])
  for (const format of ['markdown', 'html']) {
    const run = await awsupJson(project, ['plan', '--check', '--format', format])
    expect(run.stdout).toBe(plain.stdout)
    expect(run.code).toBe(10)
  }
  const {stdout} = await awsup(project, ['plan', '--format', 'html', '--out', 'plan.json'])
  expect(stdout.trimEnd()).toMatch(/<\/html>$/)
  expect(JSON.parse(read(project, 'plan.json'))).toMatchObject({plan: {summary: {update: 2}}})

  const terminal = openTerminal(project, ['plan', '--format', 'markdown'], {columns: 60})
  await terminal.ended
  expect(terminal.shown()).toContain('| identity | <code>arn:aws:iam::')
  expect(terminal.shown().replaceAll('\r\n', '\n')).toContain(
    (await awsup(project, ['plan', '--format', 'markdown'])).stdout,
  )
})

test('an unknown format is refused with those that exist', async () => {
  expect(await awsupJson(project, ['plan', '--format', 'pdf'])).toMatchObject({code: 2, error: {code: 'USAGE'}})
})
