import {ConflictError} from '../../base/errors.js'
import {dataOf, type CodeFile, type CodeMember, type CodeObject, type Range, type ReadCode} from './code.js'
import {renderCode, renderName, type Spot} from './render.js'

/** A change to the object: a value at a path, or (`undefined`) nothing there any more. */
export interface CodeEdit {
  readonly at: readonly string[]
  readonly value: unknown
}

interface EditInput {
  readonly file: string
  readonly text: string
  readonly readCode: ReadCode
}

/**
 * The file with these changes to its object and no other: every character of what others wrote stays, comments, order,
 * quotes and commas. What has the value already is not touched. Throws ConflictError where code decides on one of these
 * places, with its line, and UsageError where the file has no object.
 */
export const editCode = ({file, text, readCode}: EditInput, edits: readonly CodeEdit[]): string =>
  edits.reduce((before, edit) => {
    const code = readCode(file, before)
    requireWritten(file, code, edit.at)
    return edit.value === undefined ? remove(code, edit.at) : put(file, code, edit)
  }, text)

/** Throws ConflictError where a statement, a spread or a computed name decides what stands at a path. */
function requireWritten(file: string, {root, changes}: CodeFile, at: readonly string[]): void {
  const change = changes.find(({path}) => path.every((name, index) => at[index] === undefined || at[index] === name))
  if (change) throw decidedByCode(file, change.line, `the file sets ${change.path.join('.') || 'the object'} later`)
  let object = root
  for (const name of at) {
    const [spread] = object.unknown
    if (spread) throw decidedByCode(file, spread.line, `${spread.what} may hold ${at.join('.')}`)
    const found = memberOf(object, name)?.value
    if (found?.kind === 'unreadable') throw decidedByCode(file, found.line, `${at.join('.')} is code: ${found.what}`)
    if (found?.kind !== 'object') return
    object = found
  }
}

const decidedByCode = (file: string, line: number, what: string): ConflictError =>
  new ConflictError(`${file} line ${line}: ${what}`, {
    code: 'NOT_OURS',
    hint: 'awsup never runs code: write the value out in the object, or give the output another path.',
    details: {file, line},
  })

const memberOf = ({members}: CodeObject, name: string): CodeMember | undefined =>
  members.findLast((member) => member.name === name)

