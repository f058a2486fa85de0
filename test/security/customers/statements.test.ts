import {describe, expect, test} from 'vitest'
import {ManifestError} from '../../../src/lib/base/errors.js'
import {findRuleOpenings} from '../../../src/lib/operations/access/openings/rule-openings.js'
import {makeProject} from '../../../src/lib/project/load/from-text.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, write} from '../../_helpers/cli.js'
import {manifest} from '../../lib/manifest/samples.js'

const ME = '${cognito-identity.amazonaws.com:sub}'
const table = (name = 'todos') => `arn:aws:dynamodb:{region}:{account}:table/${name}`
const own = (key = ME) => ({'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': [key]}})
const GUARD = {Null: {'dynamodb:LeadingKeys': 'false'}}
const ITEMS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query']

const NONE = {}

interface Said {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly condition?: object
  readonly effect?: 'deny'
  readonly broad?: boolean
  readonly opens?: string
}

const manifestOf = (rules: readonly object[], groups: object = {}): string =>
  manifest({
    auth: JSON.stringify({
      groups: {admins: {}},
      attributes: {tenant: {type: 'string'}},
      identityPool: {principalTags: {tenant: 'custom:tenant'}},
    }),
    access: JSON.stringify({authenticated: rules, groups}),
  })
const openingsIn = (text: string) =>
  findRuleOpenings(makeProject(text, {root: emptyFolder(), target: 'sandbox'}), 'dev').map(
    ({subject, problem, accepted}) => ({subject, problem, accepted}),
  )

const TODOS = {dynamodb: {table: 'todos'}}
const UPLOADS = {s3: {bucket: 'acme', prefix: 'private'}}

