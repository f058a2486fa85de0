import {lstatSync, renameSync} from 'node:fs'

/**
 * What Windows answers while an editor, an indexer or a virus scanner has one of the files open, which is mostly over in
 * milliseconds (npm/write-file-atomic issue 227, isaacs/node-graceful-fs issue 104). Elsewhere they stay what they are.
 */
const MOMENTARY: readonly unknown[] = ['EPERM', 'EACCES', 'EBUSY']

/** ms: 2.5 seconds in all. */
const PAUSES = [10, 20, 40, 80, 150, 200, 300, 400, 600, 700]

/** The system's own; a test gives one that behaves as Windows does. */
export interface Renaming {
  readonly platform?: NodeJS.Platform
  readonly rename?: (from: string, to: string) => void
}

/**
 * Puts a file in the place of another, which may exist. Windows is asked again for a while; then throws what it said. Holds
 * the process, as all writing of files does (docs/decisions/cli/0048-files-are-written-while-the-process-waits.md).
 */
export function replace(from: string, to: string, system: Renaming = {}): void {
  const {platform = process.platform, rename = renameSync} = system
  for (const pause of PAUSES) {
    try {
      rename(from, to)
      return
    } catch (error) {
      if (!isMomentary(error, platform) || lstatSync(to, {throwIfNoEntry: false})?.isDirectory()) throw error
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause)
  }
  rename(from, to)
}

const isMomentary = (error: unknown, platform: NodeJS.Platform): boolean =>
  platform === 'win32' && error instanceof Error && 'code' in error && MOMENTARY.includes(error.code)

/**
 * Whether a folder can be synced, which makes renames in it last. Windows opens a folder, and answers EPERM when it is
 * synced: there it is moot.
 */
export const canSyncFolders = (platform: NodeJS.Platform = process.platform): boolean => platform !== 'win32'
