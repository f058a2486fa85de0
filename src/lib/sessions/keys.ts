import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {loadMachineKey, MACHINE_KEY, requireMachineKey} from '../records/journal/machine-key.js'
import {removeQuietly} from './private-file.js'

/** Who keeps a key: the system's keychain, else a file beside what it seals. */
export type Keeper = 'keychain' | 'file'

/** AWSUP_KEYCHAIN: `file` leaves the keychain alone, `off` keeps nothing at all. */
export type Keeping = 'auto' | 'file' | 'off'

export interface Keys {
  /** The key, where it was made. */
  load(keeper: Keeper): Promise<Buffer | undefined>
  /** The best there is; made where there is none. `undefined`: nobody can keep one. */
  require(): Promise<{readonly keeper: Keeper; readonly key: Buffer} | undefined>
  /** Answers who had one. */
  forget(): Promise<readonly Keeper[]>
}

/** Throws nothing: where no key can be had, nothing is kept. */
export function openKeys(folder: string, keeping: Exclude<Keeping, 'off'>): Keys {
  let isSilent = false
  const ask = async (action: 'get' | 'make' | 'delete'): Promise<string | undefined> => {
    if (keeping === 'file' || isSilent) return undefined
    const {askKeychain} = await import('./keychain.js')
    const answer = await askKeychain(action)
    // Each question to a keychain that does not answer takes seconds.
    isSilent = answer === undefined
    return answer
  }
  const fromKeychain = async (action: 'get' | 'make'): Promise<Buffer | undefined> => readKey(await ask(action))
  /** Of many that find none at once, one makes it: what is sealed with another one's could never be opened again. */
  const makeInKeychain = async (): Promise<Buffer | undefined> => {
    const {single} = await import('./single.js')
    return single<Buffer | undefined>({
      folder: join(folder, 'key.lock'),
      signal: new AbortController().signal,
      look: () => fromKeychain('get'),
      work: () => fromKeychain('make'),
    })
  }
  return {
    load: async (keeper) => (keeper === 'file' ? loadMachineKey(folder) : fromKeychain('get')),
    require: async () => {
      const answer = await ask('get')
      const kept = answer === undefined ? undefined : (readKey(answer) ?? (await makeInKeychain()))
      if (kept) return {keeper: 'keychain', key: kept}
      const key = requireFileKey(folder)
      return key && {keeper: 'file', key}
    },
    forget: async () => {
      const path = join(folder, MACHINE_KEY)
      const hadFile = existsSync(path) && removeQuietly(path)
      const hadEntry = (await ask('delete')) === 'deleted'
      return [...(hadEntry ? (['keychain'] as const) : []), ...(hadFile ? (['file'] as const) : [])]
    },
  }
}

/** 32 bytes in hex. */
const readKey = (text: string | undefined): Buffer | undefined =>
  text !== undefined && /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined

/** One that others may know, or that is not whole, is replaced: what it sealed is lost, and made again. */
function requireFileKey(folder: string): Buffer | undefined {
  const found = requireMachineKey(folder)
  if (found) return found
  removeQuietly(join(folder, MACHINE_KEY))
  return requireMachineKey(folder)
}
