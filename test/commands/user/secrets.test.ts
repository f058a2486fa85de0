import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import type {UserSecrets} from '../../../src/lib/operations/users/secrets-facts.js'
import {isPassword} from '../../../src/sandbox/services/iam/users/passwords.js'
import {accessKeys, loginProfiles} from '../../../src/sandbox/services/iam/tables.js'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, type Run} from '../../_helpers/cli.js'
import {killAfter} from '../../_helpers/processes/kill.js'

const PRELOAD = `--import ${join(import.meta.dirname, '..', '..', '_helpers', 'crash', 'preload.mjs')}`
const CREATE = ['user', 'create', 'alice', '--env', 'dev']
const BOTH = [...CREATE, '--console', '--access-key', '--json']

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

/** Intents that are open; locks, undo and what was not yet put into place are none. */
const intentsOf = (project: string): readonly string[] =>
  readdirSync(join(project, '.awsup', 'sandbox', 'journal')).filter(
    (name) => name.includes('alice') && !name.endsWith('.tmp'),
  )

const secretsIn = ({stdout}: Pick<Run, 'stdout'>): UserSecrets | undefined =>
  stdout === '' ? undefined : (JSON.parse(stdout) as {result?: {secrets?: UserSecrets[]}}).result?.secrets?.[0]

/** Whether these are the one password and the one key that alice has. */
async function work(project: string, secrets: UserSecrets | undefined) {
  const sandbox = await sandboxOf(project)
  return sandbox.world((tx) => {
    const keys = accessKeys.list(tx, []).filter(({userName}) => userName === 'alice')
    const [profile] = loginProfiles.list(tx, [])
    return {
      keys: keys.length,
      key: keys[0]?.secretAccessKey === secrets?.secretAccessKey,
      password: isPassword(secrets?.password ?? '', profile?.passwordHash ?? ''),
    }
  })
}
const WELL = {keys: 1, key: true, password: true}

describe('both secrets of a user are one thing', () => {
  test('killed at any of its last writes, the run showed both, or the next one does; never one of them alone', async () => {
    const whole = copy()
    const counts = join(whole, '.awsup', 'counts.json')
    // Every run has to count the same writes, and who waits for what shows late asks as often as chance will have it.
    const env = {NODE_OPTIONS: PRELOAD, AWSUP_SANDBOX_LAG: '0'}
    expect(await work(whole, secretsIn(await awsup(whole, BOTH, {env: {...env, AWSUP_TEST_COUNTS: counts}})))).toEqual(
      WELL,
    )
    const {write: last} = JSON.parse(read(whole, '.awsup/counts.json')) as {write: number}
    const refused = []
    for (const at of [last, last - 1, last - 2, last - 3]) {
      const project = copy()
      const killed = await awsup(project, BOTH, {env: {...env, AWSUP_TEST_CRASH: `write:${at}`}})
      expect(killed.code).toBeNull()
      const isNext = intentsOf(project).length > 0 || secretsIn(killed) === undefined
      const rerun = await awsup(project, BOTH)
      expect({at, code: rerun.code}).toEqual({at, code: isNext ? 0 : 5})
      expect({at, ...(await work(project, secretsIn(isNext ? rerun : killed)))}).toEqual({at, ...WELL})
      expect(intentsOf(project)).toEqual([])
      refused.push(!isNext)
    }
    expect(refused).toContain(false)
  })

  test('who asks for one of them after an interruption gets it, and the other one stays to be finished', async () => {
    const project = copy()
    await killAfter(project, BOTH, 'iam:CreateAccessKey')
    const first = secretsIn(await awsup(project, [...CREATE, '--console', '--json']))
    expect(first).not.toHaveProperty('accessKeyId')
    expect((await awsupJson(project, ['status'])).result).toMatchObject({
      next: expect.stringMatching(/^awsup user create alice --env dev --access-key \(/) as string,
    })
    const second = secretsIn(await awsup(project, [...CREATE, '--access-key', '--json']))
    expect(second).not.toHaveProperty('password')
    expect(await work(project, {...second, password: first?.password ?? ''} as UserSecrets)).toEqual(WELL)
    expect(intentsOf(project)).toEqual([])
  })

  test('a key that IAM did not show yet when the next run began is replaced, not joined by a second one', async () => {
    const project = copy()
    const env = {AWSUP_SANDBOX_LAG: 'iam=1500'}
    await killAfter(project, BOTH, 'iam:CreateAccessKey')
    const secrets = secretsIn(await awsup(project, BOTH, {env}))
    expect(await work(project, secrets)).toEqual(WELL)
    expect(intentsOf(project)).toEqual([])
  })

  test('a key that AWS refuses leaves the password, which nobody saw, under way', async () => {
    const project = copy()
    const sandbox = await sandboxOf(project)
    sandbox.configure({
      faults: [
        {
          operation: 'iam:CreateAccessKey',
          when: 'before',
          effect: {type: 'error', name: 'AccessDenied', message: 'not you', status: 403},
        },
      ],
    })
    expect((await awsup(project, BOTH)).code).not.toBe(0)
    expect((await awsupJson(project, ['status'])).result).toMatchObject({
      next: expect.stringMatching(/^awsup user create alice --env dev --console \(/) as string,
    })
    sandbox.configure({faults: []})
    expect(await work(project, secretsIn(await awsup(project, BOTH)))).toEqual(WELL)
  })
})
