import {randomBytes} from 'node:crypto'
import {copyFile, link, mkdir, open, rm} from 'node:fs/promises'
import {basename, dirname, join, relative, sep} from 'node:path'
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
export async function prepare(
  root: string,
  {place, content, mode}: Change,
  {temporary, backup}: Replacement,
): Promise<void> {
  await mkdir(dirname(place.real), {recursive: true})
  if (temporary !== undefined && content) await writeNew(join(root, temporary), {content, mode: place.mode ?? mode})
  if (backup !== undefined) await keep(place.real, join(root, backup))
}

async function writeNew(path: string, {content, mode}: {content: Buffer; mode: number | undefined}): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(content)
    if (mode !== undefined) await file.chmod(mode)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A second name costs nothing and keeps everything; where a file system has none, a copy has to do. */
async function keep(path: string, backup: string): Promise<void> {
  try {
    await link(path, backup)
  } catch (error) {
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK')) throw error
    await copyFile(path, backup)
  }
}

/** Takes away what a switch put beside its files. */
export async function removeLeftovers(root: string, files: readonly Replacement[]): Promise<void> {
  for (const {temporary, backup} of files) {
    if (temporary !== undefined) await rm(join(root, temporary), {force: true})
    if (backup !== undefined) await rm(join(root, backup), {force: true})
  }
}
