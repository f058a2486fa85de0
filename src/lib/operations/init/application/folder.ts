import {lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {ConflictError} from '../../../base/errors.js'
import {show} from '../../../manifest/read/show.js'

/** What may be in a folder that counts as empty. */
const EMPTY = ['.git']

/** Throws ConflictError where `folder` exists and is not an empty folder: a file, a link, or a folder with something in it. */
export function requireEmpty(folder: string): void {
  const hint = 'Choose another folder: awsup new writes into no folder that has anything in it.'
  const refuse = (why: string): ConflictError =>
    new ConflictError(`the folder ${show(folder)} ${why}`, {code: 'EXISTS', hint, details: {folder}})
  const found = writing(folder, () => lstatSync(folder, {throwIfNoEntry: false}))
  if (found === undefined) return
  if (found.isSymbolicLink()) throw refuse('is a symbolic link')
  if (!found.isDirectory()) throw refuse('exists and is not a folder')
  const others = writing(folder, () => readdirSync(folder)).filter((name) => !EMPTY.includes(name))
  if (others.length > 0) throw refuse('is not empty')
}

/** Writes new files, none over another; all of them, or none is left. Throws ConflictError. */
export function writeAll(folder: string, files: ReadonlyMap<string, string>): void {
  const undo: (() => void)[] = []
  const makeFolder = (path: string): void => {
    if (lstatSync(path, {throwIfNoEntry: false})?.isDirectory()) return
    if (path !== dirname(path)) makeFolder(dirname(path))
    mkdirSync(path)
    undo.push(() => rmdirSync(path))
  }
  try {
    writing(folder, () => {
      for (const [file, text] of files) {
        const path = join(folder, file)
        makeFolder(dirname(path))
        writeFileSync(path, text, {flag: 'wx'})
        undo.push(() => rmSync(path))
      }
    })
  } catch (error) {
    for (const step of undo.reverse()) step()
    throw error
  }
}

/** Does something to the folder. Throws ConflictError `NOT_WRITABLE` where the system refuses. */
function writing<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new ConflictError(`the folder ${show(folder)} cannot be written: ${error.message}`, {
      code: 'NOT_WRITABLE',
      hint: 'Nothing was left there. Choose a folder that you may write to.',
      details: {folder},
      cause: error,
    })
  }
}
