import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {diagnose, loadProject, switchEnvironment} from '../../../src/lib/index.js'
import {makeSealer} from '../../../src/lib/records/journal/seal.js'
import {makeTemplate, read, write} from '../../_helpers/cli.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

const connection = {report: () => undefined, signal: new AbortController().signal}
type Variables = Readonly<Record<string, string>>
const ask = async (root: string, target: 'aws' | 'sandbox', variables: Variables = {}) => {
  const project = loadProject({root, target})
  const {findings} = await diagnose(project, {environment: 'dev', offline: true, variables}, connection)
  return findings.map(({about, subject, problem, fix}) => `${about}: ${subject} ${problem} → ${fix}`)
}

describe('settings of the shell that lead clients elsewhere', () => {
  // On AWS nothing is made here: that is found too.
  const notMade = 'records: dev has no ids on record (target aws) → awsup apply --env dev'

  test.each<[Variables, readonly string[]]>([
    [{AWS_PROFILE: 'acme', AWS_REGION: 'us-east-1'}, []],
    [
      {AWS_PROFILE: 'acme', AWS_ACCESS_KEY_ID: 'AKIA'},
      [
        'shell: AWS_ACCESS_KEY_ID is set in addition to the profile acme: awsup uses the profile, the AWS CLI may use the keys → unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
      ],
    ],
    [{AWS_ACCESS_KEY_ID: 'AKIA'}, []],
    [
      {AWS_DEFAULT_REGION: 'eu-west-1'},
      [
        'shell: AWS_DEFAULT_REGION is eu-west-1, and dev is in us-east-1: awsup goes there, other clients do not → awsup exec dev -- <command> sets it right',
      ],
    ],
    [
      {AWS_ENDPOINT_URL_STS: 'http://localhost:1'},
      ['shell: AWS_ENDPOINT_URL_STS is set: calls do not go to AWS itself → unset AWS_ENDPOINT_URL_STS'],
    ],
  ])('%j', async (variables, expected) => {
    expect(await ask(copy(), 'aws', variables)).toEqual([notMade, ...expected])
    expect((await ask(copy(), 'sandbox', variables)).filter((line) => line.startsWith('shell'))).toEqual([])
  })
})

describe('what is on this machine', () => {
  test('a file that is gone, a switch that was interrupted, a record that is lost', async () => {
    const root = copy()
    await switchEnvironment(loadProject({root, target: 'sandbox'}), 'dev')
    expect(await ask(root, 'sandbox')).toEqual([])
    rmSync(join(root, 'amplify_outputs.json'))
    const journal = {version: 1, root, direction: 'undo', pid: 999999, files: []}
    write(root, '.awsup/journal/switch.json', JSON.stringify(makeSealer(root).seal('switch', journal)))
    expect(await ask(root, 'sandbox')).toEqual([
      'files: amplify_outputs.json does not exist → awsup env switch dev',
      'work: env switch was interrupted: some files may be of one environment and some of another → awsup env switch <name> finishes it',
    ])
    const file = '.awsup/sandbox/environments/dev.json'
    const records = JSON.parse(read(root, file)) as {resources: Record<string, unknown>}
    delete records.resources['user-pool']
    write(root, file, JSON.stringify(records))
    expect((await ask(root, 'sandbox'))[0]).toContain('records: dev environment dev is incomplete')
  })

  test('a file that awsup did not write', async () => {
    const root = copy()
    write(root, 'awsup.yaml', `${read(root, 'awsup.yaml')}  - { format: typescript, path: awsup.ts }\n`)
    write(root, 'awsup.ts', 'export const mine = 1\n')
    expect(await ask(root, 'sandbox')).toEqual([
      expect.stringMatching(/^files: dev awsup\.ts was not written by awsup → The format typescript/),
    ])
  })
})
