import {ConflictError} from '../errors.js'
import {clientsInOrder} from './clients.js'
import type {EnvironmentIds} from './ids.js'
import type {OutputSettings} from './settings.js'

interface DotenvInput {
  readonly path: string
  /** Begins every name, e.g. `VITE_`. */
  readonly prefix: string
  readonly settings: Pick<OutputSettings, 'clients'>
  readonly ids: EnvironmentIds
  /** The file as it is, one character per byte; `undefined` when there is none. */
  readonly existing: string | undefined
}

const START = '# >>> awsup'
const END = '# <<< awsup'
const START_LINE = `${START} (written by awsup env switch: what is between these two lines is replaced)`

/**
 * A dotenv file with awsup's block in it; every other byte stays, also line ends and a missing last one. Throws
 * ConflictError with the line when the block's marks do not match.
 */
export function renderDotenv({path, prefix, settings, ids, existing = ''}: DotenvInput): string {
  if (/^(\xff\xfe|\xfe\xff)/.test(existing)) {
    throw new ConflictError(`${path} is written in UTF-16`, {code: 'DAMAGED', hint: 'Save it as UTF-8.'})
  }
  const eol = /^[^\n]*\r\n/.test(existing) ? '\r\n' : '\n'
  const block = [START_LINE, ...variables(prefix, {settings, ids}), END].join(eol)
  const found = findBlock(path, existing)
  if (found) return existing.slice(0, found.start) + block + existing.slice(found.end)
  if (existing === '') return `${block}${eol}`
  return existing.endsWith('\n') ? `${existing}${block}${eol}` : `${existing}${eol}${block}`
}

function variables(prefix: string, {settings, ids}: Pick<DotenvInput, 'settings' | 'ids'>): readonly string[] {
  const [client, ...others] = clientsInOrder(settings, ids)
  return [
    `${prefix}AWS_REGION=${ids.region}`,
    `${prefix}USER_POOL_ID=${ids.userPoolId}`,
    `${prefix}USER_POOL_CLIENT_ID=${client.id}`,
    ...others.map(({name, id}) => `${prefix}USER_POOL_CLIENT_ID_${name.toUpperCase().replaceAll('-', '_')}=${id}`),
    `${prefix}IDENTITY_POOL_ID=${ids.identityPoolId}`,
  ]
}

/** Offsets of the block without its last line end; `undefined` when there is none. */
function findBlock(path: string, text: string): {readonly start: number; readonly end: number} | undefined {
  let offset = 0
  let start: {readonly offset: number; readonly line: number} | undefined
  let block: {readonly start: number; readonly end: number} | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const bare = line.replace(/\r$/, '')
    if (isMark(bare, START)) {
      if (start)
        throw damaged(path, index + 1, `a second "${START}" before the first one ends (it began in line ${start.line})`)
      if (block) throw damaged(path, index + 1, `a second "${START}"`)
      start = {offset, line: index + 1}
    } else if (isMark(bare, END)) {
      if (!start) throw damaged(path, index + 1, `"${END}" with no "${START}" before it`)
      block = {start: start.offset, end: offset + bare.length}
      start = undefined
    }
    offset += line.length + 1
  }
  if (start) throw damaged(path, start.line, `"${START}" with no "${END}" after it`)
  return block
}

const isMark = (line: string, mark: string): boolean => line === mark || line.startsWith(`${mark} `)

const damaged = (path: string, line: number, what: string): ConflictError =>
  new ConflictError(`${path} line ${line}: ${what}`, {
    code: 'DAMAGED',
    hint: `Leave one "${START}" and one "${END}" below it, or remove both: awsup then writes a new block at the end.`,
    details: {path, line},
  })