/** Statements that open what a rule beside them, or they themselves, keep apart; and a word of what they open. */
const OPEN: readonly (readonly [string, readonly object[], Said, RegExp])[] = [
  [
    'AWS’s example with Scan in it, as people paste it',
    [],
    {actions: [...ITEMS, 'dynamodb:Scan'], resources: [table('my-table')], condition: own()},
    /dynamodb:Scan on items of table my-table, no key named/,
  ],
  [
    'the same with everything of DynamoDB',
    [],
    {actions: ['dynamodb:*'], resources: [table('my-table')], condition: own()},
    /table my-table/,
  ],
  [
    'the same by a session tag',
    [],
    {actions: ['dynamodb:Scan'], resources: [table('my-table')], condition: own('${aws:PrincipalTag/tenant}')},
    /dynamodb:Scan/,
  ],
  [
    'PartiQL without a guard',
    [],
    {actions: [...ITEMS, 'dynamodb:PartiQLSelect'], resources: [table('my-table')], condition: own()},
    /dynamodb:PartiQLSelect/,
  ],
  [
    'AWS’s example that lists everybody’s keys',
    [],
    {
      actions: ['s3:GetObject', 's3:ListBucket'],
      resources: [`arn:aws:s3:::acme/cognito/app/${ME}/*`, 'arn:aws:s3:::acme'],
    },
    /s3:ListBucket on list of/,
  ],
  [
    'a read beside a rule',
    [TODOS],
    {actions: ['dynamodb:Query', 'dynamodb:PartiQLSelect', 'dynamodb:Scan'], resources: [table()]},
    /another’s items of table todos/,
  ],
  ['one action alone', [TODOS], {actions: ['dynamodb:BatchGetItem'], resources: [table('to*')]}, /another’s/],
  ['an export', [TODOS], {actions: ['dynamodb:ExportTableToPointInTime'], resources: [table()]}, /table todos itself/],
  ['its stream', [TODOS], {actions: ['dynamodb:GetRecords'], resources: [table('todos/stream/*')]}, /by its stream/],
  [
    'PartiQL that writes another’s items',
    [TODOS],
    {actions: ['dynamodb:PartiQLUpdate'], resources: [table()]},
    /dynamodb:PartiQLUpdate/,
  ],
  [
    'objects beside a rule',
    [UPLOADS],
    {actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme/*']},
    /another’s objects/,
  ],
  [
    'their versions',
    [UPLOADS],
    {actions: ['s3:GetObjectVersion'], resources: ['arn:aws:s3:::acme/*']},
    /another’s objects/,
  ],
  ['a list beside a rule', [UPLOADS], {actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::acme']}, /s3:ListBucket/],
  [
    'a list of the folder above',
    [UPLOADS],
    {
      actions: ['s3:ListBucket'],
      resources: ['arn:aws:s3:::acme'],
      condition: {StringEquals: {'s3:prefix': 'private/'}},
    },
    /list of everybody’s objects/,
  ],
  [
    'only from some address',
    [TODOS],
    {actions: ['dynamodb:Scan'], resources: [table()], condition: {IpAddress: {'aws:SourceIp': '203.0.113.0/24'}}},
    /dynamodb:Scan/,
  ],
]

/** Statements that open nothing that is kept apart. */
const CLOSED: readonly (readonly [string, readonly object[], Said])[] = [
  [
    'AWS’s example without Scan: what works on items by their key always names one',
    [],
    {actions: ITEMS, resources: [table('my-table')], condition: own()},
  ],
  [
    'the same with the guard, and everything of DynamoDB',
    [],
    {actions: ['dynamodb:*'], resources: [table('my-table')], condition: {...own(), ...GUARD}},
  ],
  [
    'the own folder, and a list of it',
    [],
    {
      actions: ['s3:GetObject', 's3:ListBucket'],
      resources: [`arn:aws:s3:::acme/app/${ME}/*`, 'arn:aws:s3:::acme'],
      condition: {StringLikeIfExists: {'s3:prefix': `app/${ME}/*`}, Null: {'s3:prefix': 'false'}},
    },
  ],
  ['another table', [TODOS], {actions: ['dynamodb:Scan'], resources: [table('news')]}],
  ['what the rule says already', [TODOS], {actions: ['dynamodb:GetItem'], resources: [table()], condition: own()}],
  ['a denial', [TODOS], {effect: 'deny', actions: ['dynamodb:*'], resources: [table()]}],
  ['another service', [TODOS], {actions: ['polly:SynthesizeSpeech'], resources: ['*'], broad: true}],
]

describe('a statement that opens what is kept apart is found, by its place:', () => {
  test.each(OPEN)('%s', (...[, rules, statement, problem]) => {
    const said = manifestOf([...rules, {statement}])
    expect(openingsIn(said)).toEqual([
      {
        subject: `access.authenticated[${rules.length}].statement`,
        problem: expect.stringMatching(problem) as string,
        accepted: undefined,
      },
    ])
    // In a group as well.
    expect(openingsIn(manifestOf([...rules], {admins: [{statement}]}))).toMatchObject([
      {subject: 'access.groups.admins[0].statement'},
    ])
    const accepted = manifestOf([...rules, {statement: {...statement, opens: 'the table is public'}}])
    expect(openingsIn(accepted)).toMatchObject([{accepted: 'the table is public'}])
  })

  test('but not where the same section denies it', () => {
    const deny = {effect: 'deny', actions: ['dynamodb:Scan'], resources: [table()]}
    const scan = {actions: ['dynamodb:Scan'], resources: [table()]}
    expect(openingsIn(manifestOf([TODOS, {statement: scan}, {statement: deny}]))).toEqual([])
  })
})

test.each(CLOSED)('a statement that opens nothing of others is none: %s', (_, rules, statement) => {
  expect(openingsIn(manifestOf([...rules, {statement}]))).toEqual([])
})

test('access test fails with 10, and passes where awsup.yaml says why', async () => {
  const project = emptyFolder()
  const statement = {actions: [...ITEMS, 'dynamodb:Scan'], resources: [table('my-table')], condition: own()}
  write(project, 'awsup.yaml', manifestOf([{statement}]))
  const run = await awsup(project, ['access', 'test', '--env', 'dev', '--sandbox'])
  expect(run.code).toBe(10)
  expect(run.stdout).toMatch(/opens more: access.authenticated\[0\].statement opens dynamodb:Scan/)
  expect(run.stdout).toContain('ForAllValues is also true of a request that names no keys')
  expect(await awsupJson(project, ['access', 'test', '--env', 'dev', '--sandbox'])).toMatchObject({
    code: 10,
    result: {tests: [{openings: [{subject: 'access.authenticated[0].statement'}]}]},
  })
  write(project, 'awsup.yaml', manifestOf([{statement: {...statement, opens: 'everybody reads it'}}]))
  const accepted = await awsup(project, ['access', 'test', '--env', 'dev', '--sandbox'])
  expect(accepted.code).toBe(0)
  expect(accepted.stdout).toMatch(/accepted: access.authenticated\[0\].statement .*\(everybody reads it\)/)
})

test('plan and apply say it before anything is done, once for all environments, with its place in awsup.yaml', async () => {
  const project = (await makeTemplate())()
  const statement = {actions: [...ITEMS, 'dynamodb:Scan'], resources: [table('my-table')], condition: own()}
  const yaml = read(project, 'awsup.yaml')
  const access = (opens: object) =>
    `access:\n  authenticated:\n    - statement: ${JSON.stringify({...statement, ...opens})}\n  groups:\n    a.b:\n      - statement:\n          actions: [dynamodb:Scan]\n          resources: ["${table('my-table')}"]\n${opens === NONE ? '' : '          opens: why\n'}`
  const groups = yaml.replace('  mfa: optional\n', '  mfa: optional\n  groups: { a.b: {} }\n')
  write(project, 'awsup.yaml', `${groups}${access(NONE)}`)
  const lines = read(project, 'awsup.yaml').split('\n')
  const [first, second] = ['    - statement: {', '          actions:'].map(
    (start) => lines.findIndex((line) => line.startsWith(start)) + 1,
  )
  const said = async (...args: readonly string[]) =>
    (await awsup(project, args)).stderr.split('\n').filter((line) => line.includes('keep apart'))
  const both = (names: string) => [
    expect.stringMatching(
      `^awsup: warning: ${names}: access\\.authenticated\\[0\\]\\.statement opens dynamodb:Scan .*\\(awsup\\.yaml:${first}:18\\)$`,
    ) as string,
    expect.stringMatching(
      `^awsup: warning: ${names}: access\\.groups\\.a\\.b\\[0\\]\\.statement opens .*\\(awsup\\.yaml:${second}:11\\)$`,
    ) as string,
  ]
  expect(await said('plan')).toEqual(both('dev, prod'))
  expect(await said('apply')).toEqual(both('dev, prod'))
  expect(await said('plan', '--env', 'dev')).toEqual(both('dev'))
  expect(await awsupJson(project, ['access', 'test', '--env', 'dev'])).toMatchObject({
    result: {tests: [{openings: [{at: {line: first, column: 18}}, {at: {line: second, column: 11}}]}]},
  })

  write(project, 'awsup.yaml', `${groups}${access({opens: 'everybody reads it'})}`)
  expect(await said('plan')).toEqual([])
})

describe('broad is needed where nothing is named after the service', () => {
  const WIDE = [
    ...['arn:aws:s3:::*', 'arn:aws:s3:::*/*', 'arn:aws:s3:::*/public/*', 'arn:aws:s3:::??*'],
    ...['arn:aws:iam::*:role/*', 'arn:aws:iam::{account}:role/*', 'arn:aws:iam::*:*', 'arn:aws:dynamodb:*:*:*'],
    ...['arn:aws:dynamodb:*:*:table/*', 'arn:aws:dynamodb:{region}:{account}:table/*', 'arn:aws:sqs:*:*:*'],
    ...['arn:aws:lambda:{region}:{account}:function:*', 'arn:aws:logs:*:*:log-group:*:*', 'arn:*:sqs:*:*:*'],
  ]
  const parse = (statement: object) => () => makeProject(manifestOf([{statement}]), {root: '/', target: 'sandbox'})

  test.each(WIDE)('%s', (resource) => {
    const statement = {actions: ['s3:GetObject'], resources: [resource]}
    expect(parse(statement)).toThrow(ManifestError)
    expect(parse(statement)).toThrow(/access.authenticated\[0\].statement allows its actions on everything/)
    expect(parse({...statement, broad: true})).not.toThrow()
    expect(parse({...statement, effect: 'deny'})).not.toThrow()
  })

  test.each(['arn:aws:s3:::acme/*', 'arn:aws:iam::{account}:role/acme-*', 'arn:aws:dynamodb:*:*:table/todos'])(
    'not for %s',
    (resource) => {
      expect(parse({actions: ['s3:GetObject'], resources: [resource]})).not.toThrow()
    },
  )
})
