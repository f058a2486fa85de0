import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {evaluate, type AccessRequest, type Decision, type Layers} from '../../../src/lib/access/evaluate/evaluate.js'
import {readPolicy} from '../../../src/lib/access/evaluate/policy.js'

/** One file a theme, one entry a published example: its policies, requests, and what AWS's page says of them. */
interface Example {
  readonly source: string
  readonly about: string
  readonly identity: readonly unknown[]
  readonly boundary?: readonly unknown[]
  readonly session?: readonly unknown[]
  readonly scps?: readonly (readonly unknown[])[]
  readonly requests: readonly {
    readonly title: string
    readonly action: string
    readonly resource: string
    readonly context?: Readonly<Record<string, readonly string[]>>
    readonly expected: Decision['decision']
    readonly by?: string
    /** A word of the reason. */
    readonly reason?: string
  }[]
}

const folder = join(import.meta.dirname, 'evaluation')
const examples = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Example[],
)

const read = (documents: readonly unknown[]) => documents.map((document) => readPolicy(document))
const layersOf = ({identity, boundary, session, scps}: Omit<Example, 'requests'>): Layers => ({
  identity: read(identity),
  boundary: boundary && read(boundary),
  session: session && read(session),
  scps: scps?.map(read),
})

describe.each(examples)('AWS’s example, $about ($source)', ({requests, ...policies}) => {
  test.each(requests)('$title: $expected', ({action, resource, context = {}, expected, by, reason}) => {
    const decision = evaluate(layersOf(policies), {action, resource, context})
    expect(decision.decision).toBe(expected)
    if (by !== undefined) expect(decision.by?.statement).toBe(by)
    if (reason !== undefined) expect(decision.reason).toContain(reason)
  })
})

const REQUEST: AccessRequest = {
  action: 'dynamodb:GetItem',
  resource: 'arn:aws:dynamodb:eu-west-1:1:table/t',
  context: {'dynamodb:LeadingKeys': ['you'], me: ['me']},
}
const decide = (...statements: readonly object[]): Decision =>
  evaluate({identity: [readPolicy({Version: '2012-10-17', Statement: statements}, 'access')]}, REQUEST)

describe('what makes no sense never allows, and says why:', () => {
  const ALL = {Effect: 'Allow', Action: '*', Resource: '*'}

  test.each([
    ['no JSON', '{', 'it is no JSON'],
    ['a list', [], 'the document is no object'],
    ['an element that does not exist', {Version: '2012-10-17', Statement: [{...ALL, Actions: 'x'}]}, 'element Actions'],
    ['a principal', {Version: '2012-10-17', Statement: [{...ALL, Principal: '*'}]}, 'element Principal'],
    ['a version of its own', {Version: '2030-01-01', Statement: [ALL]}, 'Version'],
    ['both Action and NotAction', {Version: '2012-10-17', Statement: [{...ALL, NotAction: 'x:y'}]}, 'NotAction'],
    ['no resource', {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: '*'}]}, 'Resource'],
    ['an effect of its own', {Version: '2012-10-17', Statement: [{...ALL, Effect: 'allow'}]}, 'Effect'],
    ['an empty list', {Version: '2012-10-17', Statement: [{...ALL, Action: []}]}, 'Action'],
  ])('%s', (_, document, reason) => {
    const decision = evaluate({identity: [readPolicy(ALL_DOCUMENT), readPolicy(document)]}, REQUEST)
    expect(decision).toMatchObject({decision: 'explicitDeny'})
    expect(decision.reason).toContain(reason)
  })

  test.each([
    {StringResembles: {me: 'me'}},
    {'ForAllValues:Null': {me: 'false'}},
    {NumericEquals: {me: 'many'}},
    {IpAddress: {me: 'office'}},
    {Null: {me: 'perhaps'}},
    {Bool: {nothing: 'perhaps'}},
  ])('a condition %j', (Condition) => {
    expect(decide({...ALL, Condition})).toMatchObject({decision: 'implicitDeny', reason: /no condition that IAM knows/})
    expect(decide(ALL, {...ALL, Effect: 'Deny', Condition})).toMatchObject({decision: 'explicitDeny'})
  })

  const ALL_DOCUMENT = {Version: '2012-10-17', Statement: [ALL]}
})

