import {expect, test} from 'vitest'
import {wrongCells} from '../../../src/lib/access/matrix/matrix.js'
import {simulateRoles} from '../../../src/lib/operations/access/simulated.js'
import {openRooms} from '../../_helpers/worlds/rooms.js'
import {GROUND, parsedOf, testedRole} from '../access/_helpers/tested.js'

const parsed = parsedOf({access: {authenticated: [{dynamodb: {table: 'todos'}}, {s3: {bucket: 'uploads'}}]}})
const role = testedRole(parsed, 'authenticated')

async function simulate(...statements: readonly object[]) {
  const {management, calls} = await openRooms()
  const {iam} = (await management()).aws
  const document = {Version: '2012-10-17', Statement: statements}
  const documents = statements.length === 0 ? [] : [{name: 'access', kind: 'inline' as const, document}]
  const roles = [{...role, address: 'dev.role', name: 'acme-dev-authenticated', documents}]
  const cells = await simulateRoles(roles, {iam, ground: GROUND, signal: new AbortController().signal})
  const {exposed, missing} = wrongCells(cells)
  return {
    cells,
    exposed: exposed.map(({action, target}) => `${action} ${target}`),
    missing,
    asked: calls('iam:SimulateCustomPolicy'),
  }
}

const TABLE = `arn:aws:dynamodb:${GROUND.region}:${GROUND.account}:table/todos`
const LEADING = {'dynamodb:LeadingKeys': ['${cognito-identity.amazonaws.com:sub}']}

test('IAM’s simulator catches a policy without its Null guard, and is told every value of a key that has several', async () => {
  const {exposed, cells} = await simulate({
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Scan'],
    Resource: TABLE,
    Condition: {'ForAllValues:StringEquals': LEADING},
  })
  expect(exposed).toContain('dynamodb:Scan items of table todos, no key named')
  expect(exposed).not.toContain('dynamodb:BatchGetItem own and another’s items of table todos at once')
  expect(cells.find(({action, meant}) => action === 'dynamodb:GetItem' && meant)).toMatchObject({allowed: true})
})

test('requests that differ in their action alone are one call, and a role without policies is none', async () => {
  const {cells, asked} = await simulate({Effect: 'Allow', Action: 's3:*', Resource: '*'})
  expect(cells.length).toBeGreaterThan(asked * 1.5)
  const nothing = await simulate()
  expect(nothing.asked).toBe(0)
  expect(nothing.exposed).toEqual([])
  expect(nothing.missing.length).toBeGreaterThan(5)
})
