import {cpSync} from 'node:fs'
import {beforeAll, expect, test} from 'vitest'
import type {Finding} from '../../../src/lib/operations/environments/doctor/finding.js'
import {accessKeys, type AccessKey} from '../../../src/sandbox/services/iam/tables.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, sandboxOf} from '../../_helpers/cli.js'

const DAY = 24 * 60 * 60_000
const daysAgo = (days: number): number => Date.now() - days * DAY - 60_000

let team: () => string
beforeAll(async () => {
  const made = (await makeTemplate())()
  await awsup(made, ['user', 'create', 'ci', '--machine', '--env', 'dev', '--group', 'viewers', '--access-key'])
  await awsup(made, ['env', 'switch', 'dev'])
  team = () => {
    const folder = emptyFolder()
    cpSync(made, folder, {recursive: true})
    return folder
  }
})

/** A project whose ci has a key of that age and last use, in days. */
async function withKey({made, used}: {readonly made: number; readonly used?: number}): Promise<string> {
  const project = team()
  const sandbox = await sandboxOf(project)
  sandbox.world((tx) => {
    for (const key of accessKeys.list(tx, []).filter(({userName}) => userName === 'ci')) {
      const lastUsed = used === undefined ? undefined : {at: daysAgo(used), service: 's3', region: 'eu-west-1'}
      const old: AccessKey = {...key, createdAt: daysAgo(made), lastUsed}
      accessKeys.put(tx, [key.accessKeyId], old)
    }
  })
  return project
}

const findingsOf = async (project: string, ...flags: readonly string[]): Promise<readonly Finding[]> => {
  const {result} = await awsupJson(project, ['env', 'doctor', 'dev', ...flags])
  return (result as unknown as {findings: readonly Finding[]}).findings
}

test('a key of 90 days that is in use is to be rotated; with --max-key-age, one of another age', async () => {
  expect(await findingsOf(await withKey({made: 89, used: 1}))).toEqual([])
  const project = await withKey({made: 90, used: 1})
  expect(await findingsOf(project)).toEqual([
    {
      about: 'aws',
      subject: 'dev.user.ci',
      problem: expect.stringMatching(/^has the access key AKIA\w+, which is 90 days old$/) as string,
      fix: 'awsup user keys rotate ci --env dev',
    },
  ])
  expect(await findingsOf(project, '--max-key-age', '120')).toEqual([])
  expect(await findingsOf(await withKey({made: 30, used: 1}), '--max-key-age', '30')).toHaveLength(1)
  expect((await awsup(project, ['env', 'doctor', 'dev', '--max-key-age', '0'])).code).toBe(2)
})

test('a key that nothing uses is to be taken out of use, and the fix does it', async () => {
  expect(await findingsOf(await withKey({made: 100, used: 95}))).toMatchObject([
    {problem: expect.stringContaining('was not used for 95 days') as string},
  ])
  const [finding] = await findingsOf(await withKey({made: 100}))
  expect(finding?.problem).toMatch(/was never used and is 100 days old/)
  expect(finding?.fix).toMatch(
    /^awsup exec dev -- aws iam update-access-key --user-name ci --access-key-id AKIA\w+ --status Inactive$/,
  )
})

test('where a second key exists, the fix is to finish; an inactive key and a disabled user are no problem', async () => {
  const project = await withKey({made: 100, used: 1})
  await awsup(project, ['user', 'keys', 'rotate', 'ci'])
  expect(await findingsOf(project)).toMatchObject([{fix: 'awsup user keys rotate ci --env dev --finish'}])
  await awsup(project, ['user', 'keys', 'rotate', 'ci', '--finish'])
  expect(await findingsOf(project)).toEqual([])
})

test('a password without MFA is told, with how to fix it', async () => {
  const project = team()
  await awsup(project, ['user', 'create', 'ann', '--env', 'dev', '--group', 'viewers', '--console'])
  expect(await findingsOf(project)).toMatchObject([
    {
      subject: 'dev.user.ann',
      problem: 'has a console password and no MFA device',
      fix: expect.stringContaining('awsup user disable ann --env dev') as string,
    },
  ])
  await awsup(project, ['user', 'disable', 'ann', '--yes'])
  expect(await findingsOf(project)).toEqual([])
})
