import {parseAmplifyConfig} from '@aws-amplify/core/internals/utils'
import dotenv from 'dotenv'
import {execFileSync} from 'node:child_process'
import {describe, expect, test} from 'vitest'
import {renderOutput} from '../../../../src/lib/outputs/formats/registry.js'
import type {Output} from '../../../../src/lib/outputs/output.js'
import {describeWrote, takeOut} from '../../../../src/lib/outputs/switch/wrote.js'
import type {Told} from '../../../../src/lib/outputs/content/settings.js'
import {toldOf} from '../../../../src/lib/operations/environments/environments.js'
import {makeProject} from '../../../../src/lib/project/load/from-text.js'
import {openCodeReader} from '../../../../src/lib/text/code/parse.js'
import {manifest} from '../../manifest/samples.js'
import {FOLDER, ON_AWS, write} from '../consumer.js'
import {DEV, OUTPUTS, SETTINGS, TOLD} from '../samples.js'
import {importModule} from '../typescript.js'

const ORDERS = {endpoint: 'https://abc123def4.execute-api.us-east-1.amazonaws.com', region: 'us-east-1'}
const STAGED = {endpoint: 'https://ghi567jkl8.execute-api.eu-west-1.amazonaws.com/v1', region: 'eu-west-1'}
const APIS = {orders: ORDERS, 'old-shop': STAGED}
const told: Told = {...TOLD, apis: new Map(Object.entries(APIS))}
const readCode = await openCodeReader()

const render = (output: Output, existing?: string, {of = told, ids = ON_AWS} = {}) =>
  renderOutput(output, {
    told: of,
    ids,
    existing: existing === undefined ? undefined : Buffer.from(existing),
    readCode,
  })
const text = (...args: Parameters<typeof render>): string => render(...args).content.toString()
const json = (...args: Parameters<typeof render>) => JSON.parse(text(...args)) as Record<string, never>
/** As Amplify has them: `API.REST`. */
const restOf = (config: object): unknown =>
  (parseAmplifyConfig(config) as unknown as {API?: {REST?: unknown}}).API?.REST

describe('an API with a name has its address', () => {
  test('in awsup.yaml by the stage, the region and the id of the environment', () => {
    const api = (name: string, more: string) => `{ api: { name: ${name}, routes: [GET /a], ${more} } }`
    const project = makeProject(
      manifest({
        access: `{ authenticated: [${api('orders', 'api: { dev: abc123def4, prod: xyz123def4 }, region: us-east-1')}, { api: { api: aaaaaaaaaa, routes: [GET /] } }], guests: [${api('old-shop', 'api: ghi567jkl8, stage: v1')}] }`,
        auth: '{ guests: true }',
      }),
      {root: '/nowhere', target: 'aws'},
    )
    const dev = project.manifest.environments.get('dev')
    expect(dev && Object.fromEntries(toldOf(project, dev).apis ?? [])).toEqual({...APIS})
  })

  test('in amplify_outputs.json, where Amplify.configure takes it from; what others have there stays', () => {
    const others = {custom: {API: {theirs: {endpoint: 'https://x', region: 'r', apiName: 'theirs'}}}}
    const written = text(OUTPUTS.amplify, JSON.stringify(others))
    const outputs = JSON.parse(written) as {custom: {API: Record<string, object>}}
    const config = {...parseAmplifyConfig(outputs), API: {REST: outputs.custom.API}}
    expect(config.API.REST).toEqual({
      ...others.custom.API,
      orders: {...ORDERS, apiName: 'orders'},
      'old-shop': {...STAGED, apiName: 'old-shop'},
    })
    expect(json(OUTPUTS.amplify, written, {of: TOLD}).custom).toMatchObject(others.custom)
    expect(json(OUTPUTS.amplify, written, {of: TOLD}).custom).toEqual({...others.custom, environment: 'prod'})
  })

  test('in aws-exports.js, as Amplify’s own parser reads it', async () => {
    const module = await importModule(write({format: 'aws-exports', path: 'aws-exports.js'}, told))
    expect(restOf(module.default as object)).toEqual(APIS)
  })

  test('in an aws-exports and an amplifyconfiguration.json of others, among the APIs of others', () => {
    const theirs = {name: 'theirs', endpoint: 'https://x', region: 'eu-west-1'}
    const kept = {aws_project_region: 'eu-west-1', aws_cloud_logic_custom: [theirs, {name: 'orders', endpoint: 'old'}]}
    const written = text(OUTPUTS.amplifyconfiguration, JSON.stringify(kept))
    expect(restOf(JSON.parse(written) as object)).toEqual({
      theirs: {endpoint: 'https://x', region: 'eu-west-1'},
      ...APIS,
    })
    expect(json(OUTPUTS.amplifyconfiguration, written, {of: TOLD})).toHaveProperty('aws_cloud_logic_custom', [theirs])
    const code = `export default ${JSON.stringify(kept, undefined, 2)}\n`
    expect(text(OUTPUTS['aws-exports'], code)).toContain(STAGED.endpoint)
  })

  test('in amplifyconfiguration.json and .dart of devices; a way to authorize that others chose stays', () => {
    const kept = {api: {plugins: {awsAPIPlugin: {orders: {authorizationType: 'AMAZON_COGNITO_USER_POOLS'}}}}}
    const plugin = {
      orders: {endpointType: 'REST', ...ORDERS, authorizationType: 'AMAZON_COGNITO_USER_POOLS'},
      'old-shop': {endpointType: 'REST', ...STAGED, authorizationType: 'AWS_IAM'},
    }
    const written = text(OUTPUTS.amplifyconfiguration, JSON.stringify(kept))
    expect(JSON.parse(written)).toMatchObject({api: {plugins: {awsAPIPlugin: plugin}}})
    expect(json(OUTPUTS.amplifyconfiguration, written, {of: TOLD})).not.toHaveProperty(
      'api.plugins.awsAPIPlugin.orders',
    )
    expect(text(OUTPUTS['amplifyconfiguration-dart'])).toContain(STAGED.endpoint)
  })

  test('in every other format', () => {
    expect(json(OUTPUTS.json)).toMatchObject({apis: APIS})
    expect(json(OUTPUTS.json, text(OUTPUTS.json), {of: TOLD})).not.toHaveProperty('apis')
    expect(text(OUTPUTS.typescript)).toContain(JSON.stringify(STAGED.endpoint))
    expect(text(OUTPUTS['amplify-ts'])).toContain('"REST": {')
    expect(json({format: 'tfvars', path: 'a.tfvars.json'})).toMatchObject({
      api_endpoints: {orders: ORDERS.endpoint, 'old-shop': STAGED.endpoint},
    })
    expect(dotenv.parse(text(OUTPUTS.dotenv))).toMatchObject({
      VITE_API_ORDERS: ORDERS.endpoint,
      VITE_API_OLD_SHOP: STAGED.endpoint,
    })
  })

  test.each(Object.values(OUTPUTS))('and none in the sandbox, which serves no API: $format', (output) => {
    expect(text(output, undefined, {ids: DEV})).not.toContain('execute-api')
    expect(text(output, undefined, {ids: DEV})).toBe(text(output, undefined, {ids: DEV, of: TOLD}))
  })
})

