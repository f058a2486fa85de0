import {readRegularFile} from '../../../../files/read.js'
import {UsageError} from '../../../base/errors.js'
import {readOrgFormation, type FoundOrganization} from '../../../import/org-formation.js'

/** An organization of hundreds of accounts, with their policies, has some hundred kilobytes. */
const MOST_BYTES = 1024 * 1024

/** The accounts of a file of org-formation. Throws UsageError where there is none, or it cannot be read. */
export function readOrganizationFile(file: string): FoundOrganization {
  const refuse = (why: string, cause?: unknown): UsageError =>
    new UsageError(`${file} ${why}`, {
      code: 'IMPORT_SOURCE',
      hint: 'Name the file of org-formation that has the section Organization.',
      details: {file},
      cause,
    })
  const bytes = readRegularFile(file, {limit: MOST_BYTES, refuse})
  if (bytes === undefined) throw new UsageError(`there is no ${file}`, {hint: 'Name a file that exists.'})
  const found = readOrgFormation(file, decode(bytes, refuse))
  if (found.accounts.length > 0) return found
  throw refuse('has no account: no resource of Type OC::ORG::Account')
}

function decode(bytes: Uint8Array, refuse: (why: string, cause: unknown) => UsageError): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw refuse('is not UTF-8 text', error)
    throw error
  }
}
