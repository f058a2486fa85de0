import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve, type SandboxServer} from '../../../src/sandbox/server/server.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {textsOf} from '../../_helpers/worlds/project-world.js'
import {manifest} from '../../lib/manifest/samples.js'

/** What a process may take, so that a bomb ends it and does not end the machine. */
const SMALL = {NODE_OPTIONS: '--max-old-space-size=512'}

const bomb = (): string => {
  const letters = Array.from({length: 9}, (_, index) => String.fromCharCode(97 + index))
  const lines = letters.map((letter, index) => {
    const below = index === 0 ? '"lol"' : `*${letters[index - 1] ?? ''}`
    return `${letter}: &${letter} [${Array.from({length: 9}, () => below).join(', ')}]`
  })
  return `${lines.join('\n')}\n`
}

const MANIFESTS: Readonly<Record<string, string>> = {
  'a bomb of aliases': `${bomb()}${manifest()}`,
  'a bomb of aliases where a value is': manifest({tags: `\n${bomb().replaceAll(/^/gm, '  ')}`}),
  'an alias to itself': manifest({auth: '&a { clients: *a }'}),
  'deep flow': manifest({auth: `${'['.repeat(100_000)}${']'.repeat(100_000)}`}),
  'deep flow that does not end': manifest({auth: '{a: '.repeat(100_000)}),
  'deep blocks': manifest({auth: Array.from({length: 1_000}, (_, at) => `\n${' '.repeat(at + 1)}a:`).join('')}),
  'deep sequences': manifest({auth: `\n  ${'- '.repeat(50_000)}a`}),
  'five megabytes': manifest({auth: `"${'x'.repeat(5_000_000)}"`}),
  'many colons': manifest({auth: ':'.repeat(300_000)}),
  'many keys': manifest({auth: `{${Array.from({length: 60_000}, (_, at) => `a${at}`).join(',')}}`}),
  'a tag': manifest({auth: '!!js/function "function () { process.exit(42) }"'}),
  __proto__: manifest({auth: '{ __proto__: { mfa: off } }'}),
  constructor: manifest({environments: '{ constructor: { region: eu-west-1 }, __proto__: { region: eu-west-1 } }'}),
  'a merge key': manifest({auth: '{ <<: { mfa: off } }'}),
  binary: '\u0000\u0001\u0002\ufffe',
  'what does not end': manifest({auth: '"'}),
}

describe('awsup.yaml of a checkout cannot take the machine', () => {
  test.each(Object.entries(MANIFESTS))('%s is refused with its place, in bounded memory', async (_, text) => {
    const project = emptyFolder()
    write(project, 'awsup.yaml', text)
    const {code, error} = await awsupJson(project, ['plan', '--sandbox'], {env: SMALL, killAfterMs: 60_000})
    expect({code, error}).toMatchObject({code: 2, error: {exitCode: 2, message: expect.any(String) as string}})
    expect(error.code).not.toBe('UNFORESEEN')
    expect(existsSync(join(project, '.awsup'))).toBe(false)
  })
})

describe('an output leaves the project on no path', () => {
  test.each([
    ...['../out.json', 'a/../../out.json', '..', '/tmp/out.json', '//host/out.json', '~/out.json', 'C:/out.json'],
    ...[
      'C:out.json',
      '..\\out.json',
      '\\\\host\\out.json',
      '-rf',
      'a\u0000.json',
      'a\nb.json',
      'a/./../../out.json',
      '',
    ],
  ])('%j', async (path) => {
    const project = (await makeTemplate())()
    const yaml = read(project, 'awsup.yaml')
    const outputs = `outputs:\n  - { format: json, path: ${JSON.stringify(path)} }\n`
    write(project, 'awsup.yaml', yaml.slice(0, yaml.indexOf('outputs:')) + outputs)
    const before = textsOf(project)
    expect(await awsupJson(project, ['env', 'switch', 'dev'])).toMatchObject({code: 2})
    expect(textsOf(project)).toEqual(before)
  })
})

describe('what AWS answers', () => {
  const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/u
  const message = '\u001b]52;c;ZXZpbA==\u0007\u001b[2J\u202eevil\u009b1m\r'

  test.each([
    'organizations:DescribeOrganization',
    'iam:GetRole',
    'cognito-idp:DescribeUserPool',
    'sts:GetCallerIdentity',
  ])('never reaches a terminal as commands of its own: %s', async (operation) => {
    const project = (await makeTemplate())()
    const sandbox = await sandboxOf(project)
    const effect = {type: 'error', name: 'AccessDeniedException', message, status: 400} as const
    sandbox.configure({faults: [{operation, when: 'before', effect}]})
    const env = {AWSUP_SANDBOX_VIOLATIONS: ''}
    const run = await awsup(project, ['plan'], {env})
    expect(run.stderr).toContain('evil')
    expect(run.stdout + run.stderr).not.toMatch(OBEYED)
    const {stdout} = await awsupJson(project, ['plan'], {env})
    expect(stdout).not.toMatch(OBEYED)
    sandbox.configure({faults: []})
  })
})

describe('a request to the sandbox', () => {
  let sandbox: Sandbox
  let server: SandboxServer
  beforeAll(async () => {
    sandbox = await openSandbox()
    server = await serve(sandbox, {port: 0})
  })
  afterAll(() => server.close())

  const post = (target: string, body: string): Promise<Response> =>
    fetch(server.endpoint, {
      method: 'POST',
      headers: {'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1'},
      body,
    })

  test.each([
    ['deep JSON', `{"ClientId":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`],
    ['deep JSON that does not end', '{"ClientId":'.repeat(1_000_000)],
    ['no JSON', '<xml/>'],
    ['many keys', `{${Array.from({length: 200_000}, (_, at) => `"a${at}":1`).join(',')}}`],
    ['eighteen megabytes', `{"ClientId":"${'x'.repeat(18_000_000)}"}`],
  ])('with %s is refused, and the next one is answered', async (_, body) => {
    const reply = await post('AWSCognitoIdentityProviderService.SignUp', body).catch(() => undefined)
    // What is longer than the limit may find the connection closed while it is still being sent.
    if (reply) expect([400, 413]).toContain(reply.status)
    expect((await fetch(`${server.endpoint}/_awsup/health`)).status).toBe(200)
  })
})
