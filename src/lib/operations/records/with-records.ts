import {recordsFolder, type Project} from '../../project/project.js'
import {openFileRecords} from '../../records/files/file-records.js'
import type {Records} from '../../records/records.js'
import type {SessionOptions} from '../../project/session.js'

/** Works with a project's records alone: no network where they are files, none but S3 (as `options` say) where not. */
export async function withRecords<T>(
  project: Project,
  options: SessionOptions,
  work: (records: Records) => Promise<T>,
): Promise<T> {
  if (project.manifest.records === undefined) return work(openFileRecords(recordsFolder(project)))
  const [{openProjectDoor, recordsHome}, {openRecords}] = await Promise.all([
    import('../../project/session.js'),
    import('../../records/open-records.js'),
  ])
  const door = await openProjectDoor(project, options)
  try {
    return await work(await openRecords(recordsHome(project), door))
  } finally {
    door.close()
  }
}
