import {chmodSync, existsSync, mkdirSync, statSync} from 'node:fs'
import {homedir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {readRegularFile} from '../../../../files/read.js'
import {ConflictError} from '../../../base/errors.js'
import {isCode, symlinkRefused, writable, writeDurably} from '../../../records/files/durable.js'

/** More bytes than people have profiles for. */
const MOST_BYTES = 5_000_000

/** The user's own files, as AWS's clients look for them. */
export interface ConfigPaths {
  readonly config: string
  readonly credentials: string
}

/** AWS SDKs and Tools Reference, "Location of the shared config and credentials files". */
export function configPaths(env: NodeJS.ProcessEnv = process.env): ConfigPaths {
  const home = env['HOME'] || homedir()
  const pathOf = (variable: string, name: string): string => {
    const named = env[variable]
    if (!named) return join(home, '.aws', name)
    return named.startsWith('~/') ? join(home, named.slice(2)) : resolve(named)
  }
  return {
    config: pathOf('AWS_CONFIG_FILE', 'config'),
    credentials: pathOf('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  }
}

/** The bytes of such a file; `undefined` where there is none. Throws ConflictError where it is a link or no file. */
export const readConfig = (path: string): Buffer | undefined =>
  readRegularFile(path, {
    limit: MOST_BYTES,
    noLink: () => symlinkRefused(path),
    refuse: (why, cause) =>
      new ConflictError(`${path} ${why}`, {
        code: 'NOT_READABLE',
        hint: 'Nothing was written. awsup edits a regular file that you may read: repair it, or name another one in AWS_CONFIG_FILE.',
        details: {path},
        cause,
      }),
  })

/** Lines at which the sections of these profiles begin, outside of the block. Names are compared without quotes. */
export function findProfiles(text: string, names: ReadonlySet<string>): readonly {name: string; line: number}[] {
  return text.split('\n').flatMap((line, index) => {
    const header = /^\s*\[\s*(?:profile\s+)?(["']?)(.*?)\1\s*\]/.exec(line)
    const name = header?.[2]
    return name !== undefined && names.has(name) ? [{name, line: index + 1}] : []
  })
}

/** The line at which the section of this sign-in begins, outside of the block. */
export function findSession(text: string, session: string): number | undefined {
  const index = text
    .split('\n')
    .findIndex((line) => /^\s*\[\s*sso-session\s+(["']?)(.*?)\1\s*\]/.exec(line)?.[2] === session)
  return index < 0 ? undefined : index + 1
}

/**
 * Puts `after` in the place of `before`, with a copy of `before` beside it (`config.before-awsup`), and answers where
 * that is. Throws ConflictError `CHANGED` where the file is not `before` any more: nothing is written then.
 */
export function replaceConfig(
  path: string,
  {before, after}: {readonly before: Buffer | undefined; readonly after: Buffer},
): string | undefined {
  const folder = dirname(path)
  if (!existsSync(folder)) writable(folder, () => void mkdirSync(folder, {recursive: true, mode: 0o700}))
  writable(path, () => requireWritable(path))
  const mode = before === undefined ? 0o600 : statSync(path).mode & 0o777
  const backup = before === undefined ? undefined : `${path}.before-awsup`
  if (backup !== undefined && before !== undefined) writeBytes(backup, before, 0o600)
  const now = readConfig(path)
  if (!isSame(now, before))
    throw new ConflictError(`${path} was changed meanwhile`, {
      code: 'CHANGED',
      hint: 'Nothing was written. Run the same command again.',
      details: {path},
    })
  writeBytes(path, after, mode)
  return backup
}

/** A file that its owner made read-only stays as it is, although a rename could replace it. */
function requireWritable(path: string): void {
  if (!existsSync(path) || process.platform === 'win32') return
  if ((statSync(path).mode & 0o200) !== 0) return
  throw Object.assign(new Error('it is read-only'), {code: 'EACCES'})
}

function writeBytes(path: string, bytes: Buffer, mode: number): void {
  writeDurably(path, bytes, mode)
  // The mode of a new file is cut by the process's mask.
  try {
    chmodSync(path, mode)
  } catch (error) {
    if (!isCode(error, 'EPERM')) throw error
  }
}

const isSame = (left: Buffer | undefined, right: Buffer | undefined): boolean =>
  left === undefined || right === undefined ? left === right : left.equals(right)
