import {createHash} from 'node:crypto'
import {readdirSync} from 'node:fs'
import {basename, join} from 'node:path'
import {readRegularFile} from '../../files/read.js'
import {ConflictError} from '../base/errors.js'
import {isCode, isTemporary, removeDurably, requireFolder, writeDurably} from '../records/files/durable.js'
import type {ExportedFile} from './terraform/folder.js'

/** Files for one folder below the one that was named. */
export interface FolderFiles {
  /** `organization`, `environments/dev` */
  readonly folder: string
  readonly files: readonly ExportedFile[]
}

/** Readable for everybody who may read the project: there is no secret in it. */
const MODE = 0o644

/** What Terraform itself, or whoever works with it, leaves in a folder. */
const TERRAFORMS_OWN = /^\.terraform|^terraform\.tfstate|\.tfvars(\.json)?$|^crash\.log$|\.tfplan$/

/**
 * Throws ConflictError `NOT_OURS` that names every file in these folders that awsup did not write, or that was edited
 * since: whatever else lies there is part of the same configuration.
 */
export function requireOurs(out: string, folders: readonly Pick<FolderFiles, 'folder'>[]): void {
  const others = folders.flatMap(({folder}) =>
    list(join(out, folder))
      .filter((name) => !TERRAFORMS_OWN.test(name) && !isOurs(join(out, folder, name)))
      .map((name) => `${folder}/${name}`),
  )
  if (others.length === 0) return
  const [first = '', ...more] = others
  throw new ConflictError(
    `${first}${more.length > 0 ? ` (and ${more.length} more)` : ''} in ${out} was not written by awsup, or was edited since`,
    {
      code: 'NOT_OURS',
      hint: 'Choose another folder with --out, or write over it with --force: files of other names stay.',
      details: {out, files: others},
    },
  )
}

/**
 * Writes the files, each at once, so that whoever reads one sees it old or new and whole; takes away those of an earlier
 * export that are no more. Nothing outside of `out` is touched, and no symbolic link is followed in it. Answers their
 * paths below `out`.
 */
export function writeFolders(out: string, folders: readonly FolderFiles[]): readonly string[] {
  const written: string[] = []
  for (const {folder, files} of folders) {
    const path = join(out, folder)
    requireFolder(path, out)
    for (const {name, text} of files) {
      writeDurably(join(path, name), signed(text), MODE)
      written.push(`${folder}/${name}`)
    }
    const gone = list(path).filter((name) => files.every((file) => file.name !== name) && isOurs(join(path, name)))
    for (const name of gone) removeDurably(join(path, name))
  }
  return written
}

const signed = (text: string): string => `${signatureOf(text)}\n${text.startsWith('#') ? '#\n' : '\n'}${text}`

const FIRST = /^# Written by "awsup export terraform" \([0-9a-f]{16}\)\..*\n(?:#\n|\n)/

const signatureOf = (text: string): string =>
  `# Written by "awsup export terraform" (${digestOf(text)}). Once you edit it, awsup no longer writes over it.`

/** Whatever git makes of the ends of lines, it is the same text. */
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Whether a file is as awsup wrote it, or what a killed export was about to put into place. */
function isOurs(path: string): boolean {
  const bytes = findRegular(path)
  if (bytes === undefined) return false
  if (isTemporary(basename(path))) return true
  const text = bytes.toString('utf8').replaceAll('\r\n', '\n')
  const body = text.replace(FIRST, '')
  return body !== text && text.startsWith(`${signatureOf(body)}\n`)
}

/** More than an export has in one file, bytes. */
const MOST_BYTES = 16 * 1024 * 1024

class NotOurs extends Error {}

/** The bytes of a file that awsup may have written; nothing of what is no regular file, a link, or too large. */
function findRegular(path: string): Buffer | undefined {
  try {
    return readRegularFile(path, {limit: MOST_BYTES, noLink: () => new NotOurs(), refuse: (why) => new NotOurs(why)})
  } catch (error) {
    if (error instanceof NotOurs) return undefined
    throw error
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    if (isCode(error, 'ENOTDIR')) {
      throw new ConflictError(`${folder} is not a folder`, {
        code: 'NOT_OURS',
        hint: 'Move it away, or choose another folder with --out.',
        details: {folder},
      })
    }
    throw error
  }
}
