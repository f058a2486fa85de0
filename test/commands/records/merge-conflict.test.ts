import {beforeAll, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {textsOf} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

/** As git leaves a file whose lines from `at` on both sides changed. */
function conflict(text: string, at: number): string {
  const lines = text.split('\n')
  const [before, here, after] = [lines.slice(0, at), lines.slice(at, at + 2), lines.slice(at + 2)]
  return [...before, '<<<<<<< HEAD', ...here, '=======', ...here, '>>>>>>> their/branch', ...after].join('\n')
}

test.each([
  ['all marks', (text: string) => conflict(text, 4), 5],
  ['one mark that was forgotten', (text: string) => text.replace('environments:', '=======\nenvironments:'), 3],
  ['the last mark, with the line ends of Windows', (text: string) => `${text}>>>>>>> their/branch\r\n`, -1],
])('awsup.yaml with %s is named as a merge conflict, with its line', async (_, damage, line) => {
  const project = copy()
  const text = damage(read(project, 'awsup.yaml'))
  write(project, 'awsup.yaml', text)
  const at = text.split('\n').findIndex((one) => /^[<=>]{7}/.test(one)) + 1
  if (line > 0) expect(at).toBeGreaterThanOrEqual(line)
  for (const args of [['plan'], ['env', 'switch', 'dev'], ['status'], ['user', 'create', 'ann', '--env', 'dev']]) {
    const {code, error} = await awsupJson(project, args)
    expect({code, error}).toMatchObject({
      code: 2,
      error: {code: 'MERGE_CONFLICT', details: {line: at}, hint: expect.stringContaining('<<<<<<<') as string},
    })
  }
  expect(read(project, 'awsup.yaml')).toBe(text)
})

test.each([
  ['environments/dev.json', ['env', 'switch', 'dev'], /either side.*awsup refresh/],
  ['environments/dev.json', ['apply', '--yes'], /either side.*awsup refresh/],
  ['environments/prod.json', ['exec', 'prod', '--', 'true'], /either side.*awsup refresh/],
  ['organization.json', ['plan'], /either side.*awsup refresh/],
  ['organization.json', ['status'], /either side.*awsup refresh/],
  ['../current.json', ['env', 'current'], /Delete .*current\.json.*awsup env switch/],
])('%s in conflict: %j names it and the way out, and changes nothing', async (file, args, hint) => {
  const project = copy()
  await awsup(project, ['env', 'switch', 'dev'])
  const path = `.awsup/sandbox/${file}`
  write(project, path, conflict(read(project, path), 2))
  const before = textsOf(project)
  const sandbox = await sandboxOf(project)
  sandbox.resetCalls()
  const {code, error} = await awsupJson(project, args)
  expect({code, error}).toMatchObject({
    code: 5,
    error: {code: 'MERGE_CONFLICT', hint: expect.stringMatching(hint) as string, details: {line: 3}},
  })
  expect(error.message).toContain(file.replace('../', ''))
  expect(textsOf(project)).toEqual(before)
  expect(sandbox.callSummary().total).toBe(0)
})

test('the way out works: either side, then refresh', async () => {
  const project = copy()
  const path = '.awsup/sandbox/environments/dev.json'
  const whole = read(project, path)
  const one = JSON.parse(whole) as {resources: Record<string, unknown>}
  delete one.resources['role.authenticated']
  write(project, path, `${JSON.stringify(one, undefined, 2)}\n`)
  expect((await awsup(project, ['refresh'])).code).toBe(0)
  expect(read(project, path)).toBe(whole)
})
