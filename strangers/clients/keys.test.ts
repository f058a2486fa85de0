import {afterAll, beforeAll, expect, test} from 'vitest'
import {awsup, awsupJson} from '../../test/_helpers/cli.js'
import {serveProject, type Served} from '../served.js'
import {python, stranger, tryAws, variables} from '../stranger.js'

let served: Served
beforeAll(async () => {
  served = await serveProject()
})
afterAll(() => served.stop())

interface Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const keyOf = (result: unknown): Key => {
  const [key] = (result as {secrets?: Key[]}).secrets ?? []
  if (!key) throw new Error('no key')
  return key
}

const IDENTITY = `
import boto3, botocore.exceptions
try: print(boto3.client('sts').get_caller_identity()['Arn'].split(':')[-1])
except botocore.exceptions.ClientError as error: print(error.response['Error']['Code'])
`
const USERS = IDENTITY.replace(
  "boto3.client('sts').get_caller_identity()['Arn'].split(':')[-1]",
  "len(boto3.client('iam').list_users()['Users'])",
)

/** What boto3 says with this key, and what the AWS CLI says. */
async function told({accessKeyId, secretAccessKey}: Key): Promise<readonly string[]> {
  const {endpoint, region} = served
  const keys = {endpoint, region, accessKeyId, secretAccessKey}
  const [boto, cli] = await Promise.all([
    stranger(python('python'), ['-c', IDENTITY], variables(keys)),
    tryAws(keys, 'sts', 'get-caller-identity'),
  ])
  const code = /\((\w+)\)/.exec(cli.stderr)?.[1]
  return [boto.stdout.trim(), code ?? (cli.stdout.includes('user/ci') ? 'user/ci' : cli.stdout)]
}

const BOTH = ['user/ci', 'user/ci']
const NEITHER = ['InvalidClientTokenId', 'InvalidClientTokenId']

test('boto3 and the AWS CLI work with both keys of a rotation until it is finished, and with none of a disabled user', async () => {
  const {project} = served
  const create = ['user', 'create', 'ci', '--machine', '--env', 'dev', '--group', 'viewers', '--access-key']
  const first = keyOf((await awsupJson(project, create)).result)
  expect(await told(first)).toEqual(BOTH)

  const second = keyOf((await awsupJson(project, ['user', 'keys', 'rotate', 'ci'])).result)
  expect([await told(first), await told(second)]).toEqual([BOTH, BOTH])
  expect((await awsup(project, ['user', 'keys', 'rotate', 'ci', '--finish', '--delete'])).code).toBe(0)
  expect([await told(first), await told(second)]).toEqual([NEITHER, BOTH])

  expect((await awsup(project, ['user', 'disable', 'ci', '--yes'])).code).toBe(0)
  expect(await told(second)).toEqual(NEITHER)
  // Let in again, it has what its groups allow.
  const {endpoint, region} = served
  expect((await awsup(project, ['user', 'enable', 'ci', '--keys', '--yes'])).code).toBe(0)
  const run = await stranger(python('python'), ['-c', USERS], variables({endpoint, region, ...second}))
  expect(run.stdout.trim()).toBe('2')
})
