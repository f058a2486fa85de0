import fc from 'fast-check'
import {expect, test} from 'vitest'
import {compileAccess} from '../../../src/lib/access/policy/compile.js'
import type {TableVerb} from '../../../src/lib/access/forms/dynamodb/rule.js'
import type {TopicVerb} from '../../../src/lib/access/forms/iot/rule.js'
import type {ObjectVerb} from '../../../src/lib/access/forms/s3/rule.js'
import type {AccessRule} from '../../../src/lib/access/rules.js'
import {policySize, splitPolicies} from '../../../src/lib/access/policy/size.js'
import type {PolicyDocument, Statement} from '../../../src/lib/access/policy/statement.js'

const PLACE = {region: 'eu-west-1', account: '012345678901'}
const ACCOUNT = 'eu-west-1:012345678901'

const some = <T>(...values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), {minLength: 1})
const owner = fc.constantFrom('identity', 'sub', 'custom:tenant', 'none')
const name = fc.constantFrom('one', 'two', 'three')

const dynamodb = fc
  .record({
    table: name,
    indexes: fc.uniqueArray(fc.constantFrom('by-date', 'by-list', '*')),
    owner,
    actions: some<TableVerb>('get', 'query', 'put', 'update', 'delete', 'scan'),
    attributes: fc.uniqueArray(fc.constantFrom('title', 'done')),
  })
  // What awsup.yaml cannot say: a scan of what somebody owns.
  .filter((rule) => rule.owner === 'none' || !rule.actions.includes('scan'))
  .map((rule): AccessRule => ({dynamodb: rule}))
const s3 = fc
  .record({
    bucket: name,
    owner,
    folder: fc.constantFrom('a', 'b'),
    actions: some<ObjectVerb>('get', 'list', 'put', 'delete'),
  })
  .map(({folder, ...rule}): AccessRule => ({
    s3: {...rule, prefix: rule.owner === 'none' ? folder : `${folder}/{owner}`},
  }))
const iot = fc
  .record({owner, actions: some<TopicVerb>('publish', 'subscribe')})
  .map((rule): AccessRule => ({iot: {...rule, topics: [rule.owner === 'none' ? 'all/*' : 'own/{owner}/*']}}))
const lambda = name.map((one): AccessRule => ({lambda: {function: one}}))
const rules = fc.array(fc.oneof(dynamodb, s3, iot, lambda))

const statementsOf = (all: readonly AccessRule[]): readonly Statement[] =>
  compileAccess(all, PLACE)?.document.Statement ?? []
const isOwned = ({Sid}: Statement): boolean => /^(List)?Own/.test(Sid)

test('whatever the rules, no statement about owned items allows Scan, and each asks for the owner’s keys', () => {
  fc.assert(
    fc.property(rules, (all) => {
      for (const {Sid, Action, Condition} of statementsOf(all).filter(({Sid: sid}) => sid.startsWith('OwnItems'))) {
        expect(Action, Sid).not.toContain('dynamodb:Scan')
        expect(Condition?.['ForAllValues:StringEquals']?.['dynamodb:LeadingKeys'], Sid).toHaveLength(1)
        expect(Condition?.['Null']?.['dynamodb:LeadingKeys'], Sid).toBe('false')
      }
    }),
  )
})

test('whatever the rules, what rests on a session tag says that the tag must be there, and holds no pattern where one would count', () => {
  fc.assert(
    fc.property(rules, (all) => {
      for (const {Sid, Condition, Resource} of statementsOf(all)) {
        const tag = /aws:PrincipalTag\/\w+/.exec(JSON.stringify([Condition, Resource]))?.[0]
        if (tag === undefined) continue
        expect(Condition?.['Null']?.[tag], Sid).toBe('false')
        const isPattern = !Sid.startsWith('OwnItems') && tag !== 'aws:PrincipalTag/sub'
        expect(Condition?.['StringNotLike']?.[tag] !== undefined, Sid).toBe(isPattern)
      }
    }),
  )
})

test('whatever the rules, what is owned names its owner in the resource or a condition, and every ARN is one of the rules’', () => {
  fc.assert(
    fc.property(rules, (all) => {
      const known = all.flatMap((rule) =>
        'dynamodb' in rule
          ? [`arn:aws:dynamodb:${ACCOUNT}:table/${rule.dynamodb.table}/`]
          : 's3' in rule
            ? [`arn:aws:s3:::${rule.s3.bucket}/`]
            : 'lambda' in rule
              ? [`arn:aws:lambda:${ACCOUNT}:function:${rule.lambda.function}/`]
              : [`arn:aws:iot:${ACCOUNT}:`],
      )
      for (const statement of statementsOf(all)) {
        for (const arn of statement.Resource) {
          const isKnown = (beginning: string) => `${JSON.stringify(arn).slice(1, -1)}/`.startsWith(beginning)
          expect(known.some(isKnown)).toBe(true)
        }
        if (isOwned(statement)) expect(JSON.stringify(statement)).toMatch(/\$\{(cognito-identity|aws:PrincipalTag)/)
      }
    }),
  )
})

test('whatever the rules, their order does not matter, nothing is said twice, and Sids are unique', () => {
  fc.assert(
    fc.property(rules, (all) => {
      const compiled = statementsOf(all)
      expect(statementsOf([...all].reverse())).toEqual(compiled)
      expect(statementsOf([...all, ...all])).toEqual(compiled)
      expect(new Set(compiled.map(({Sid}) => Sid)).size).toBe(compiled.length)
      for (const {Action, Resource} of compiled) {
        expect(new Set(Action).size).toBe(Action.length)
        expect(new Set(Resource).size).toBe(Resource.length)
      }
    }),
  )
})

const big = (tables: number): PolicyDocument => {
  const all = Array.from({length: tables}, (_, index): AccessRule => ({
    dynamodb: {table: `${'t'.repeat(100)}${index}`, indexes: [], owner: 'identity', actions: ['get'], attributes: []},
  }))
  return compileAccess(all, PLACE)?.document as PolicyDocument
}
const grants = (documents: readonly PolicyDocument[]): readonly unknown[] =>
  documents.flatMap(({Statement}) => Statement.flatMap(({Resource}) => Resource)).sort()

test('a policy that fits a role is one inline policy; a larger one is split into managed policies that each fit, and say the same', () => {
  fc.assert(
    fc.property(fc.integer({min: 1, max: 380}), (tables) => {
      const document = big(tables)
      const split = splitPolicies(document)
      if (policySize(document) <= 10_240) expect(split).toEqual({inline: document, managed: []})
      else {
        expect(split?.inline).toBeUndefined()
        expect(split?.managed.length).toBeLessThanOrEqual(10)
        for (const part of split?.managed ?? []) expect(policySize(part)).toBeLessThanOrEqual(6144)
        expect(grants(split?.managed ?? [])).toEqual(grants([document]))
      }
    }),
    {numRuns: 40},
  )
  expect(splitPolicies(big(500))).toBeUndefined()
})
