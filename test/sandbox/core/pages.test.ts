import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {isMutating} from '../../../src/sandbox/core/calls.js'
import {accountId, alnum, digits, lowerAlnum, uniqueId, uuid} from '../../../src/sandbox/core/ids.js'
import {page} from '../../../src/sandbox/core/pages.js'
import type {Call} from '../../../src/sandbox/core/service.js'
import {NO_FUNCTIONS} from '../../../src/sandbox/functions/functions.js'
import {DEFAULT_SETTINGS} from '../../../src/sandbox/settings.js'
import {openMemoryStore} from '../../../src/sandbox/store/memory.js'

const callOf = (operation: string, pageSize = 1000): Call =>
  openMemoryStore().transact((tx) => ({
    tx,
    service: 'iam',
    operation,
    accountId: '012345678901',
    region: 'eu-west-1',
    host: undefined,
    caller: undefined,
    now: 0,
    settings: {...DEFAULT_SETTINGS, pageSize},
    kept: Promise.resolve(),
    functions: NO_FUNCTIONS,
  }))

const key = (item: string): string => item

/** What is listed page by page, where `between` may change the list after every page. */
function walk(items: readonly string[], limit: number, between?: (shown: readonly string[]) => readonly string[]) {
  const call = callOf('ListRoles')
  const pages: (readonly string[])[] = []
  let [list, token] = [items, undefined as string | undefined]
  do {
    const {items: shown, next} = page(list, {key, token, limit}, call)
    pages.push(shown)
    list = between?.(shown) ?? list
    token = next
  } while (token !== undefined)
  return {pages, seen: pages.flat(), left: list}
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
const names = fc.uniqueArray(fc.string({unit: 'binary'}), {maxLength: 40})

describe('pages', () => {
  test('hold every item once, in order of the keys, none more than asked for or allowed', () => {
    const sizes = fc.record({
      limit: fc.option(fc.integer({min: 1, max: 9}), {nil: undefined}),
      pageSize: fc.integer({min: 1, max: 9}),
    })
    fc.assert(
      fc.property(names, sizes, (items, {limit, pageSize}) => {
        const call = callOf('ListRoles', pageSize)
        const seen: string[] = []
        let token: string | undefined
        do {
          const {items: some, next} = page(items, {key, token, limit}, call)
          expect(some.length).toBeLessThanOrEqual(Math.min(limit ?? 9, pageSize))
          seen.push(...some)
          token = next
        } while (token !== undefined)
        expect(seen).toEqual(items.toSorted(byBytes))
      }),
    )
  })

  test('skip nothing when what they held is deleted between them', () => {
    fc.assert(
      fc.property(names, fc.integer({min: 1, max: 9}), (items, limit) => {
        let left = items
        const {seen} = walk(items, limit, (shown) => (left = left.filter((item) => !shown.includes(item))))
        expect(seen).toEqual(items.toSorted(byBytes))
        expect(left).toEqual([])
      }),
    )
  })

  test('show nothing twice, and all that stayed, whatever is made and deleted between them', () => {
    fc.assert(
      fc.property(names, fc.infiniteStream(names), fc.integer({min: 1, max: 9}), (items, changes, limit) => {
        const kept = items.filter((_, index) => index % 2 === 0)
        let rounds = 0
        const {seen} = walk(items, limit, () => {
          // Later rounds change nothing, so that the list ends.
          const more = rounds++ < 5 ? (changes.next().value as string[]) : []
          return [...new Set([...kept, ...more])]
        })
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen).toEqual(expect.arrayContaining(kept))
      }),
    )
  })

  test('refuse tokens that are made up, or given by another operation', () => {
    const {next: token} = page(['a', 'b'], {key, token: undefined, limit: 1}, callOf('ListRoles'))
    const list = (given: string | undefined, operation = 'ListRoles'): unknown =>
      page(['a', 'b'], {key, token: given, limit: 1, badToken: 'ValidationError'}, callOf(operation)).items
    expect(list(token)).toEqual(['b'])
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
