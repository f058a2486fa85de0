import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {UsageError} from '../../base/errors.js'
import {MANIFEST} from '../../project/project.js'
import {realRoot} from '../../sessions/key.js'
import {openSessions, type Forgotten} from '../../sessions/store.js'

/** What `logout` forgot. */
export interface LoggedOut extends Forgotten {
  /** Whether it was about all projects, and not about one. */
  readonly all: boolean
}

/**
 * Forgets the sessions that are kept for the project, or all of them with their key. awsup.yaml need not be right for that.
 * Throws UsageError `NO_PROJECT` where it is not there, ConflictError where a file cannot be deleted.
 */
export async function forgetSessions({root, all}: {readonly root: string; readonly all: boolean}): Promise<LoggedOut> {
  if (!all && !existsSync(join(root, MANIFEST))) {
    throw new UsageError(`there is no ${MANIFEST} in ${root} or above it`, {
      code: 'NO_PROJECT',
      hint: 'Forget the sessions of all projects: awsup logout --all',
    })
  }
  // What was kept before is forgotten also where nothing is kept any more.
  const keeping = process.env['AWSUP_KEYCHAIN'] === 'off' ? {AWSUP_KEYCHAIN: 'file'} : {}
  const sessions = openSessions({root, env: {...process.env, ...keeping}})
  const forgotten = await sessions?.forget(all ? 'all' : {root: realRoot(root)})
  return {all, ...(forgotten ?? {sessions: [], unreadable: 0, keys: []})}
}
