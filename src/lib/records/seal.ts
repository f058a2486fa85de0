import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto'
import {dirname, basename} from 'node:path'
import {isObject} from './json-file.js'
import {loadMachineKey, requireMachineKey, stateFolder} from './machine-key.js'

/** What a seal is for: one cannot stand for another. */
type Sealed = 'switch' | 'undo' | 'outputs' | 'intent' | 'failure'

/**
 * Tells what this machine wrote below `.awsup` from what came with a checkout: by a key of the user's own that lies
 * outside of every checkout. Without a place for a key, a seal holds for this run alone.
 */
export interface Sealer {
  /** Whether what an earlier run wrote can be told from what came with the checkout. */
  readonly lasts: () => boolean
  /** The value with its seal. Its fields must be JSON. */
  readonly seal: (what: Sealed, value: object) => object
  /** Whether a value read from disk carries the seal of this machine. */
  readonly isOurs: (what: Sealed, value: unknown) => boolean
}

/** Reads nothing before the first question, and makes no key before the first seal. */
export function makeSealer(root: string): Sealer {
  let known: Buffer | undefined
  let forThisRun: Buffer | undefined
  const load = (): Buffer | undefined => (known ??= inFolder(loadMachineKey))
  const obtain = (): Buffer => (known ??= inFolder(requireMachineKey)) ?? (forThisRun ??= randomBytes(32))
  const inFolder = (find: (folder: string) => Buffer | undefined): Buffer | undefined => {
    const folder = stateFolder(root)
    return folder === undefined ? undefined : find(folder)
  }
  return {
    lasts: () => (known ??= inFolder(requireMachineKey)) !== undefined,
    seal: (what, value) => ({...value, seal: sealOf(obtain(), what, value)}),
    isOurs: (what, value) => {
      const key = load() ?? forThisRun
      if (key === undefined || !isObject(value)) return false
      const {seal, ...rest} = value
      return typeof seal === 'string' && isEqual(seal, sealOf(key, what, rest))
    },
  }
}

/** The project whose records are in `.awsup/<target>`; any other folder stands for itself. */
export const projectOf = (directory: string): string =>
  basename(dirname(directory)) === '.awsup' ? dirname(dirname(directory)) : directory

const sealOf = (key: Buffer, what: Sealed, value: object): string =>
  createHmac('sha256', key)
    .update(`awsup ${what}\n${JSON.stringify(value)}`)
    .digest('hex')

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
