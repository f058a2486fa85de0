import {join, relative} from 'node:path'

/** First segments of addresses that belong to the organization, not to one environment. */
const SHARED: readonly string[] = ['organization', 'unit', 'guardrail']

/** Where the record of an address is kept. */
export interface Place {
  readonly path: string
  /** `undefined` in organization.json. */
  readonly environment: string | undefined
  /** The address inside the file: without its environment. */
  readonly name: string
}

/** `dev.user-pool` → environments/dev.json, user-pool; `guardrail.deny-root-user` → organization.json. */
export function placeOf(directory: string, address: string): Place {
  const dot = address.indexOf('.')
  const first = dot < 0 ? address : address.slice(0, dot)
  if (dot <= 0 || SHARED.includes(first)) {
    return {path: organizationFile(directory), environment: undefined, name: address}
  }
  return {path: environmentFile(directory, first), environment: first, name: address.slice(dot + 1)}
}

const organizationFile = (directory: string): string => join(directory, 'organization.json')

export const environmentsFolder = (directory: string): string => join(directory, 'environments')

export const environmentFile = (directory: string, environment: string): string =>
  join(environmentsFolder(directory), `${encodeName(environment)}.json`)

export const journalFolder = (directory: string): string => join(directory, 'journal')

/** The copy of a record file that awsup wrote last: what a damaged one is put right from. */
export const lastGoodCopy = (directory: string, path: string): string =>
  join(directory, '.last', relative(directory, path))

/**
 * A name that is safe as a file name on every system: all but lower-case letters, digits, `-`, `_` and inner dots is
 * percent-encoded; capitals too, because macOS and Windows take `Admins` and `admins` for the same file.
 */
export const encodeName = (name: string): string =>
  [...Buffer.from(name)]
    .map((byte, index) => {
      const mark = String.fromCharCode(byte)
      return /[a-z0-9_-]/.test(mark) || (mark === '.' && index > 0) ? mark : `%${byte.toString(16).padStart(2, '0')}`
    })
    .join('')

/** The inverse of `encodeName`. */
export const decodeName = (encoded: string): string => decodeURIComponent(encoded)
