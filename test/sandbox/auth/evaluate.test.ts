import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {evaluate} from '../../../src/sandbox/auth/policy/evaluate.js'
import {parsePolicy, PolicySyntaxError} from '../../../src/sandbox/auth/policy/parse.js'
import {makePattern, matches} from '../../../src/sandbox/auth/policy/pattern.js'
import type {PolicyDocument} from '../../../src/sandbox/auth/policy/document.js'
import {CASES, LAYER_CASES, TRUST_CASES} from './cases.js'

const document = (statements: readonly object[], version = '2012-10-17'): PolicyDocument =>
  parsePolicy(JSON.stringify({Version: version, Statement: statements}))

describe('what one policy says', () => {
  test.each(CASES)('$title', ({statements, version, action, resource = '*', context = {}, expected}) => {
    const identity = [document(statements, version)]
    expect(evaluate({scps: [], identity}, {action, resource, context}).decision).toBe(expected)
  })
})

describe('what layers say together', () => {
  test.each(LAYER_CASES)('$title', ({scps = [], boundary, session, identity, expected}) => {
    const layers = {
      scps: scps.map((level) => level.map((statements) => document(statements))),
      boundary: boundary && [document(boundary)],
      session: session && [document(session)],
      identity: [document(identity)],
    }
    const {decision, layer} = evaluate(layers, {action: 's3:GetObject', resource: '*', context: {}})
    expect([decision, layer]).toEqual(expected)
  })
})

describe('whom a role trusts', () => {
  test.each(TRUST_CASES)('$title', ({principal, not = false, by, sameAccount, ownPolicies, boundary, expected}) => {
    const statement = {Effect: 'Allow', [not ? 'NotPrincipal' : 'Principal']: principal, Action: 'sts:AssumeRole'}
    const trust = parsePolicy(JSON.stringify({Version: '2012-10-17', Statement: statement}), 'trust')
    const everything = document([{Effect: 'Allow', Action: '*', Resource: '*'}])
    const layers = {
      scps: [],
      identity: ownPolicies ? [everything] : [],
      ...(boundary === true ? {boundary: []} : {}),
      resource: {document: trust, sameAccount},
    }
    const request = {action: 'sts:AssumeRole', resource: 'arn:aws:iam::1:role/r', context: {}, principal: by}
    expect(evaluate(layers, request).decision).toBe(expected)
  })

  test('a Deny with NotPrincipal spares a session only when account, role and session are listed', () => {
    const by = {type: 'AWS', accountId: '1'.repeat(12), arn: 'arn:s', roleArn: 'arn:r'} as const
    const decide = (listed: string[]): string => {
      const statements = [
        {Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole'},
        {Effect: 'Deny', NotPrincipal: {AWS: listed}, Action: 'sts:AssumeRole'},
      ]
      const trust = parsePolicy(JSON.stringify({Statement: statements}), 'trust')
      const layers = {scps: [], identity: [], resource: {document: trust, sameAccount: true}}
      return evaluate(layers, {action: 'sts:AssumeRole', resource: 'r', context: {}, principal: by}).decision
    }
    expect(decide(['arn:r'])).toBe('explicitDeny')
    expect(decide(['arn:r', 'arn:s', '1'.repeat(12)])).toBe('allowed')
  })
})

describe('what is no policy', () => {
  test.each([
    ['not JSON', '{'],
    ['a list', '[]'],
    ['no statement', '{"Version":"2012-10-17"}'],
    ['no statements', '{"Version":"2012-10-17","Statement":[]}'],
    ['another version', '{"Version":"2025-01-01","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'],
    ['an unknown element', '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Conditions":{}}]}'],
    ['an unknown effect', '{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}'],
    ['both Action and NotAction', '{"Statement":[{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}]}'],
    ['an action without a service', '{"Statement":[{"Effect":"Allow","Action":"GetUser","Resource":"*"}]}'],
    ['no resource', '{"Statement":[{"Effect":"Allow","Action":"*"}]}'],
    ['a resource that is no ARN', '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"bucket"}]}'],
    ['a principal', '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}'],
    ['a condition that is a list', '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":[]}]}'],
  ])('%s is refused', (_, text) => {
    expect(() => parsePolicy(text)).toThrow(PolicySyntaxError)
  })
})

const action = fc.constantFrom('*', 's3:*', 's3:Get*', 'iam:*', 'iam:GetUser', 's3:GetObject')
const resource = fc.constantFrom('*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::${aws:username}/*')
const operator = fc.constantFrom('StringEquals', 'StringNotLike', 'ForAllValues:StringLike', 'NumericEqualsIfExists')
const conditions = fc.dictionary(operator, fc.constant({'aws:username': ['a', '1']}), {maxKeys: 2})
const statement = (effect: fc.Arbitrary<string>): fc.Arbitrary<object> =>
  fc.record({Effect: effect, Action: action, Resource: resource, Condition: conditions})
const request = fc.record({
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:GetUser'),
  resource: fc.constantFrom('arn:aws:s3:::a/b', 'arn:aws:s3:::b/b'),
  context: fc.constantFrom({}, {'aws:username': ['a']}, {'aws:username': ['b', '1']}),
})
const statements = fc.array(statement(fc.constantFrom('Allow', 'Deny')), {minLength: 1, maxLength: 4})

describe('laws', () => {
  test('one more Deny never allows more', () => {
    fc.assert(
      fc.property(statements, statement(fc.constant('Deny')), request, (before, denial, asked) => {
        const decide = (list: readonly object[]): string =>
          evaluate({scps: [], identity: [document(list)]}, asked).decision
        expect(decide([...before, denial]) === 'allowed' && decide(before) !== 'allowed').toBe(false)
      }),
    )
  })

  test('a condition operator that nobody knows never allows', () => {
    const unknown = fc.string({minLength: 1}).map((name) => `X${name}`)
    fc.assert(
      fc.property(statement(fc.constant('Allow')), unknown, request, (allowing, name, asked) => {
        const strange = {...allowing, Condition: {[name]: {'aws:username': 'a'}}}
        expect(evaluate({scps: [], identity: [document([strange])]}, asked).decision).toBe('implicitDeny')
      }),
    )
  })

  test('one more layer never allows more', () => {
    fc.assert(
      fc.property(statements, statements, request, (identity, narrowing, asked) => {
        const alone = evaluate({scps: [], identity: [document(identity)]}, asked).decision
        const layers = {scps: [[document(narrowing)]], boundary: [document(narrowing)], identity: [document(identity)]}
        expect(evaluate(layers, asked).decision === 'allowed' && alone !== 'allowed').toBe(false)
      }),
    )
  })

  test('a pattern matches what a regular expression would', () => {
    const text = fc.string({unit: fc.constantFrom('a', 'b', ':'), maxLength: 8})
    const pattern = fc.string({unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 6})
    fc.assert(
      fc.property(pattern, text, (wild, given) => {
        const expected = new RegExp(`^${wild.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(given)
        expect(matches(makePattern(wild) ?? [], given)).toBe(expected)
      }),
    )
  })

  test('a hostile pattern ends', () => {
    const started = performance.now()
    matches(makePattern(`${'a*'.repeat(500)}b`) ?? [], 'a'.repeat(4000))
    expect(performance.now() - started).toBeLessThan(60_000)
  })
})
