import {createHash} from 'node:crypto'
import type {ReadCode} from '../../text/code/code.js'
import {ConflictError} from '../../base/errors.js'
import type {Wrote} from '../../records/current.js'
import {findBlock, removeBlock} from '../edit/block.js'
import {openJson, type Keyed} from '../edit/keyed.js'
import type {Part, Rendered} from '../formats/format.js'
import {findFormat} from '../formats/registry.js'
import {MARK} from '../edit/whole-file.js'

/**
 * What is known of an output that is written. `earlier`: what was known before of the same path; `before`: the file
 * until now.
 */
export function describeWrote(
  {path, format}: {readonly path: string; readonly format: string},
  {content, keys}: Rendered,
  {earlier, before, readCode}: WroteBefore,
): Wrote {
  const made = before === undefined || earlier?.made === true
  const part = {path, format, ...(keys === undefined ? {} : {keys})}
  return {...part, made, hash: hashOf(part, content, keyedOf({path, format, readCode})) ?? ''}
}

interface WroteBefore {
  readonly earlier: Wrote | undefined
  readonly before: Buffer | undefined
  readonly readCode: ReadCode | undefined
}

/**
 * What a file is without awsup's part: `gone`, there is none in it any more; `changed`, somebody edited that part since
 * awsup wrote it; else its bytes, `undefined` where nothing is left of a file that awsup made.
 */
export type Without = 'gone' | 'changed' | {readonly content: Buffer | undefined}

/** Takes awsup's part out of a file. Pure. */
export function takeOut(wrote: Wrote, now: Buffer, readCode?: ReadCode): Without {
  try {
    const file = keyedOf({...wrote, readCode})
    const hash = hashOf(wrote, now, file)
    if (hash === undefined) return 'gone'
    return hash === wrote.hash ? {content: without(wrote, now, file)} : 'changed'
  } catch (error) {
    // A block with a mark missing, a file that is no JSON any more: somebody edited it.
    if (error instanceof ConflictError) return 'changed'
    throw error
  }
}

function without(wrote: Wrote, now: Buffer, file: Keyed): Buffer | undefined {
  const {path, format, made, keys = []} = wrote
  const part = partOf(wrote)
  if (part === 'whole') return undefined
  if (part === 'block') {
    const rest = removeBlock(path, now)
    return made && rest.toString('latin1').trim() === '' ? undefined : rest
  }
  const frame = findFormat(format)?.frame ?? []
  const ours = keys.filter((key) => !isFrame(frame, key))
  const rest = ours.reduce((content, key) => removeKey(file, content, key), now)
  const left = Object.keys(file.load(rest))
  return made && left.every((name) => frame.includes(name)) ? undefined : rest
}

const isFrame = (frame: readonly string[], [name = '', ...rest]: readonly string[]): boolean =>
  rest.length === 0 && frame.includes(name)

/** The key, and the objects around it that hold nothing else. */
function removeKey(file: Keyed, content: Buffer, key: readonly string[]): Buffer {
  const around = key.slice(0, -1)
  const object = file.load(content)
  const isAlone =
    around.length > 0 && isObject(at(object, around)) && Object.keys(at(object, around) ?? {}).length === 1
  return isAlone ? removeKey(file, content, around) : file.edit(content, [{at: key, value: undefined}])
}

/** Of awsup's part of a file, whatever git makes of the ends of lines; `undefined` where there is no such part. */
function hashOf(wrote: Pick<Wrote, 'path' | 'format' | 'keys'>, now: Buffer, file: Keyed): string | undefined {
  const {path, format, keys = []} = wrote
  const part = partOf(wrote)
  if (part === 'block') {
    const block = findBlock(path, now)
    return block === undefined ? undefined : digest(block)
  }
  if (part === 'whole') {
    const text = now.toString('latin1')
    return text.slice(0, 500).includes(MARK) ? digest(text) : undefined
  }
  const frame = findFormat(format)?.frame ?? []
  const object = file.load(now)
  const values = keys.filter((key) => !isFrame(frame, key)).map((key) => at(object, key))
  return values.every((value) => value === undefined) ? undefined : digest(JSON.stringify(values))
}

const digest = (text: string): string => createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')

const at = (object: object, key: readonly string[]): unknown =>
  key.reduce<unknown>(
    (found, name) => (isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined),
    object,
  )

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Written = Pick<Wrote, 'format' | 'path' | 'keys'>

/** How awsup's part lives in a file that it wrote. */
export const partOf = ({format, path, keys}: Written): Part => findFormat(format)?.partOf(path, keys) ?? 'whole'

const keyedOf = ({format, path, readCode}: Written & {readonly readCode: ReadCode | undefined}): Keyed =>
  (findFormat(format)?.open ?? openJson)({path, readCode})