function put(file: string, code: CodeFile, {at, value}: CodeEdit): string {
  let object = code.root
  for (const [index, name] of at.entries()) {
    const wanted = wrap(at.slice(index + 1), value)
    const member = memberOf(object, name)
    if (!member) return append(code, object, {name, value: wanted})
    if (index < at.length - 1 && member.value.kind === 'object') {
      object = member.value
      continue
    }
    // A value by another name is written out in any case, so that there and back gives the same bytes again.
    const isLiteral = !member.shorthand && !/^[`A-Za-z_$]/.test(writtenAt(code, member.value))
    if (isLiteral && JSON.stringify(dataOf(member.value)) === JSON.stringify(wanted)) return code.text
    const own = /^['"]/.exec(writtenAt(code, member.value))?.[0]
    const spot = {...spotOf(code, member), ...(own === undefined ? {} : {quote: own})}
    const range = member.shorthand ? member : member.value
    const prefix = member.shorthand ? `${renderName(name, spot)}: ` : ''
    return spliced(code.text, {...range, by: prefix + renderCode(wanted, spot)})
  }
  throw new Error(`no place in ${file}`)
}

/** The first letters of a value; `true`, `false` and `null` are words and no names. */
const writtenAt = ({text}: CodeFile, {start, end}: Range): string =>
  text.slice(start, end).replace(/^(true|false|null)$/, '')

function append(
  code: CodeFile,
  object: CodeObject,
  {name, value}: {readonly name: string; readonly value: unknown},
): string {
  const {text} = code
  const last = object.members.at(-1)
  if (!last) return appendFirst(code, object, {name, value})
  const spot = spotOf(code, last)
  const pair = `${renderName(name, spot)}: ${renderCode(value, spot)}`
  const comma = commaBehind(code, last.end, object.end)
  const brace = object.end - 1
  const line = lineStart(text, brace)
  if (line > last.end && text.slice(line, brace).trim() === '') {
    const added = `${spot.around}${pair}${comma === undefined ? '' : ','}${spot.eol}`
    const before = spliced(text, {start: line, end: line, by: added})
    return comma === undefined ? spliced(before, {start: last.end, end: last.end, by: ','}) : before
  }
  const at = comma === undefined ? last.end : comma + 1
  return spliced(text, {start: at, end: at, by: comma === undefined ? `, ${pair}` : ` ${pair},`})
}

/** Into an object that has no member: behind its brace. */
function appendFirst(
  code: CodeFile,
  object: CodeObject,
  {name, value}: {readonly name: string; readonly value: unknown},
): string {
  const {text, root} = code
  const [first] = root.members
  const style = first ? spotOf(code, first) : {step: '  ', eol: eolOf(text), quote: "'", quotesNames: false}
  const around = /^[ \t]*/.exec(text.slice(lineStart(text, object.start)))?.[0] ?? ''
  const inner = text.slice(object.start + 1, object.end - 1)
  const step = style.step
  const spot = {...style, around: `${around}${step}`}
  const pair = `${renderName(name, spot)}: ${renderCode(value, spot)}`
  if (step === '') return spliced(text, {start: object.start, end: object.end, by: `{ ${pair}${inner} }`})
  const by = `{${spot.eol}${spot.around}${pair}${inner.trim() === '' ? `${spot.eol}${around}` : `,${inner}`}}`
  return spliced(text, {start: object.start, end: object.end, by})
}

function remove(code: CodeFile, at: readonly string[]): string {
  let object = code.root
  for (const name of at.slice(0, -1)) {
    const found = memberOf(object, name)?.value
    if (found?.kind !== 'object') return code.text
    object = found
  }
  const gone = object.members.filter(({name}) => name === at.at(-1))
  return gone
    .toReversed()
    .reduce((text, member) => spliced(text, {...removedWith(code, object, member), by: ''}), code.text)
}

/** A member with its comma, and with its line where it has that to itself. */
function removedWith(code: CodeFile, object: CodeObject, {start, end}: CodeMember): Range {
  const {text} = code
  const comma = commaBehind(code, end, object.end)
  const behind = comma === undefined ? end : comma + 1
  const line = lineStart(text, start)
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(behind))?.[0]
  if (text.slice(line, start).trim() === '' && rest?.includes('\n') === true)
    return {start: line, end: behind + rest.length}
  const space = comma === undefined ? '' : (/^[ \t]*/.exec(text.slice(behind))?.[0] ?? '')
  return {start, end: behind + space.length}
}

/** Offset of the comma behind a member; `undefined` where there is none. Commas in comments are none. */
function commaBehind({text, comments}: CodeFile, from: number, to: number): number | undefined {
  for (let at = from; at < to; at += 1) {
    const comment = comments.find(({start}) => start === at)
    if (comment) at = comment.end - 1
    else if (text[at] === ',') return at
    else if (text[at]?.trim() !== '') return undefined
  }
  return undefined
}

/** How a member is written: values that are put there look the same. */
function spotOf({text, root}: CodeFile, member: CodeMember): Spot {
  const own = indentOf(text, member.start)
  const [first] = root.members
  const top = first && indentOf(text, first.start)?.slice((indentOf(text, root.end - 1) ?? '').length)
  const written = root.members.find(({value}) => value.kind === 'plain' && typeof value.data === 'string')?.value
  const quote = written && text[written.start] === '"' ? '"' : "'"
  return {
    step: own === undefined ? '' : (top ?? '') || '  ',
    around: own ?? '',
    eol: eolOf(text),
    quote,
    quotesNames: first?.quoted ?? false,
  }
}

/** What stands before it in its line, where that is white space alone. */
const indentOf = (text: string, offset: number): string | undefined => {
  const before = text.slice(lineStart(text, offset), offset)
  return before.trim() === '' ? before : undefined
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

const eolOf = (text: string): string => (/^[^\n]*\r\n/.test(text) ? '\r\n' : '\n')

const spliced = (text: string, {start, end, by}: Range & {readonly by: string}): string =>
  text.slice(0, start) + by + text.slice(end)

const wrap = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner, name) => ({[name]: inner}), value)
