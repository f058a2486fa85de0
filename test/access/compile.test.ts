import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {compileAccess, type Statement} from '../../src/lib/access/compile.js'
import type {AccessRule, Verb} from '../../src/lib/access/rules.js'
import {ref} from '../../src/lib/resource.js'

const PLACE = {region: 'eu-west-1', environment: 'dev', account: '012345678901'}
const ME = '${cognito-identity.amazonaws.com:sub}'

const table = (name: string, ...actions: Verb[]): AccessRule => ({dynamodb: {table: name, owner: 'identity', actions}})
const bucket = (name: string, ...actions: Verb[]): AccessRule => ({s3: {bucket: name, owner: 'identity', actions}})
const call = (name: string): AccessRule => ({lambda: {function: name}})

const statements = (...rules: AccessRule[]): readonly Statement[] =>
  compileAccess(rules, PLACE)?.document.Statement ?? []

describe('access rules become a policy', () => {
  test('only where there are rules', () => {
    expect(compileAccess([], PLACE)).toBeUndefined()
  })

  test('that opens the own items of a table and its indexes, and never Scan', () => {
    expect(statements(table('todos-{env}', 'read', 'write'))).toEqual([
      {
        Sid: 'OwnItems',
        Effect: 'Allow',
        Action: [
          'dynamodb:BatchGetItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        Resource: [
          'arn:aws:dynamodb:eu-west-1:012345678901:table/todos-dev',
          'arn:aws:dynamodb:eu-west-1:012345678901:table/todos-dev/index/*',
        ],
        Condition: {
          'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': [ME]},
          Null: {'dynamodb:LeadingKeys': 'false'},
        },
      },
    ])
  })

  test('that opens the own folder of a bucket, and lists nothing else', () => {
    expect(statements(bucket('acme-{env}', 'read', 'write'))).toEqual([
      {
        Sid: 'OwnObjects',
        Effect: 'Allow',
        Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        Resource: [`arn:aws:s3:::acme-dev/${ME}/*`],
      },
      {
        Sid: 'ListOwnObjects',
        Effect: 'Allow',
        Action: ['s3:ListBucket'],
        Resource: ['arn:aws:s3:::acme-dev'],
        Condition: {StringLike: {'s3:prefix': [`${ME}/*`]}},
      },
    ])
  })

  test('in which a folder that may only be written cannot be listed', () => {
    expect(statements(bucket('drop', 'write')).flatMap(({Action}) => Action)).toEqual([
      's3:DeleteObject',
      's3:PutObject',
    ])
  })

  test('that opens functions by name', () => {
    expect(statements(call('resize-{env}'), call('mail'))).toEqual([
      {
        Sid: 'CallFunctions',
        Effect: 'Allow',
        Action: ['lambda:InvokeFunction'],
        Resource: [
          'arn:aws:lambda:eu-west-1:012345678901:function:mail',
          'arn:aws:lambda:eu-west-1:012345678901:function:resize-dev',
        ],
      },
    ])
  })

  test('in which the account may still be a reference', () => {
    const account = ref('dev.account')
    const compiled = compileAccess([call('mail')], {...PLACE, account})
    expect(compiled?.document.Statement[0]?.Resource).toEqual([
      {$text: ['arn:aws:lambda:eu-west-1:', account, ':function:mail']},
    ])
  })

  test('with no more statements than it needs', () => {
    const both = statements(table('a', 'read', 'write'), table('b', 'read', 'write'))
    expect(both).toHaveLength(1)
    expect(statements(table('a', 'read', 'write'), table('b', 'read'))).toHaveLength(2)
    expect(statements(table('a', 'read'), table('b', 'write'), table('c', 'read', 'write'))).toHaveLength(2)
    expect(statements(table('a', 'read'), table('a', 'read'))).toEqual(statements(table('a', 'read')))
  })
})

const verbs = fc.uniqueArray(fc.constantFrom<Verb[]>('read', 'write'), {minLength: 1})
const name = fc.constantFrom('one', 'two-{env}', 'three')
const rule: fc.Arbitrary<AccessRule> = fc.oneof(
  fc.tuple(name, verbs).map(([table_, actions]) => table(table_, ...actions)),
  fc.tuple(name, verbs).map(([bucket_, actions]) => bucket(bucket_, ...actions)),
  name.map(call),
)

describe('whatever the rules,', () => {
  test('every way to data names the identity, and nothing is a wildcard of its own', () => {
    fc.assert(
      fc.property(fc.array(rule), (rules) => {
        for (const statement of statements(...rules)) {
          const {Action, Resource, Condition} = statement
          expect(Action.every((action) => !action.includes('*') && action !== 'dynamodb:Scan')).toBe(true)
          expect(Resource).not.toContain('*')
          const own = JSON.stringify(Condition ?? Resource).includes(ME)
          expect(own || Action.every((action) => action === 'lambda:InvokeFunction')).toBe(true)
        }
      }),
    )
  })

  test('their order does not matter, Sids are unique, and there are at most six statements', () => {
    fc.assert(
      fc.property(fc.array(rule), (rules) => {
        const compiled = statements(...rules)
        expect(statements(...rules.toReversed())).toEqual(compiled)
        expect(new Set(compiled.map(({Sid}) => Sid)).size).toBe(compiled.length)
        expect(compiled.length).toBeLessThanOrEqual(6)
      }),
    )
  })
})
