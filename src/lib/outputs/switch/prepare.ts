import {randomBytes} from 'node:crypto'
import {copyFileSync, linkSync, mkdirSync} from 'node:fs'
import {basename, dirname, join, relative, sep} from 'node:path'
import {makeFile, removeFile} from '../../../files/write.js'
import {isCode} from '../../records/files/durable.js'
import type {Place} from './place.js'
import type {Replacement} from './journal.js'

/** A file that is to change. */
export interface Change {
  readonly place: Place
  /** `undefined`: it is to go. */
  readonly content: Buffer | undefined
  /** Permissions of a new one; those of the process when absent. */
  readonly mode?: number | undefined
  /** No output of awsup.yaml any more. */
  readonly left?: true
}

/** Names for the new content and for a second name of the old file, beside it and in nobody's way. */
export function planReplacement(root: string, {place, content, left}: Change): Replacement {
  const name = join(dirname(place.real), `.${basename(place.real)}.awsup-${randomBytes(6).toString('hex')}`)
  const below = (path: string): string => relative(root, path).split(sep).join('/')
  return {
    target: below(place.real),
    ...(content === undefined ? {} : {temporary: below(`${name}.new`)}),
    ...(place.mode === undefined ? {} : {backup: below(`${name}.old`)}),
    ...(left === undefined ? {} : {left}),
  }
}

/** Puts both on disk, durably. */
export function prepare(root: string, {place, content, mode}: Change, {temporary, backup}: Replacement): void {
  mkdirSync(dirname(place.real), {recursive: true})
  if (temporary !== undefined && content) makeFile(join(root, temporary), content, {exactMode: place.mode ?? mode})
  if (backup !== undefined) keep(place.real, join(root, backup))
}

/** A second name costs nothing and keeps everything; where a file system has none, a copy has to do. */
function keep(path: string, backup: string): void {
  try {
    linkSync(path, backup)
  } catch (error) {
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK')) throw error
    copyFileSync(path, backup)
  }
}

/** Takes away what a switch put beside its files. */
export function removeLeftovers(root: string, files: readonly Replacement[]): void {
  for (const {temporary, backup} of files) {
    if (temporary !== undefined) removeFile(join(root, temporary))
    if (backup !== undefined) removeFile(join(root, backup))
  }
}
