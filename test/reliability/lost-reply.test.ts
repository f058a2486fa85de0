import {expect, test} from 'vitest'
import type {Fault} from '../../src/sandbox/settings.js'
import {rehearse, runCases, type Case, type Scene} from '../_helpers/crash/cases.js'
import {afterInit, INIT_AWS} from '../_helpers/crash/world.js'
import {cases} from '../_helpers/soak.js'

const MINUTE = 60_000
/** The work is incomplete; the same command continues. */
const RESUMABLE = [0, 6]

const EFFECTS: readonly (readonly [name: string, effect: Fault['effect']])[] = [
  ['the connection is lost', {type: 'drop'}],
  ['the answer is 500', {type: 'error', name: 'InternalFailure', message: 'it is not you', status: 500}],
]

/** The nth call of an operation is carried out, and its reply is lost. */
const lostReply = (operation: string, nth: number, [name, effect]: (typeof EFFECTS)[number]): Case => ({
  name: `${operation}, call ${nth}: ${name}`,
  disturb: async (world, args) => {
    world.sandbox.configure({faults: [{operation, nth, when: 'after', effect}]})
    const {code, output} = await world.run(args)
    world.sandbox.configure({faults: []})
    const resumable = code !== null && RESUMABLE.includes(code)
    return {struck: 1, ...(resumable ? {} : {unexplained: `the run ended with ${code ?? 'a signal'}:\n${output}`})}
  },
})

/** Every call that changes anything, in both ways; each `step`th. */
const lostReplies = (writes: readonly string[], step: number): readonly Case[] =>
  writes
    .flatMap((operation, index) => {
      const nth = writes.slice(0, index + 1).filter((earlier) => earlier === operation).length
      return EFFECTS.map((effect) => lostReply(operation, nth, effect))
    })
    .filter((_, index) => index % step === 0)

test('2a: whatever reply org init loses, nothing is made twice', {timeout: 30 * MINUTE}, async () => {
  const scene: Scene = {args: INIT_AWS, isWhole: true}
  const rehearsed = await rehearse(scene)
  const {writes} = rehearsed
  expect(writes).toEqual(expect.arrayContaining(['organizations:CreateAccount', 'cognito-idp:CreateUserPool']))
  const lost = lostReplies(writes, cases(10, 1))
  expect((await runCases('2a (org init, lost replies)', rehearsed, lost)).failures).toEqual([])
})

test('2b: whatever reply user create loses, nothing is made twice', {timeout: 30 * MINUTE}, async () => {
  const args = ['user', 'create', 'bob', '--env', 'dev', '--group', 'developers']
  const scene: Scene = {from: await afterInit(), args, isWhole: true}
  const rehearsed = await rehearse(scene)
  const {writes} = rehearsed
  expect(writes).toContain('iam:CreateUser')
  expect(
    (await runCases('2b (user create, lost replies)', rehearsed, lostReplies(writes, cases(10, 1)))).failures,
  ).toEqual([])
})

test('2c: whatever reply destroy loses, the rest goes all the same', {timeout: 30 * MINUTE}, async () => {
  const args = ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev']
  const scene: Scene = {from: await afterInit(), args, isWhole: false}
  const rehearsed = await rehearse(scene)
  const {writes} = rehearsed
  expect(writes).toContain('cognito-idp:DeleteUserPool')
  expect((await runCases('2c (destroy, lost replies)', rehearsed, lostReplies(writes, cases(10, 1)))).failures).toEqual(
    [],
  )
})