test('a file that leaves outputs keeps the APIs of others', () => {
  const theirs = {name: 'theirs', endpoint: 'https://x', region: 'eu-west-1'}
  const kept = JSON.stringify({aws_project_region: 'eu-west-1', aws_cloud_logic_custom: [theirs], mine: 1})
  const output = OUTPUTS.amplifyconfiguration
  const rendered = render(output, kept)
  const wrote = describeWrote(output, rendered, {earlier: undefined, before: Buffer.from(kept), readCode})
  const left = takeOut(wrote, rendered.content, readCode)
  expect(JSON.parse(typeof left === 'string' ? left : (left.content?.toString() ?? ''))).toMatchObject({
    mine: 1,
    aws_cloud_logic_custom: expect.arrayContaining([theirs]) as unknown,
  })
})

test('what a JWT authorizer is told is in files of lines, its lists separated by spaces', () => {
  const client = {callbackUrls: [], logoutUrls: []}
  const settings = {
    ...SETTINGS,
    clients: new Map([
      ['web', client],
      ['admin', client],
    ]),
    resourceServers: new Map([
      [
        'api',
        {identifier: 'https://a,b.dev', scopes: new Map([...['read', "it's$HOME"].map((name) => [name, ''] as const)])},
      ],
    ]),
  }
  const ids = {...ON_AWS, userPoolClientIds: {web: 'webid', admin: 'adminid'}}
  const expected = {
    USER_POOL_ISSUER: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_bbbbbbbbb',
    USER_POOL_AUDIENCE: 'webid adminid',
    USER_POOL_SCOPES: "https://a,b.dev/read https://a,b.dev/it's$HOME",
  }
  write({format: 'shell', path: 'jwt.sh', prefix: ''}, {settings, values: new Map()}, ids)
  const script = '. ./jwt.sh && printf "%s\\n" "$USER_POOL_ISSUER" "$USER_POOL_AUDIENCE" "$USER_POOL_SCOPES"'
  const said = execFileSync('sh', ['-euc', script], {cwd: FOLDER, encoding: 'utf8', env: {PATH: process.env.PATH}})
  expect(said).toBe(`${Object.values(expected).join('\n')}\n`)
  const plain = write({format: 'dotenv', path: '.env', prefix: '', expands: false}, {settings, values: new Map()}, ids)
  expect(dotenv.parse(plain)).toMatchObject(expected)
})
