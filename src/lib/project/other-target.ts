import {ConflictError} from '../base/errors.js'
import {recordsFolder, type Project} from './project.js'
import {openFileRecords} from '../records/files/file-records.js'

/**
 * Throws ConflictError `TARGET_CHANGED` when a line of awsup.yaml turned a project that exists on AWS over to a sandbox
 * in which it has nothing: everything would be made there, while users and accounts on AWS were no longer managed. Who
 * says `--sandbox` means the sandbox, and the other way (from the sandbox to AWS) is how a project begins.
 */
export async function requireSameTarget(project: Project): Promise<void> {
  const problem = await findOtherTarget(project)
  if (problem !== undefined) throw new ConflictError(problem, {code: 'TARGET_CHANGED', hint: BACK_TO_AWS})
}

/** What to do about it. */
export const BACK_TO_AWS =
  'They stay on AWS, but awsup would no longer manage them. Take target: sandbox out of awsup.yaml. To try the project in the sandbox as well: run the command with --sandbox.'

/** What is wrong with the target of awsup.yaml, from the records on this machine; `undefined` when nothing is. */
export async function findOtherTarget({root, target, targetIsAsked}: Project): Promise<string | undefined> {
  if (target !== 'sandbox' || targetIsAsked) return undefined
  if ((await openFileRecords(recordsFolder({root, target})).list()).length > 0) return undefined
  const there = await openFileRecords(recordsFolder({root, target: 'aws'})).list()
  const lasting = there.filter(({kind}) => LASTING.includes(kind)).map(({address, id}) => `${address} (${id})`)
  if (lasting.length === 0) return undefined
  const named = lasting.slice(0, 3).join(', ') + (lasting.length > 3 ? ` and ${lasting.length - 3} more` : '')
  return `awsup.yaml says target: sandbox, where nothing is on record, but on AWS there are ${named}`
}

const LASTING: readonly string[] = ['account', 'existing-account', 'user-pool', 'identity-pool']
