import {ConflictError} from '../errors.js'

/** The JSON object in a file; an empty one where there is none. Throws ConflictError when it holds something else. */
export function loadObject(path: string, text: string | undefined): object {
  if (text === undefined || text.trim() === '') return {}
  const found = parseJson(path, text.replace(/^\uFEFF/, ''))
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found
  throw unreadable(`${path} holds no JSON object`)
}

/**
 * Ours on top of what is kept, every key where it was. `atTimes`: keys that are ours also where we have nothing to say
 * under them. Pure.
 */
export const merge = (kept: object, ours: object, atTimes: readonly string[]): object => ({
  ...Object.fromEntries(Object.entries(kept).filter(([key]) => key in ours || !atTimes.includes(key))),
  ...ours,
})

/** Whether it may be `values` as awsup writes them: names with texts. Anything else is somebody else's. Pure. */
export const isTexts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === 'string')

/** As people read it, with a line end. */
export const renderObject = (object: object): string => `${JSON.stringify(object, undefined, 2)}\n`

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
