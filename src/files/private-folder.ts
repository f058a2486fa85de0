import {lstatSync, statSync} from 'node:fs'
import {dirname} from 'node:path'

/**
 * Whether it is a folder, and no link, that nobody but this user may look into or write to, where nobody else can put
 * another one in its place; bin/load.js asks the same. Windows has neither owners nor modes here: %LOCALAPPDATA% is the
 * user's own. Throws what the system says where there is no such folder.
 */
export function isPrivateFolder(folder: string): boolean {
  const found = lstatSync(folder)
  if (!found.isDirectory()) return false
  const uid = process.getuid?.()
  if (uid === undefined) return true
  const above = statSync(dirname(folder))
  const isSafe = (above.uid === uid || above.uid === 0) && ((above.mode & 0o022) === 0 || (above.mode & 0o1000) !== 0)
  return isSafe && found.uid === uid && (found.mode & 0o077) === 0
}
