import {join} from 'node:path'
import {beforeAll, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, sandboxOf} from '../../_helpers/cli.js'
import {idOnRecord} from '../../_helpers/worlds/project-world.js'
import {findXmlFault, foreignIn, parsePage} from '../../ui/pictures/markup.js'

let project: string

beforeAll(async () => {
  project = (await makeTemplate())()
})

const show = async (format: string): Promise<string> => {
  const {code, stdout, stderr} = await awsup(project, ['org', 'show', '--format', format])
  if (code !== 0) throw new Error(stderr)
  return stdout
}

/** What every picture must have, whatever it is made of. */
const facts = (): readonly string[] =>
  ['dev', 'prod'].flatMap((environment) => [
    idOnRecord(project, environment, 'account'),
    idOnRecord(project, environment, 'user-pool'),
    `acme-${environment}-authenticated`,
  ])

test.each(['tree', 'mermaid', 'svg', 'html'])(
  '%s has accounts, pools, roles and who may assume them',
  async (format) => {
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const text = await show(format)
    for (const fact of facts()) expect(text).toContain(fact)
    expect(text).toMatch(/assumed by users who signed in|users who signed in may assume/)
    expect(text).toContain('OrganizationAccountAccessRole')
    expect(text.match(/protected/g)?.length).toBeGreaterThan(0)
    expect(text).toContain('us-east-1')
    expect(sandbox.callSummary().mutating).toBe(0)
  },
)

test('--json is the same with every format', async () => {
  const plain = await awsupJson(project, ['org', 'show'])
  for (const format of ['text', 'tree', 'mermaid', 'svg', 'html']) {
    const {stdout} = await awsupJson(project, ['org', 'show', '--format', format])
    expect(stdout).toBe(plain.stdout)
  }
})

test('the page and the picture load nothing, and say in words what is protected', async () => {
  const page = parsePage(await show('html'))
  expect(foreignIn(page)).toEqual([])
  expect(page.elements.filter(({tag}) => tag === 'svg')).toHaveLength(1)
  expect(page.text.match(/^protected$/gm)).toHaveLength(2)
  expect(findXmlFault(await show('svg'))).toBeUndefined()
})

test('an environment that is not made yet is named', async () => {
  const other = (await makeTemplate())()
  const {stdout: before} = await awsup(other, ['org', 'show', '--format', 'tree'])
  expect(before).not.toContain('without an account')
  const {readFileSync, writeFileSync} = await import('node:fs')
  const file = join(other, 'awsup.yaml')
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('environments:', 'environments:\n  staging: { region: eu-west-1 }'),
  )
  const {stdout} = await awsup(other, ['org', 'show', '--format', 'tree'])
  expect(stdout).toContain('In awsup.yaml, without an account yet: staging')
})

// Written by `npx vitest run --project suite test/commands/org/pictures.test.ts -u`.
test('docs/pictures/organization.svg is what the command draws, with made-up ids', async () => {
  const onRecord = ['dev', 'prod'].flatMap((environment) =>
    ['account', 'user-pool', 'identity-pool'].map((part) => idOnRecord(project, environment, part)),
  )
  const others = (await show('tree')).match(/\b(?:o|r|ou)-[a-z0-9-]+|\b\d{12}\b/g) ?? []
  // The id of an identity pool stands on two lines.
  const ids = new Set([...onRecord.map((id) => id.replace(/^.*:/, '')), ...others])
  const svg = [...ids].reduce((text, id, index) => text.replaceAll(id, madeUp(id, index)), await show('svg'))
  await expect(svg).toMatchFileSnapshot(
    join(import.meta.dirname, '..', '..', '..', 'docs', 'pictures', 'organization.svg'),
  )
})

/** An id of the same shape and length that is the same in every run. */
function madeUp(id: string, index: number): string {
  const [prefix = ''] = /^(?:[a-z]{2}-[a-z]+-\d_|(?:o|r|ou)-)?/.exec(id) ?? []
  let at = index
  return prefix + id.slice(prefix.length).replaceAll(/[A-Za-z0-9]/g, () => String((at += 7) % 10))
}
