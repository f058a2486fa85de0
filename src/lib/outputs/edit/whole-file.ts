import {ConflictError} from '../../base/errors.js'

interface WholeFile {
  readonly path: string
  readonly format: string
  /** The file as it is; `undefined` when there is none. */
  readonly existing: string | undefined
  /** Why values in it cannot be edited either, where others made it. */
  readonly why?: string | undefined
}

/** Stands in the first lines of a file that awsup writes as a whole. */
export const MARK = 'Written by awsup env switch'

/**
 * Begins a file of code that is awsup's from the first line to the last. `//` is a comment in JavaScript, TypeScript
 * and Dart.
 */
export const HEADER = `// ${MARK}, all of it: change awsup.yaml, not this file.`

/** Whether there is anything in it that awsup did not write. Pure. */
export const isOthers = (existing = ''): boolean => existing.trim() !== '' && !existing.slice(0, 500).includes(MARK)

/** Throws ConflictError when a file is there that awsup did not write: there is no room in it for anybody else. */
export function requireOurs({path, format, existing = '', why}: WholeFile): void {
  if (!isOthers(existing)) return
  throw new ConflictError(`${path} was not written by awsup`, {
    code: 'NOT_OURS',
    hint: `${why === undefined ? `The format ${format} writes a file from its first line to its last` : `${why}, so that awsup cannot edit values in it`}: move yours away, or give the output another path.`,
    details: {path},
  })
}
