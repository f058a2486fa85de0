import {CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand} from '@aws-sdk/client-s3'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'
import {type Door, openDoor} from '../../../src/lib/aws/door.js'
import {openRecordObjects, openRecords} from '../../../src/lib/records/open-records.js'
import type {Records} from '../../../src/lib/records/records.js'
import type {Objects} from '../../../src/lib/records/s3/objects.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import type {Fault} from '../../../src/sandbox/settings.js'

const Bucket = 'acme-records'

/** A machine that works with records in S3: a door of its own, a folder of its own. */
export interface Machine {
  readonly directory: string
  readonly records: Records
  readonly objects: Objects
}

/** A sandbox with a bucket in it, and as many machines as are asked for. */
export async function openS3Records() {
  const sandbox = await openSandbox({settings: {pageSize: 2}})
  const s3 = await (await openSandboxDoor(sandbox)).s3()
  await s3.send(new CreateBucketCommand({Bucket}))
  const Key = (name: string): string => `team/aws/${name}`
  return {
    sandbox,
    machine: (): Promise<Machine> => openMachine(sandbox, Bucket),
    machineOn: (bucket: string): Promise<Machine> => openMachine(sandbox, bucket),
    inject: (...faults: readonly Fault[]): void => sandbox.configure({faults}),
    /** Past awsup: what is in an object, put there, taken away. */
    look: async (name: string): Promise<string> =>
      (await (await s3.send(new GetObjectCommand({Bucket, Key: Key(name)}))).Body?.transformToString()) ?? '',
    lay: async (name: string, Body: string): Promise<void> => {
      await s3.send(new PutObjectCommand({Bucket, Key: Key(name), Body, ContentLength: Buffer.byteLength(Body)}))
    },
    take: async (name: string): Promise<void> => {
      await s3.send(new DeleteObjectCommand({Bucket, Key: Key(name)}))
    },
  }
}

async function openMachine(sandbox: Sandbox, bucket: string): Promise<Machine> {
  const directory = join(mkdtempSync(join(tmpdir(), 'awsup-s3-records-')), '.awsup', 'aws')
  const home = {directory, target: 'aws', s3: {bucket, prefix: 'team'}, region: 'eu-west-1'}
  const door = await openSandboxDoor(sandbox)
  return {directory, records: await openRecords(home, door), objects: await openRecordObjects(home, door)}
}

async function openSandboxDoor(sandbox: Sandbox): Promise<Door> {
  const credentials = sandbox.credentials('admin')
  const options = {target: 'sandbox', requestHandler: requestHandlerFor(sandbox), credentials} as const
  const door = await openDoor(options, () => undefined, new AbortController().signal)
  onTestFinished(() => door.close())
  return door
}
