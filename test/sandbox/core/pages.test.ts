import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {isMutating} from '../../../src/sandbox/calls.js'
import {accountId, alnum, digits, lowerAlnum, uniqueId, uuid} from '../../../src/sandbox/ids.js'
import {page} from '../../../src/sandbox/pages.js'
import type {Call} from '../../../src/sandbox/service.js'
import {DEFAULT_SETTINGS} from '../../../src/sandbox/settings.js'
import {openMemoryStore} from '../../../src/sandbox/store/memory.js'

const callOf = (operation: string, pageSize = 1000): Call =>
  openMemoryStore().transact((tx) => ({
    tx,
    service: 'iam',
    operation,
    accountId: '012345678901',
    region: 'eu-west-1',
    caller: undefined,
    now: 0,
    settings: {...DEFAULT_SETTINGS, pageSize},
  }))

describe('pages', () => {
  test('hold every item once and in order, none more than asked for or allowed', () => {
    const sizes = fc.record({
      limit: fc.option(fc.integer({min: 1, max: 9}), {nil: undefined}),
      pageSize: fc.integer({min: 1, max: 9}),
    })
    fc.assert(
      fc.property(fc.array(fc.nat(), {maxLength: 40}), sizes, (items, {limit, pageSize}) => {
        const call = callOf('ListRoles', pageSize)
        const seen: number[] = []
        let token: string | undefined
        do {
          const {items: some, next} = page(items, {token, limit}, call)
          expect(some.length).toBeLessThanOrEqual(Math.min(limit ?? 9, pageSize))
          seen.push(...some)
          token = next
        } while (token !== undefined)
        expect(seen).toEqual(items)
      }),
    )
  })

  test('refuse tokens that are made up, or given by another operation', () => {
    const {next: token} = page([1, 2], {token: undefined, limit: 1}, callOf('ListRoles'))
    const list = (given: string | undefined, operation = 'ListRoles'): unknown =>
      page([1, 2], {token: given, limit: 1, badToken: 'ValidationError'}, callOf(operation)).items
    expect(list(token)).toEqual([2])
    expect(() => list(token, 'ListUsers')).toThrow(expect.objectContaining({name: 'ValidationError'}))
    for (const made of ['', '1', 'MS4x', `${token}x`.slice(3)])
      expect(() => list(made)).toThrow(expect.objectContaining({name: 'ValidationError'}))
  })
})

test('ids have the shapes of AWS', () => {
  expect(uniqueId('AROA')).toMatch(/^AROA[A-Z2-7]{17}$/)
  expect(uniqueId('AKIA')).toMatch(/^AKIA[A-Z2-7]{16}$/)
  expect(accountId()).toMatch(/^\d{12}$/)
  expect([digits(6), lowerAlnum(9), alnum(9)].join()).toMatch(/^\d{6},[a-z\d]{9},[A-Za-z\d]{9}$/)
  expect(uuid()).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
})

test.each([
  ['CreateAccount', true],
  ['TagResource', true],
  ['GetId', true],
  ['RespondToAuthChallenge', true],
  ['AdminCreateUser', true],
  ['EnableAWSServiceAccess', true],
  ['DescribeOrganization', false],
  ['ListRoles', false],
  ['AdminGetUser', false],
  ['AdminListGroupsForUser', false],
  ['AssumeRole', false],
  ['GetCallerIdentity', false],
  ['SimulatePrincipalPolicy', false],
])('%s changes something: %s', (operation, mutating) => {
  expect(isMutating(operation)).toBe(mutating)
})
