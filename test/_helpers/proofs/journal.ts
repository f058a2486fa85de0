import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {saveIntent} from '../../../src/lib/records/journal/journal.js'
import type {Intent} from '../../../src/lib/records/records.js'
import {makeSealer} from '../../../src/lib/records/journal/seal.js'

/** Leaves work under way, as a run of this machine does that is killed. */
export const leaveIntent = (project: string, intent: Intent): void =>
  saveIntent(join(project, '.awsup', 'sandbox'), intent, makeSealer(project))

/** Changes the text of an intent on disk, as if awsup had written it so. */
export function rewriteIntent(project: string, path: string, change: (text: string) => string): void {
  const intent = {...(JSON.parse(readFileSync(path, 'utf8')) as object), seal: undefined}
  const changed = JSON.parse(change(JSON.stringify(intent))) as object
  writeFileSync(path, JSON.stringify(makeSealer(project).seal('intent', changed)))
}
