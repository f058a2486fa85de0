import {ConflictError} from '../../base/errors.js'
import {depthOf} from './json-text.js'

/** More levels than any configuration has; some readers of JSON end where there are many more. */
const DEEPEST = 500

/** The JSON object in a file; an empty one where there is none. Throws ConflictError when it holds something else. */
export function loadObject(path: string, existing: Buffer | undefined): object {
  const bytes = existing?.toString('latin1') ?? ''
  if (/^(\xff\xfe|\xfe\xff)/.test(bytes)) throw unreadable(`${path} is written in UTF-16`)
  if (depthOf(bytes) > DEEPEST) throw unreadable(`${path} is nested more than ${DEEPEST} levels deep`)
  const text = existing?.toString('utf8').replace(/^\uFEFF/, '') ?? ''
  if (text.trim() === '') return {}
  const found = parseJson(path, text)
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found
  throw unreadable(`${path} holds no JSON object`)
}

/** Whether it may be `values` as awsup writes them: names with texts. Anything else is somebody else's. Pure. */
export const isTexts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === 'string')

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw unreadable(`${path} is not JSON: ${error.message}`, error)
  }
}

const unreadable = (message: string, cause?: Error): ConflictError =>
  new ConflictError(message, {
    code: 'DAMAGED',
    hint: 'awsup keeps what others wrote into it, so it has to be readable: repair the file or move it away.',
    cause,
  })
