import {existsSync, statSync} from 'node:fs'
import {dirname, join, relative, resolve} from 'node:path'
import {UsageError} from '../../base/errors.js'
import {show} from '../../manifest/read/show.js'
import {neverOursAnywhere} from '../../project/never-ours.js'
import type {Project} from '../../project/project.js'
import {isCode} from '../../records/files/durable.js'

/**
 * Where an export goes, from the project's folder on. Throws UsageError, before anybody is called, where that can be no
 * folder, or is awsup's own.
 */
export function requireExportFolder({root}: Pick<Project, 'root'>, out: string): string {
  const folder = resolve(root, out)
  const own = relative(join(root, '.awsup'), folder)
  const refuse = (why: string): UsageError =>
    new UsageError(`--out ${show(out)} ${why}`, {
      hint: 'Name a folder of its own, for example --out terraform.',
      details: {flag: 'out'},
    })
  if (out.trim() === '') throw refuse('names no folder')
  if (!own.startsWith('..')) throw refuse('is where awsup keeps its records')
  const there = findNearest(folder)
  if (!statSync(there).isDirectory()) throw refuse(there === folder ? 'is a file' : 'lies below a file')
  const reason = neverOursAnywhere(folder)
  if (reason !== undefined) throw refuse(`leads to ${reason}`)
  try {
    statSync(folder, {throwIfNoEntry: false})
  } catch (error) {
    if (isCode(error, 'ENAMETOOLONG')) throw refuse('is longer than a path can be')
    throw error
  }
  return folder
}

/** The folder itself, or what exists of the way to it. Versions of Node differ in what they say below a file. */
function findNearest(folder: string): string {
  return existsSync(folder) ? folder : findNearest(dirname(folder))
}
