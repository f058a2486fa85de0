import {createHash} from 'node:crypto'
import {realpathSync} from 'node:fs'

/** A session of a role in an environment's account: everything that changes which one it is. */
export interface RoleKey {
  readonly kind: 'role'
  /** Folder of the project, as the system writes it (`realpath`). */
  readonly root: string
  /** Where calls go, as it was asked; `default` is what awsup.yaml says. */
  readonly target: 'aws' | 'sandbox' | 'default'
  readonly environment: string
  /** Who asks: see `digestOfAsker`. */
  readonly asker: string
  /** What awsup.yaml and the records say, which account and which role among it: see `digestOfClaims`. */
  readonly claims: string
  /** As it was asked; absent for the access role. */
  readonly role?: string | undefined
  readonly durationS?: number | undefined
  readonly sessionName?: string | undefined
  readonly mfaSerial?: string | undefined
}

/** A session of a person's own, taken with a code of an MFA device, from which role sessions are made. */
export interface SourceKey {
  readonly kind: 'source'
  readonly root: string
  readonly target: 'aws' | 'sandbox' | 'default'
  readonly asker: string
  readonly durationS: number
  /** Of a device that was chosen; absent for the only one. */
  readonly mfaSerial?: string | undefined
}

export type SessionKey = RoleKey | SourceKey

/** Changes with what a key means, so that nothing that an older awsup kept is taken for something else. */
const VERSION = 1

/** The name of its file: the project, then all of the key. Equal for equal keys, whatever the order of their fields. Pure. */
export function nameOf(key: SessionKey): string {
  const fields = Object.entries(key)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `${projectMark(key.root)}-${sha256(JSON.stringify([VERSION, fields]))}`
}

/** What all names of one project begin with. Pure. */
export const projectMark = (root: string): string => sha256(root).slice(0, 16)

/** A folder by the one name that the system has for it. */
export const realRoot = (root: string): string => realpathSync.native(root)

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
