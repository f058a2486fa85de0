import {describe, expect, test} from 'vitest'
import {compileAccess} from '../../../src/lib/access/policy/compile.js'
import {makeProbes} from '../../../src/lib/access/matrix/matrix.js'
import type {TableVerb} from '../../../src/lib/access/forms/dynamodb/rule.js'
import type {AccessRule} from '../../../src/lib/access/rules.js'
import {dynamodbKeys} from '../../../src/models/condition-keys.js'
import {GROUND} from './_helpers/tested.js'

const VERBS: readonly TableVerb[] = ['get', 'query', 'put', 'update', 'delete', 'scan']

/** Every set of verbs, with attributes and without, owned and shared. */
const RULES: readonly AccessRule[] = Array.from({length: 2 ** VERBS.length - 1}, (_, bits) =>
  VERBS.filter((_verb, index) => ((bits + 1) >> index) % 2 === 1),
).flatMap((actions) =>
  [[], ['pk', 'name']].flatMap((attributes) =>
    ['identity', 'none'].map((owner): AccessRule => ({
      dynamodb: {table: 'todos', indexes: ['by-date'], owner, actions, attributes},
    })),
  ),
)

describe('a condition on a key of DynamoDB is asked only where AWS fills it', () => {
  test.each(RULES)('by the policy of %j', (rule) => {
    for (const {Action, Condition = {}} of compileAccess([rule], GROUND)?.document.Statement ?? []) {
      const asked = Object.values(Condition).flatMap((keys) => Object.keys(keys))
      for (const action of Action) {
        const filled = dynamodbKeys(action.replace('dynamodb:', ''))
        const absent = asked.filter((key) => key.startsWith('dynamodb:') && !filled.includes(key))
        expect({action, absent: absent.filter((key) => !isScan(action, key))}).toEqual({action, absent: []})
      }
    }
  })

  test('and sent only there by the matrix', () => {
    for (const {action, keys} of makeProbes([{rules: RULES}], GROUND)) {
      const filled = dynamodbKeys(action.replace('dynamodb:', ''))
      const sent = Object.keys(keys).filter((key) => key.startsWith('dynamodb:'))
      expect({action, sent: sent.filter((key) => !filled.includes(key))}).toEqual({action, sent: []})
    }
  })
})

/** What awsup.yaml cannot say: a scan of what somebody owns. Such a policy allows none, and that is right. */
const isScan = (action: string, key: string): boolean => action === 'dynamodb:Scan' && key === 'dynamodb:LeadingKeys'

test('the operations of the table are those that read or write items, and no other has keys', () => {
  expect(dynamodbKeys('GetItem')).toContain('dynamodb:Select')
  expect(dynamodbKeys('PutItem')).toContain('dynamodb:ReturnValues')
  expect(dynamodbKeys('PutItem')).not.toContain('dynamodb:Select')
  expect(dynamodbKeys('BatchWriteItem')).not.toContain('dynamodb:ReturnValues')
  expect(dynamodbKeys('CreateTable')).toEqual([])
  expect(dynamodbKeys('constructor')).toEqual([])
})
