import {statSync} from 'node:fs'
import type {ReadCode} from '../../text/code/code.js'
import {AwsupError} from '../../base/errors.js'
import type {Wrote} from '../../records/current.js'
import {locate, readPlace, type Place} from './place.js'
import {takeOut} from './wrote.js'

/** A file that awsup wrote and awsup.yaml no longer names. */
export interface Left {
  readonly path: string
  readonly wrote: Wrote
  readonly place: Place
  readonly before: Buffer
  /** Its permissions. */
  readonly mode: number
  /** `changed`: somebody edited awsup's part since. Else the file without it; `undefined`: it would go as a whole. */
  readonly without: 'changed' | {readonly content: Buffer | undefined}
}

interface LeftInput {
  readonly root: string
  /** Paths that awsup.yaml names. */
  readonly named: readonly string[]
  readonly wrote: readonly Wrote[]
  readonly readCode: ReadCode | undefined
}

/**
 * Files that awsup wrote, that awsup.yaml no longer names, and that still hold awsup's part. One that the reader
 * deleted, or took awsup's part out of, is not left any more. Reads, and writes nothing.
 */
export function findLeft({root, named, wrote, readCode}: LeftInput): readonly Left[] {
  return wrote.flatMap((one) => {
    const place = named.includes(one.path) ? undefined : placeOf(root, one.path)
    if (place?.mode === undefined || named.some((path) => isSame(placeOf(root, path), place))) return []
    const before = readPlace(place)
    if (before === undefined) return []
    const without = takeOut(one, before, readCode)
    return without === 'gone' ? [] : [{path: one.path, wrote: one, place, before, mode: place.mode, without}]
  })
}

/** `undefined` where no file of ours can be: a folder, a link that leads out of the project. */
function placeOf(root: string, path: string): Place | undefined {
  try {
    return locate(root, path)
  } catch (error) {
    if (error instanceof AwsupError) return undefined
    throw error
  }
}

/** Two names of one file: by a link, or where capitals make no difference. */
function isSame(other: Place | undefined, {real}: Place): boolean {
  if (other?.mode === undefined) return other?.real === real
  const [a, b] = [other.real, real].map((path) => statSync(path, {bigint: true}))
  return a?.ino === b?.ino && a?.dev === b?.dev
}
