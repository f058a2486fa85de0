import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** Memory that is a folder, where the machine has one. */
const SHARED_MEMORY = '/dev/shm'
const [FILES, MEMORY, STATE] = ['TMPDIR', 'AWSUP_TEST_MEMORY', 'XDG_STATE_HOME'] as const
const [CACHE, DATA] = ['XDG_CACHE_HOME', 'XDG_DATA_HOME'] as const
const KEYCHAIN = 'AWSUP_KEYCHAIN'

/**
 * Gives a run of the tests temporary folders of its own, which go with all that is in them when the run ends: tests, and
 * the programs that they start, make theirs wherever `TMPDIR` says; what writes a lot asks for `memoryFolder`. Stands
 * first, so that it is closed last.
 */
export default function openTemporary(): () => void {
  const before = Object.fromEntries(
    [FILES, MEMORY, STATE, CACHE, DATA, KEYCHAIN].map((name) => [name, process.env[name]]),
  )
  const root = mkdtempSync(join(tmpdir(), 'awsup-run-'))
  // Where awsup keeps its key, compiled code and zips: of the run, and outside of every project that a test makes.
  const state = mkdtempSync(join(tmpdir(), 'awsup-state-'))
  const memory = existsSync(SHARED_MEMORY) ? mkdtempSync(join(SHARED_MEMORY, 'awsup-run-')) : root
  Object.assign(process.env, {
    [FILES]: root,
    [MEMORY]: memory,
    [STATE]: state,
    [CACHE]: state,
    [DATA]: state,
    [KEYCHAIN]: 'file',
  })
  return () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
    }
    // A process that a test started may be at its last words.
    for (const folder of [root, memory, state])
      rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100})
  }
}
