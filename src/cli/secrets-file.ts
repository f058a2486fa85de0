import {closeSync, fsyncSync, openSync, rmSync, writeFileSync} from 'node:fs'
import {UsageError} from '../lib/errors.js'
import {neverOursAnywhere} from '../lib/never-ours.js'
import {renderWord} from './word.js'

/** A new file that only its owner can read. */
export interface SecretsFile {
  readonly path: string
  write(secrets: unknown): void
  discard(): void
}

/** Makes the file before any secret is: a secret that nobody could be given would be lost. Throws UsageError. */
export function openSecretsFile(path: string): SecretsFile {
  const reason = neverOursAnywhere(path)
  if (reason !== undefined) throw refused(path, `it leads to ${reason}`)
  const file = create(path)
  return {
    path,
    write: (secrets) => {
      writeFileSync(file, `${JSON.stringify(secrets, undefined, 2)}\n`)
      fsyncSync(file)
      closeSync(file)
    },
    discard: () => {
      closeSync(file)
      rmSync(path, {force: true})
    },
  }
}

function create(path: string): number {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (error) {
    // Node repeats the path behind a comma.
    const reason = (error instanceof Error ? error.message : String(error)).replace(/, open '.*$/s, '')
    throw refused(path, reason, error)
  }
}

const refused = (path: string, reason: string, cause?: unknown): UsageError =>
  new UsageError(`--secrets-file ${renderWord(path)} cannot be made: ${reason}`, {
    hint: 'Name a file that is not there yet, in a folder that is.',
    details: {flag: '--secrets-file'},
    cause,
  })
