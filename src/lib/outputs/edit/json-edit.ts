import {loadObject} from './json-object.js'
import {readObject, startOf, valueIn, type Member, type TextObject} from './json-text.js'

/** A change to a JSON file: a value at a path, or (`undefined`) nothing there any more. */
export interface JsonEdit {
  readonly at: readonly string[]
  readonly value: unknown
  /** Others have a part in the value: it stays when awsup's keys are removed from the file. */
  readonly shared?: boolean
}

interface EditInput {
  readonly path: string
  /** The file as it is; `undefined` when there is none. */
  readonly existing: Buffer | undefined
  readonly edits: readonly JsonEdit[]
}

/**
 * A JSON file with these changes and no other: every byte of what others wrote stays as it is, numbers of any length,
 * order of keys, indentation, ends of lines. What has the value already is not touched. Throws ConflictError when the
 * file holds no JSON object.
 */
export function editJson({path, existing, edits}: EditInput): Buffer {
  loadObject(path, existing)
  const text = existing?.toString('latin1') ?? ''
  const start = /^(?:\u00ef\u00bb\u00bf)?\s*$/.test(text) ? `${text.trim()}{}${/\r?\n$/.exec(text)?.[0] ?? '\n'}` : text
  const style = styleOf(start)
  const edited = edits.reduce(
    (before, {at, value}) => (value === undefined ? remove(before, at) : put(before, {at, value, style})),
    start,
  )
  return Buffer.from(edited, 'latin1')
}

/** How a file is written: one step of indentation (nothing where all is in one line), and the end of a line. */
interface Style {
  readonly step: string
  readonly eol: string
}

function styleOf(text: string): Style {
  const {start, members} = readObject(text, startOf(text))
  const [first] = members
  const step = first === undefined ? '  ' : (/\n([ \t]*)$/.exec(text.slice(start + 1, first.start))?.[1] ?? '')
  return {step, eol: /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'}
}

interface Putting {
  readonly at: readonly string[]
  readonly value: unknown
  readonly style: Style
}

function put(text: string, {at, value, style}: Putting): string {
  let object = readObject(text, startOf(text))
  let around = ''
  for (const [index, name] of at.entries()) {
    const rest = at.slice(index + 1)
    const found = object.members.findLast((member) => member.name === name)
    if (!found) return append(text, object, {name, value: wrap(rest, value), style, around})
    const place = placeOf(text, found, style)
    around = place.around
    const isObject = text[found.value] === '{'
    if (rest.length > 0 && isObject && readObject(text, found.value).members.length > 0) {
      object = readObject(text, found.value)
      continue
    }
    const once = removeAll(
      text,
      object.members.filter((member) => member.name === name && member !== found),
      object,
    )
    if (once !== text) return put(once, {at, value, style})
    const wanted = wrap(rest, value)
    if (JSON.stringify(valueIn(text.slice(found.value, found.end))) === JSON.stringify(wanted)) return text
    return text.slice(0, found.value) + render(wanted, place) + text.slice(found.end)
  }
  return text
}

interface Appending {
  readonly name: string
  readonly value: unknown
  readonly style: Style
  /** How far the object's own line is indented. */
  readonly around: string
}

/** Behind the last member, spaced as that one is. */
function append(text: string, object: TextObject, {name, value, style, around}: Appending): string {
  const last = object.members.at(-1)
  if (!last) {
    return text.slice(0, object.start) + render({[name]: value}, {...style, around}) + text.slice(object.end)
  }
  const before = object.members.at(-2)
  const gap = text.slice(before ? text.indexOf(',', before.end) + 1 : object.start + 1, last.start)
  const colon = text.slice(text.lastIndexOf('"', last.colon) + 1, last.value)
  const added = `,${gap}${encode(JSON.stringify(name))}${/^[ \t:]*$/.test(colon) ? colon : ': '}`
  return text.slice(0, last.end) + added + render(value, placeOf(text, last, style)) + text.slice(last.end)
}

function remove(text: string, at: readonly string[]): string {
  let object = readObject(text, startOf(text))
  for (const name of at.slice(0, -1)) {
    const found = object.members.findLast((member) => member.name === name)
    if (!found || text[found.value] !== '{') return text
    object = readObject(text, found.value)
  }
  const name = at.at(-1)
  return removeAll(
    text,
    object.members.filter((member) => member.name === name),
    object,
  )
}

/** From the last to the first, so that the offsets of those before stay. */
function removeAll(text: string, gone: readonly Member[], {start, end, members}: TextObject): string {
  const kept = members.filter((member) => !gone.includes(member))
  if (kept.length === 0 && gone.length > 0) return `${text.slice(0, start)}{}${text.slice(end)}`
  return gone.reduceRight((result, member) => {
    const before = members[members.indexOf(member) - 1]
    const next = members[members.indexOf(member) + 1]
    const isLast = members.slice(members.indexOf(member) + 1).every((later) => gone.includes(later))
    if (before && isLast) return result.slice(0, before.end) + result.slice(member.end)
    return next ? result.slice(0, member.start) + result.slice(next.start) : result
  }, text)
}

/** Where a value is written: `around` is how far its line is indented. */
interface Spot extends Style {
  readonly around: string
}

/** A member that shares its line with others has its value in that line too. */
function placeOf(text: string, {start}: Member, style: Style): Spot {
  const around = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, start))?.[1]
  return around === undefined ? {...style, step: '', around: ''} : {...style, around}
}

const wrap = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner, name) => ({[name]: inner}), value)

const render = (value: unknown, {step, eol, around}: Spot): string =>
  encode(JSON.stringify(value, undefined, step).replaceAll('\n', `${eol}${around}`))

/** The bytes of a text, one character each. */
const encode = (text: string): string => Buffer.from(text).toString('latin1')
