import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {makeOwnFolder, stateFolder} from '../../records/journal/machine-key.js'
import {readPrivate, writePrivate} from '../../sessions/private-file.js'
import type {FoundFunction} from './code.js'

/** The person's answer for one folder. */
interface Answer {
  readonly folder: string
  /** What was said yes to. */
  readonly digest: string
}

/**
 * Whether the person agreed before that exactly these functions of this folder run. The answer is outside of the checkout, in a folder of
 * the user's own: a checkout cannot bring one.
 */
export function isAgreed(functions: readonly FoundFunction[]): boolean {
  const place = placeOf(functions)
  const bytes = place && readPrivate(place.path)
  if (!Buffer.isBuffer(bytes)) return false
  const {folder, digest} = readAnswer(bytes)
  return folder === place?.folder && digest === digestOf(functions)
}

/** Keeps a yes. Where there is no place for it the next run asks again. */
export function keepAgreement(functions: readonly FoundFunction[]): void {
  const place = placeOf(functions)
  if (!place) return
  const answer: Answer = {folder: place.folder, digest: digestOf(functions)}
  try {
    if (![place.state, place.answers].every(makeOwnFolder)) return
    writePrivate(place.path, Buffer.from(`${JSON.stringify(answer)}\n`))
  } catch {
    // A home that takes nothing: the question comes again.
  }
}

function placeOf([first]: readonly FoundFunction[]) {
  if (!first) return undefined
  const {folder} = first
  const state = stateFolder(folder)
  if (state === undefined) return undefined
  const answers = join(state, 'functions')
  return {folder, state, answers, path: join(answers, `${hash(folder)}.json`)}
}

function readAnswer(bytes: Buffer): Partial<Answer> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** Everything that awsup.yaml says of them, and the files that this leads to. What is in the files may change. */
const digestOf = (functions: readonly FoundFunction[]): string =>
  hash(JSON.stringify(functions.map((one) => ({...one, environment: [...one.environment]}))))

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
