import {CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand} from '@aws-sdk/client-iam'
import {CreateBucketCommand} from '@aws-sdk/client-s3'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {openDoor, type Door} from '../../src/lib/aws/door.js'
import {makeOperatorPolicy} from '../../src/lib/operations/permissions.js'
import {openRecords} from '../../src/lib/records/open-records.js'
import {requestHandlerFor} from '../../src/sandbox/in-process.js'
import type {Sandbox} from '../../src/sandbox/sandbox.js'
import {openRooms} from '../_helpers/rooms.js'

const RECORDS = {bucket: 'acme-records', prefix: 'team/awsup'}
const ADDRESS = 'dev.user-pool'
const RECORDED = {
  address: ADDRESS,
  kind: 'user-pool',
  id: 'eu-west-1_AbCdEfGhI',
  accountId: '012345678901',
  region: 'eu-west-1',
  key: {name: 'acme-dev'},
  needs: [],
}

test('records in files take no action of S3, records in S3 four, on their bucket and prefix', () => {
  const actionsOf = (records?: typeof RECORDS) =>
    makeOperatorPolicy(records).Statement.flatMap(({Action, Resource}) =>
      Action.filter((action) => action.startsWith('s3:')).map((action) => `${action} ${Resource}`),
    )
  expect(actionsOf()).toEqual([])
  expect(actionsOf(RECORDS)).toEqual([
    's3:ListBucket arn:aws:s3:::acme-records',
    's3:DeleteObject arn:aws:s3:::acme-records/team/awsup/*',
    's3:GetObject arn:aws:s3:::acme-records/team/awsup/*',
    's3:PutObject arn:aws:s3:::acme-records/team/awsup/*',
  ])
  expect(actionsOf({...RECORDS, prefix: ''})[1]).toBe('s3:DeleteObject arn:aws:s3:::acme-records/*')
})

test('with the policy that is printed, and nothing else, an operator does all that records in S3 take', async () => {
  const {door, directory} = await openOperator()
  const home = {directory, target: 'aws', s3: RECORDS, region: 'eu-west-1'}
  const records = await openRecords(home, door)

  expect(await records.load(ADDRESS)).toBeUndefined()
  const release = await records.lock({who: 'ana', where: 'laptop', pid: 4711, since: '2026-11-22T00:00:00.000Z'})
  await records.openIntent({address: ADDRESS, kind: 'user-pool', run: 'r1', at: '2026-11-22T00:00:00.000Z'})
  await records.save(RECORDED)
  await records.closeIntent(ADDRESS)
  expect(await records.list()).toEqual([RECORDED])
  expect(await records.intents()).toEqual([])
  await records.remove(ADDRESS)
  await release()
  expect(await records.holder()).toBeUndefined()

  const elsewhere = await openRecords({...home, s3: {...RECORDS, prefix: 'others'}}, door)
  await expect(elsewhere.save(RECORDED)).rejects.toMatchObject({name: 'AccessDenied'})
})

/** A door for an IAM user who has the policy, and a bucket. */
async function openOperator() {
  const {sandbox, management} = await openRooms()
  const {iam} = (await management()).aws
  const UserName = 'operator'
  await iam.send(new CreateUserCommand({UserName}))
  const PolicyDocument = JSON.stringify(makeOperatorPolicy(RECORDS))
  await iam.send(new PutUserPolicyCommand({UserName, PolicyName: 'awsup', PolicyDocument}))
  const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName}))
  const keys = {accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? ''}

  const s3 = await (await openAs(sandbox, sandbox.credentials('admin'))).s3()
  await s3.send(new CreateBucketCommand({Bucket: RECORDS.bucket}))
  const directory = join(mkdtempSync(join(tmpdir(), 'awsup-operator-')), '.awsup', 'aws')
  return {door: await openAs(sandbox, keys), directory}
}

async function openAs(
  sandbox: Sandbox,
  credentials: Pick<ReturnType<Sandbox['credentials']>, 'accessKeyId' | 'secretAccessKey'>,
): Promise<Door> {
  const options = {target: 'sandbox', requestHandler: requestHandlerFor(sandbox), credentials} as const
  const door = await openDoor(options, () => undefined, new AbortController().signal)
  onTestFinished(() => door.close())
  return door
}
