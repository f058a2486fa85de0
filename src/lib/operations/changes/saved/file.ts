import {existsSync} from 'node:fs'
import {dirname, resolve} from 'node:path'
import {readRegularFile} from '../../../../files/read.js'
import {ConflictError, UsageError} from '../../../base/errors.js'
import {neverOursAnywhere} from '../../../project/never-ours.js'
import {isObject} from '../../../records/files/json-file.js'
import {writeDurably} from '../../../records/files/durable.js'
import {sha256} from './digest.js'
import {FORMAT, type SavedPlan} from './saved-plan.js'

/** Plans of a hundred environments have some megabytes; what is larger is some other file. */
const MOST_BYTES = 32 * 1024 * 1024
/** More than the values of any plan are nested. */
const DEEPEST = 100

/**
 * Throws UsageError where a plan cannot be saved: in a file of git or awsup's own, over a link, or over anything but an
 * older plan. Asked before AWS is.
 */
export function requirePlanPath(file: string): void {
  const refuse = (why: string, cause?: unknown): UsageError =>
    new UsageError(`--out ${file} ${why}`, {
      hint: 'Name a new file, or a plan that awsup saved before: that one is replaced.',
      details: {flag: '--out', file},
      cause,
    })
  if (file === '' || file.includes('\0')) throw refuse('is not the name of a file')
  const reason = neverOursAnywhere(file)
  if (reason !== undefined) throw refuse(`leads to ${reason}`)
  if (!existsSync(dirname(resolve(file)))) throw refuse('is in a folder that does not exist')
  const there = readRegularFile(file, {
    limit: MOST_BYTES,
    noLink: () => refuse('is a symbolic link'),
    refuse: (why, cause) => refuse(why, cause),
  })
  if (there !== undefined && !there.toString('utf8').startsWith(OPENING))
    throw refuse('exists, and is not a saved plan')
}

/** Writes the plan, for its owner alone (0600), in one piece. Throws what `requirePlanPath` does, and `NOT_WRITABLE`. */
export function writeSavedPlan(file: string, plan: SavedPlan): void {
  requirePlanPath(file)
  writeDurably(resolve(file), renderSavedPlan(plan))
}

/** Its last member is the digest of all before it. Pure. */
export function renderSavedPlan(plan: SavedPlan): string {
  const json = JSON.stringify(plan, undefined, 2)
  const body = `${json.slice(0, -'\n}'.length)},\n`
  return `${body}  "fingerprint": "${sha256(body)}"\n}\n`
}

const OPENING = `{\n  "format": "${FORMAT}",\n`
const CLOSING = /^ {2}"fingerprint": "([0-9a-f]{64})"\n\}\n$/

/** A plan that was read, and what it is known by. */
export interface LoadedPlan extends SavedPlan {
  readonly file: string
  readonly fingerprint: string
}

/**
 * Reads a saved plan. Throws UsageError where there is none, or the file is something else; ConflictError `NEWER` or
 * `DAMAGED` where it is a plan that cannot be gone by.
 */
export function loadSavedPlan(file: string): LoadedPlan {
  const foreign = (why: string, cause?: unknown): UsageError =>
    new UsageError(`${file} ${why}`, {
      code: 'NO_PLAN',
      hint: 'Save one: awsup plan --out <file>',
      details: {file},
      cause,
    })
  if (file === '' || file.includes('\0')) throw foreign('is not the name of a file')
  const bytes = readRegularFile(file, {
    limit: MOST_BYTES,
    noLink: () => foreign('is a symbolic link'),
    refuse: (why, cause) => foreign(why, cause),
  })
  if (bytes === undefined) throw foreign('does not exist')
  // Git, or an archive made on Windows, may have changed the ends of lines.
  const text = bytes.toString('utf8').replaceAll('\r\n', '\n')
  const content = parse(text)
  if (!isObject(content) || content['format'] !== FORMAT) throw foreign('is not a plan that awsup saved')
  if (typeof content['version'] === 'number' && content['version'] > 1) throw newer(file, content['version'])
  const start = text.lastIndexOf('  "fingerprint": ')
  const [, fingerprint] = CLOSING.exec(text.slice(start)) ?? []
  if (start < 0 || fingerprint === undefined || sha256(text.slice(0, start)) !== fingerprint) throw damaged(file)
  if (!isPlan(content)) throw damaged(file)
  return {...content, file, fingerprint}
}

function parse(text: string): unknown {
  if (depthOf(text) > DEEPEST) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // A plan that was cut, or edited so that it is no JSON any more, still begins as one.
    return text.startsWith(OPENING) ? {format: FORMAT} : undefined
  }
}

/** How deep brackets are nested, without those in texts. Pure. */
function depthOf(text: string): number {
  let [depth, deepest, isText] = [0, 0, false]
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]
    if (isText && mark === '\\') at++
    else if (mark === '"') isText = !isText
    else if (isText) continue
    else if (mark === '{' || mark === '[') deepest = Math.max(deepest, ++depth)
    else if (mark === '}' || mark === ']') depth--
  }
  return deepest
}

/** The members that are gone by; what their values mean is compared with what is planned now. */
const isPlan = (
  content: Readonly<Record<string, unknown>>,
): content is Readonly<Record<string, unknown>> & SavedPlan => {
  const {version, awsup, project, target, by, organizationId, environments, manifest, plan} = content
  return (
    version === 1 &&
    [awsup, project, target, manifest].every((text) => typeof text === 'string') &&
    ['string', 'undefined'].includes(typeof organizationId) &&
    isObject(by) &&
    typeof by['accountId'] === 'string' &&
    (environments === undefined || isListOf(environments, (name) => typeof name === 'string')) &&
    isObject(plan) &&
    isListOf(plan['kept'], isObject) &&
    isListOf(plan['steps'], isStep)
  )
}

const isStep = (step: unknown): boolean =>
  isObject(step) &&
  ['address', 'kind', 'action'].every((field) => typeof step[field] === 'string') &&
  isListOf(step['changes'], (change) => isObject(change) && typeof change['field'] === 'string')

const isListOf = (value: unknown, check: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(check)

const newer = (file: string, version: number): ConflictError =>
  new ConflictError(`${file} is of version ${version}, and this awsup knows version 1`, {
    code: 'NEWER',
    hint: 'A newer awsup saved it: update this one, or plan again with this one.',
    details: {path: file, version},
  })

const damaged = (file: string): ConflictError =>
  new ConflictError(`${file} was changed or cut since awsup saved it`, {
    code: 'DAMAGED',
    hint: `Nothing was changed on AWS. Plan again: awsup plan --out ${file}`,
    details: {path: file},
  })
