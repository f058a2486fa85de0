import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto'
import {dirname, basename} from 'node:path'
import {isObject} from '../files/json-file.js'
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
  /**
   * Who wrote a value that was read from disk: this machine (`ours`), or somebody else (`foreign`). `damaged`: this
   * machine did, and it is another by now.
   */
  readonly origin: (what: Sealed, value: unknown) => 'ours' | 'foreign' | 'damaged'
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
    origin: (what, value) => {
      const key = load() ?? forThisRun
      if (key === undefined || !isObject(value)) return 'foreign'
      const {seal, ...rest} = value
      if (typeof seal !== 'string') return 'foreign'
      const right = sealOf(key, what, rest)
      if (isEqual(seal.slice(NAME), right.slice(NAME))) return 'ours'
      return seal.slice(0, NAME) === right.slice(0, NAME) ? 'damaged' : 'foreign'
    },
  }
}

/** The project whose records are in `.awsup/<target>`; any other folder stands for itself. */
export const projectOf = (directory: string): string =>
  basename(dirname(directory)) === '.awsup' ? dirname(dirname(directory)) : directory

/** So many letters of a seal say whose key it is by; the others, that nothing was changed. */
const NAME = 16

const sealOf = (key: Buffer, what: Sealed, value: object): string =>
  digest(key, 'awsup').slice(0, NAME) + digest(key, `awsup ${what}\n${JSON.stringify(value)}`)

const digest = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('hex')

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
