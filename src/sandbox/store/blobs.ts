import {createHash} from 'node:crypto'
import {existsSync, rmSync} from 'node:fs'
import path from 'node:path'
import {DamagedFileError, findFile} from './damage.js'
import {createFile, makeFolder} from './files.js'
import type {Blobs} from './transaction.js'

const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Bytes that are forgotten with the process. */
export function makeMemoryBlobs(): Blobs {
  const known = new Map<string, Buffer>()
  return {
    put: (bytes) => {
      const name = nameOf(bytes)
      known.set(name, Buffer.from(bytes))
      return name
    },
    get: (name) => known.get(name) ?? lost(name, 'it is missing'),
    clear: () => {
      known.clear()
    },
  }
}

/** Bytes in files, each made whole or not at all, and on disk before any value can name them. */
export function openFileBlobs(folder: string, temporary: string): Blobs {
  const fileOf = (name: string): string => path.join(folder, name)
  return {
    put: (bytes) => {
      const name = nameOf(bytes)
      makeFolder(folder)
      if (!existsSync(fileOf(name))) createFile(fileOf(name), bytes, temporary)
      return name
    },
    get: (name) => {
      const bytes = findFile(fileOf(name)) ?? lost(fileOf(name), 'it is missing')
      return nameOf(bytes) === name ? bytes : lost(fileOf(name), 'its content is not what was put there')
    },
    clear: () => {
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

function lost(file: string, detail: string): never {
  throw new DamagedFileError(file, 0, detail)
}
