import {appendFileSync} from 'node:fs'
import {join} from 'node:path'
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

/** Of what has no token that would keep AWS from making it twice, and what only its name keeps apart. */
const CREATES = /:(CreateTable|CreateBucket|CreateApp|CreateBranch|CreateDomainAssociation)$/
const FRONT_END = `data: { tables: { todos: { key: owner } }, buckets: { uploads: {} } }
hosting: { environments: { dev: { domain: app.acme.dev } } }
`

test(
  '2d: whatever reply apply loses while it makes tables, buckets and sites, none is made twice',
  async () => {
    const from = await afterInit(({project}) => appendFileSync(join(project, 'awsup.yaml'), FRONT_END))
    const rehearsed = await rehearse({from, args: ['apply', '--yes', '--env', 'dev'], isWhole: false})
    const {writes, shape} = rehearsed
    expect(shape.counts).toMatchObject({'dynamodb/tables': 1, 's3/buckets': 1, 'amplify/apps': 1, 'amplify/domains': 1})
    const lost = lostReplies(writes).filter((_, index) => CREATES.test(writes[Math.floor(index / 2)] ?? ''))
    expect(lost.length).toBe(10)
    expect((await runCases('2d (apply, lost replies)', rehearsed, some(lost, cases(2, 1)))).failures).toEqual([])
  },
  30 * MINUTE,
)
