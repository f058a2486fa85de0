import {join, sep} from 'node:path'
import {ConflictError, UsageError} from '../../base/errors.js'
import {recordsFolder, type Project} from '../../project/project.js'
import {openFileRecords} from '../../records/files/file-records.js'
import {readBytes} from '../../records/files/json-file.js'
import {journalFile, listJson, removeIntent, renderIntent} from '../../records/journal/journal.js'
import {openRecordObjects} from '../../records/open-records.js'
import {environmentsFolder} from '../../records/places.js'
import {copyFromS3, copyJournalFromS3, type Copied} from '../../records/s3/local-copy.js'
import {requireConditions} from '../../records/s3/conditions.js'
import {takeS3Lock} from '../../records/s3/lock.js'
import type {Objects} from '../../records/s3/objects.js'
import {type DoorOptions, openProjectDoor, recordsHome, type SessionOptions} from '../../project/session.js'
import {makeHolder} from '../../records/holder.js'

/** What `records push` and `records pull` did. */
export interface RecordsMoved {
  /** A folder, or a place in S3. */
  readonly from: string
  readonly to: string
  /** `environments/dev.json`; `changed` is false where both sides had the same already. */
  readonly files: readonly Copied[]
}

/**
 * Brings the records of this folder to where awsup.yaml keeps them in S3: all of them, or none. Throws ConflictError
 * `RECORDS_DIFFER` where there are others already, unless they are to be overwritten; `NO_CONDITIONS` where the store
 * does not keep conditions; and where either is damaged.
 */
export async function pushRecords(
  project: Project,
  options: SessionOptions & {readonly overwrite: boolean},
): Promise<RecordsMoved> {
  const directory = recordsFolder(project)
  const local = await loadLocal(directory)
  const organization = await openFileRecords(directory).load('organization')
  const meant = {...options, managementAccountId: organization?.accountId}
  return withObjects(project, meant, async (objects) => {
    await requireConditions(objects)
    const lock = await takeS3Lock(objects, makeHolder())
    try {
      const both = await Promise.all(local.map(async (file) => ({...file, there: await objects.load(file.name)})))
      const changes = both.filter(({text, there}) => there?.bytes.toString('utf8') !== text)
      const others = changes.filter(({there}) => there !== undefined)
      if (others.length > 0 && !options.overwrite) {
        throw differ(
          project,
          others.map(({name}) => objects.urlOf(name)),
        )
      }
      for (const {name, text, there} of changes) {
        await lock.requireMine()
        if ((await objects.put(name, text, there?.etag)) === undefined) throw changedMeanwhile(objects.urlOf(name))
      }
      // Work under way is now on record there alone: it must not be found here when it is long done.
      for (const {intent} of local) if (intent !== undefined) removeIntent(directory, intent)
      const files = both.map((file) => ({name: file.name, changed: changes.includes(file)}))
      return {from: directory, to: objects.urlOf(''), files}
    } finally {
      await lock.release()
    }
  })
}

/**
 * Makes the copy in this folder what is in S3; what is here alone stays. Throws ConflictError where there is nothing.
 */
export async function pullRecords(project: Project, options: SessionOptions): Promise<RecordsMoved> {
  const directory = recordsFolder(project)
  return withObjects(project, options, async (objects) => {
    const files = [...(await copyFromS3(objects, directory)), ...(await copyJournalFromS3(objects, directory))]
    if (files.length === 0) {
      throw new ConflictError(`there are no records at ${objects.urlOf('')}`, {
        code: 'NO_RECORDS',
        hint: 'awsup org init and awsup apply write them; awsup records push brings those of this folder.',
      })
    }
    return {from: objects.urlOf(''), to: directory, files}
  })
}

async function withObjects<T>(
  project: Project,
  options: DoorOptions,
  work: (objects: Objects) => Promise<T>,
): Promise<T> {
  const {s3, ...home} = recordsHome(project)
  if (s3 === undefined) {
    throw new UsageError("awsup.yaml doesn't keep records in S3", {
      code: 'NO_RECORDS_PLACE',
      hint: 'Say where, for example: records: s3://acme-awsup/records',
    })
  }
  const door = await openProjectDoor(project, options)
  try {
    return await work(await openRecordObjects({...home, s3}, door))
  } finally {
    door.close()
  }
}

interface LocalFile {
  /** As the object is called. */
  readonly name: string
  readonly text: string
  /** The address, where it is work under way. */
  readonly intent?: string
}

/**
 * Every file of records and of the journal, known to be whole. Throws ConflictError where one is damaged, or two
 * environments have the same ids.
 */
async function loadLocal(directory: string): Promise<readonly LocalFile[]> {
  const whole = openFileRecords(directory)
  await whole.list()
  const records = [
    'organization',
    ...listJson(environmentsFolder(directory)).map((name) => `environments/${name}`),
  ].map((name) => ({name: `${name}.json`}))
  const journal = (await whole.intents()).map((intent) => ({
    name: journalFile('', intent.address).split(sep).join('/'),
    intent: intent.address,
    text: renderIntent(intent),
  }))
  const files = records.flatMap((file) => {
    const text = readBytes(join(directory, file.name))?.toString('utf8')
    return text === undefined ? [] : [{...file, text}]
  })
  return [...files, ...journal]
}

function differ({manifest: {records}}: Project, objects: readonly string[]): ConflictError {
  return new ConflictError(`other records already exist: ${objects.join(', ')}`, {
    code: 'RECORDS_DIFFER',
    hint: `Nothing was written. Take those: awsup records pull. Or overwrite them: awsup records push --confirm ${records?.bucket ?? ''}`,
    details: {objects},
  })
}

const changedMeanwhile = (object: string): ConflictError =>
  new ConflictError(`${object} changed while it was written`, {
    code: 'RECORDS_DIFFER',
    hint: 'Nothing of it was overwritten. Run the same command again.',
    details: {objects: [object]},
  })
