import {join, relative} from 'node:path'

/** First segments of addresses that belong to the organization, not to one environment. */
const SHARED: readonly string[] = ['organization', 'unit', 'guardrail', 'people']

/** Where the record of an address is kept. */
export interface Place {
  readonly path: string
  /** `undefined` in organization.json. */
  readonly environment: string | undefined
  /** The address inside the file: without its environment. */
  readonly name: string
}

/** `dev` of `dev.user-pool`; nothing of `organization` and `guardrail.deny-root-user`. */
export function environmentOf(address: string): string | undefined {
  const dot = address.indexOf('.')
  const first = address.slice(0, dot)
  return dot <= 0 || SHARED.includes(first) ? undefined : first
}

/** `dev.user-pool` → environments/dev.json, user-pool; `guardrail.deny-root-user` → organization.json. */
export function placeOf(directory: string, address: string): Place {
  const environment = environmentOf(address)
  return environment === undefined
    ? {path: organizationFile(directory), environment, name: address}
    : {path: environmentFile(directory, environment), environment, name: address.slice(environment.length + 1)}
}

const organizationFile = (directory: string): string => join(directory, 'organization.json')

export const environmentsFolder = (directory: string): string => join(directory, 'environments')

export const environmentFile = (directory: string, environment: string): string =>
  join(environmentsFolder(directory), `${encodeName(environment)}.json`)

export const journalFolder = (directory: string): string => join(directory, 'journal')

/** Beside the intents: why steps failed. */
export const failuresFolder = (directory: string): string => join(journalFolder(directory), 'failed')

/** The copy of a record file that awsup wrote last: what a damaged one is fixed from. */
export const lastGoodCopy = (directory: string, path: string): string =>
  join(directory, '.last', relative(directory, path))

/**
 * A name that is safe as a file name on every system: all but lower-case letters, digits, `-`, `_` and inner dots is
 * percent-encoded; capitals too, because macOS and Windows take `Admins` and `admins` for the same file.
 */
export const encodeName = (name: string): string => (PLAIN.test(name) ? name : percentEncode(name))

const PLAIN = /^[a-z0-9_-][a-z0-9_.-]*$/

const percentEncode = (name: string): string =>
  [...Buffer.from(name)]
    .map((byte, index) => {
      const mark = String.fromCharCode(byte)
      return /[a-z0-9_-]/.test(mark) || (mark === '.' && index > 0) ? mark : `%${byte.toString(16).padStart(2, '0')}`
    })
    .join('')

/** The inverse of `encodeName`. */
export const decodeName = (encoded: string): string => decodeURIComponent(encoded)

/** The order in which records, intents and failures are told. */
export const byAddress = (a: {readonly address: string}, b: {readonly address: string}): number =>
  a.address < b.address ? -1 : a.address > b.address ? 1 : 0
