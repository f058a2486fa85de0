import {existsSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read} from '../../_helpers/cli.js'

const PRELOAD = `--import ${join(import.meta.dirname, '..', '..', '_helpers', 'crash', 'preload.mjs')}`
const JOURNAL = '.awsup/journal/switch.json'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

/** A project whose first switch, to prod, was killed before its last touch of a file that leaves things as `isMeant`. */
async function killedSwitch(isMeant: (project: string) => boolean): Promise<string> {
  const whole = copy()
  const env = {NODE_OPTIONS: PRELOAD, AWSUP_TEST_COUNTS: join(whole, '.awsup', 'counts.json')}
  expect((await awsup(whole, ['env', 'switch', 'prod'], {env})).code).toBe(0)
  const {touch} = JSON.parse(read(whole, '.awsup/counts.json')) as {touch: number}
  for (let at = touch; at > 0; at -= 1) {
    const project = copy()
    const run = await awsup(project, ['env', 'switch', 'prod'], {
      env: {NODE_OPTIONS: PRELOAD, AWSUP_TEST_CRASH: `touch:${at}`},
    })
    expect(run.code).toBeNull()
    if (existsSync(join(project, JOURNAL)) && isMeant(project)) return project
    rmSync(project, {recursive: true})
  }
  throw new Error('no touch of a file was as meant')
}

describe('a first switch that was killed before it was on', () => {
  let project: string
  beforeAll(async () => {
    project = await killedSwitch((folder) => !existsSync(join(folder, '.awsup/current.json')))
  })

  test('env current says that none is on because of it, and what finishes it', async () => {
    expect(await awsupJson(project, ['env', 'current'])).toMatchObject({
      code: 5,
      error: {
        code: 'NO_CURRENT',
        message: expect.stringContaining('a switch was interrupted') as string,
        hint: 'Finish it: awsup env switch prod',
        details: {interrupted: 'awsup env switch prod'},
      },
    })
  })

  test.each(['--check', '--dry-run'])('env switch %s says so, with a name and without', async (flag) => {
    expect((await awsupJson(project, ['env', 'switch', flag])).error).toMatchObject({
      code: 'NO_CURRENT',
      hint: 'Finish it: awsup env switch prod',
    })
    const {stderr} = await awsup(project, ['env', 'switch', 'prod', flag])
    expect(stderr).toContain('warning: a switch was interrupted')
    expect(stderr).toContain('awsup env switch prod finishes it')
  })
})

test('env switch --check is not content where all files are right and the switch did not end; the next one ends it', async () => {
  const project = await killedSwitch((folder) => existsSync(join(folder, '.awsup/current.json')))
  const checked = await awsupJson(project, ['env', 'switch', '--check'])
  expect(checked).toMatchObject({
    code: 10,
    result: {environment: 'prod', files: [{changed: false}]},
    warnings: [expect.stringContaining('a switch was interrupted') as string],
  })
  expect((await awsup(project, ['env', 'switch', 'prod'])).code).toBe(0)
  expect(await awsupJson(project, ['env', 'switch', '--check'])).toMatchObject({code: 0, warnings: []})
})
