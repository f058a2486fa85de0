import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {foreignIn, parsePage} from '../../ui/pictures/markup.js'

const RULES = `
access:
  authenticated:
    - dynamodb: { table: "todos-{env}" }
    - s3: { bucket: "acme-{env}-uploads", prefix: private }
  guests:
    - s3: { bucket: "acme-{env}-uploads", prefix: public, owner: none, actions: read }
`

let project: string

beforeAll(async () => {
  project = (await makeTemplate())()
  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace('auth:', 'auth:\n  guests: true') + RULES)
})

describe('access show --format html', () => {
  test('is a page of who reaches what, with the statements, and asks no network', async () => {
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const {code, stdout} = await awsup(project, ['access', 'show', '--env', 'prod', '--format', 'html'])
    expect(code).toBe(0)
    const page = parsePage(stdout)
    expect(foreignIn(page)).toEqual([])
    expect(page.text).toContain('Who reaches what: acme, environment prod')
    expect(page.text).toContain('protected')
    const cells = page.elements.filter(({attributes}) => attributes.has('data-thing'))
    expect(cells.map(({attributes}) => attributes.get('data-thing'))).toEqual([
      ...['table todos-prod', 'bucket acme-prod-uploads'],
      ...['table todos-prod', 'bucket acme-prod-uploads'],
    ])
    expect(page.text).toContain(
      'may read and write the items of table todos-prod whose partition key is their identity id',
    )
    expect(page.text).toContain('"dynamodb:LeadingKeys"')
    expect(page.elements.filter(({tag}) => tag === 'details')).toHaveLength(2)
    expect(sandbox.callSummary().total).toBe(0)
  })

  test('--json is the same with and without it, and --role shows one row', async () => {
    const args = ['access', 'show', '--env', 'dev']
    const [plain, html] = [await awsupJson(project, args), await awsupJson(project, [...args, '--format', 'html'])]
    expect(html.stdout).toBe(plain.stdout)
    const {stdout} = await awsup(project, [...args, '--role', 'guest', '--format', 'html'])
    expect(stdout).toContain('<th scope="row">Guests</th>')
    expect(stdout).not.toContain('Users who signed in')
  })
})

describe('access explain, of one decision', () => {
  const explain = (action: string) =>
    awsupJson(project, ['access', 'explain', '--env', 'dev', '--action', action, '--resource', 'todos-dev'])

  test('says where AWS has no such action, and which one may be meant', async () => {
    expect((await explain('dynamodb:GetItm')).result).toMatchObject({
      unknownAction: 'AWS has no action dynamodb:GetItm; did you mean dynamodb:GetItem?',
    })
    expect((await explain('s3:Get')).result).toMatchObject({unknownAction: 'AWS has no action s3:Get'})
    for (const action of ['dynamodb:GetItem', 'dynamodb:getitem', 'ses:SendEmail'])
      expect((await explain(action)).result).not.toHaveProperty('unknownAction')
    const {stdout} = await awsup(project, ['access', 'explain', '--action', 's3:Get', '--resource', 'x'])
    expect(stdout).toContain('note: AWS has no action s3:Get')
  })

  test('makes up ids of the region of the environment', async () => {
    const {result} = await explain('dynamodb:GetItem')
    const {decision, request} = result as unknown as {decision: string; request: {context: object}}
    expect(decision).toBe('allowed')
    const values = Object.values(request.context).flat() as readonly string[]
    expect(values.filter((value) => /^[a-z]+-[a-z]+-\d:/.test(value)).length).toBeGreaterThan(2)
    expect(values.filter((value) => value.startsWith('eu-west-1:'))).toEqual([])
  })
})
