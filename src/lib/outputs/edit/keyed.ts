import {dataOf, type ReadCode} from '../../text/code/code.js'
import {findDartText, putDartText} from '../../text/code/dart.js'
import {editCode} from '../../text/code/edit.js'
import {ConflictError, UsageError} from '../../base/errors.js'
import {editJson, type JsonEdit} from './json-edit.js'
import {loadObject} from './json-object.js'

/** A file that holds one object, of which awsup edits values one by one. */
export interface Keyed {
  /** What it holds. Throws ConflictError where it cannot be read. */
  readonly load: (bytes: Buffer | undefined) => object
  /** With these changes and no other. Throws ConflictError. */
  readonly edit: (bytes: Buffer | undefined, edits: readonly JsonEdit[]) => Buffer
}

export interface KeyedInput {
  readonly path: string
  /** Needed for files of JavaScript and TypeScript. */
  readonly readCode: ReadCode | undefined
}

/** A JSON file. */
export const openJson = ({path}: KeyedInput): Keyed => ({
  load: (bytes) => loadObject(path, bytes),
  edit: (existing, edits) => editJson({path, existing, edits}),
})

/** A file of JavaScript or TypeScript that says one object. */
export function openCode({path, readCode}: KeyedInput): Keyed {
  const read: ReadCode = (file, text) => {
    if (!readCode) throw new Error('the parser of code was not opened')
    return readCode(file, text)
  }
  return {
    load: (bytes) => {
      const {text} = textOf(path, bytes)
      const found = conflicting(() => dataOf(read(path, text).root))
      return typeof found === 'object' && found !== null ? found : {}
    },
    edit: (bytes, edits) => {
      const {text, mark} = textOf(path, bytes)
      return Buffer.from(mark + conflicting(() => editCode({file: path, text, readCode: read}, edits)))
    },
  }
}

/** JSON in a text of Dart. */
export function openDart({path}: KeyedInput): Keyed {
  const jsonIn = (text: string) => conflicting(() => findDartText(path, text))
  return {
    load: (bytes) => loadObject(path, Buffer.from(jsonIn(textOf(path, bytes).text).json)),
    edit: (bytes, edits) => {
      const {text, mark} = textOf(path, bytes)
      const found = jsonIn(text)
      const json = editJson({path, existing: Buffer.from(found.json), edits}).toString()
      return json === found.json ? (bytes ?? Buffer.alloc(0)) : Buffer.from(mark + putDartText(text, found, json))
    },
  }
}

/** Text that comes out again as it went in. Throws ConflictError where it is not UTF-8. */
function textOf(path: string, bytes: Buffer = Buffer.alloc(0)): {readonly text: string; readonly mark: string} {
  try {
    const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
    const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
    return {text: text.slice(mark.length), mark}
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const isWide = /^(\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1'))
    throw new ConflictError(`${path} is ${isWide ? 'written in UTF-16' : 'not written in UTF-8'}`, {
      code: 'DAMAGED',
      hint: 'Save it as UTF-8, so that awsup can keep what others wrote into it.',
      cause: error,
    })
  }
}

/** For who imports such a file it is a wrong argument; for who switches, a file that is in the way. */
function conflicting<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new ConflictError(error.message, {
      code: 'NOT_OURS',
      hint: 'awsup keeps what others wrote into it, so it has to be one object that is written out: move yours away, or give the output another path.',
      cause: error,
    })
  }
}
