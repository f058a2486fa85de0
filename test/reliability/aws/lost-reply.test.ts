import {expect, test} from 'vitest'
import {rehearse, runCases, type Case, type Scene} from '../../_helpers/crash/cases.js'
import {lostReplies} from '../../_helpers/crash/replies.js'
import {afterInit, INIT_AWS} from '../../_helpers/crash/world.js'
import {cases} from '../../_helpers/proofs/soak.js'

const MINUTE = 60_000
/** Each `step`th of them. */
const some = (all: readonly Case[], step: number): readonly Case[] => all.filter((_, index) => index % step === 0)

test('2a: whatever reply org init loses, nothing is made twice', {timeout: 30 * MINUTE}, async () => {
  const scene: Scene = {args: INIT_AWS, isWhole: true}
  const rehearsed = await rehearse(scene)
  const {writes} = rehearsed
  expect(writes).toEqual(expect.arrayContaining(['organizations:CreateAccount', 'cognito-idp:CreateUserPool']))
  const lost = some(lostReplies(writes), cases(10, 1))
  expect((await runCases('2a (org init, lost replies)', rehearsed, lost)).failures).toEqual([])
})

test('2b: whatever reply user create loses, nothing is made twice', {timeout: 30 * MINUTE}, async () => {
  const args = ['user', 'create', 'bob', '--env', 'dev', '--group', 'developers']
  const scene: Scene = {from: await afterInit(), args, isWhole: true}
  const rehearsed = await rehearse(scene)
  const {writes} = rehearsed
  expect(writes).toContain('iam:CreateUser')
  expect(
    (await runCases('2b (user create, lost replies)', rehearsed, some(lostReplies(writes), cases(10, 1)))).failures,
  ).toEqual([])
})

test('2c: whatever reply destroy loses, the rest goes all the same', {timeout: 30 * MINUTE}, async () => {
  const args = ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev']
  const scene: Scene = {from: await afterInit(), args, isWhole: false}
  const rehearsed = await rehearse(scene)
  const {writes} = rehearsed
  expect(writes).toContain('cognito-idp:DeleteUserPool')
  expect(
    (await runCases('2c (destroy, lost replies)', rehearsed, some(lostReplies(writes), cases(10, 1)))).failures,
  ).toEqual([])
})