test('a refusal names the statements that come near, and the conditions that they miss', () => {
  const own = {
    'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': ['${me}']},
    Null: {'dynamodb:LeadingKeys': 'false'},
  }
  expect(decide({Sid: 'Own', Effect: 'Allow', Action: 'dynamodb:*', Resource: '*', Condition: own}).missing).toEqual([
    {
      policy: 'access',
      statement: 'Own',
      conditions: [{operator: 'ForAllValues:StringEquals', key: 'dynamodb:LeadingKeys', values: ['${me}']}],
    },
  ])
})

describe('a condition on what nobody knows beforehand', () => {
  const unknowable = (key: string): boolean => key === 'aws:SourceIp'
  const could = (...Statement: readonly object[]): Decision['decision'] =>
    evaluate({identity: [readPolicy({Version: '2012-10-17', Statement})]}, REQUEST, {unknowable}).decision
  const ALL = {Effect: 'Allow', Action: '*', Resource: '*'}
  const Condition = {IpAddress: {'aws:SourceIp': '10.0.0.0/8'}}

  test('may hold where it allows, and may not where it denies', () => {
    expect(could({...ALL, Condition})).toBe('allowed')
    expect(could(ALL, {...ALL, Effect: 'Deny', Condition})).toBe('allowed')
    expect(could(ALL, {...ALL, Effect: 'Deny'})).toBe('explicitDeny')
  })
})

const word = fc.constantFrom('dynamodb:GetItem', 'dynamodb:*', 's3:*', '*', 'dynamodb:Put?tem')
const resource = fc.constantFrom('*', 'arn:aws:dynamodb:*:1:table/t', 'arn:aws:s3:::b/${me}/*', 'arn:aws:s3:::b')
const condition = fc.constantFrom(
  {},
  {StringEquals: {me: 'me'}},
  {'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': '${me}'}},
  {'ForAnyValue:StringLike': {'dynamodb:LeadingKeys': 'y*'}},
  {Null: {nothing: 'true'}},
  {NonsenseEquals: {me: 'me'}},
)
const statement = (effect: 'Allow' | 'Deny') =>
  fc
    .tuple(fc.constantFrom('Action', 'NotAction'), word, resource, condition)
    .map(([element, action, Resource, Condition]) => ({Effect: effect, [element]: action, Resource, Condition}))
const statements = fc.array(fc.oneof(statement('Allow'), statement('Deny')), {maxLength: 6})

describe('whatever the statements,', () => {
  test('one more Deny never allows more, and one that fits always wins', () => {
    fc.assert(
      fc.property(statements, statement('Deny'), (some, deny) => {
        const before = decide(...some).decision
        if (decide(...some, deny).decision === 'allowed') expect(before).toBe('allowed')
        expect(decide(...some, {Effect: 'Deny', Action: '*', Resource: '*'}).decision).toBe('explicitDeny')
      }),
    )
  })

  test('one more Allow never takes anything away', () => {
    fc.assert(
      fc.property(statements, statement('Allow'), (some, allow) => {
        if (decide(...some).decision === 'allowed') expect(decide(...some, allow).decision).toBe('allowed')
      }),
    )
  })

  test('neither their order matters, nor how they are spread over policies', () => {
    fc.assert(
      fc.property(statements, (some) => {
        const spread = some.map((one) => readPolicy({Version: '2012-10-17', Statement: one}))
        expect(decide(...some.toReversed()).decision).toBe(decide(...some).decision)
        expect(evaluate({identity: spread}, REQUEST).decision).toBe(decide(...some).decision)
      }),
    )
  })

  test('a boundary, a session policy or a service control policy only takes away', () => {
    fc.assert(
      fc.property(statements, statements, fc.constantFrom('boundary', 'session', 'scps'), (some, more, layer) => {
        const limit = [readPolicy({Version: '2012-10-17', Statement: more})]
        const identity = [readPolicy({Version: '2012-10-17', Statement: some})]
        const limited = evaluate({identity, [layer]: layer === 'scps' ? [limit] : limit}, REQUEST)
        if (limited.decision === 'allowed') expect(decide(...some).decision).toBe('allowed')
      }),
    )
  })
})
