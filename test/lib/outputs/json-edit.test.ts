import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {editJson, type JsonEdit} from '../../../src/lib/outputs/edit/json-edit.js'
import {renderOutput} from '../../../src/lib/outputs/formats/registry.js'
import {DEV, PROD, TOLD} from './samples.js'

const edit = (existing: string | undefined, ...edits: readonly JsonEdit[]): string =>
  editJson({
    path: 'x.json',
    existing: existing === undefined ? undefined : Buffer.from(existing),
    edits,
  }).toString()
const set = (path: string, value: unknown): JsonEdit => ({at: path.split('.'), value})
const drop = (path: string): JsonEdit => ({at: path.split('.'), value: undefined})

describe('what others wrote stays, byte for byte', () => {
  test.each([
    ['a number of many digits', '{\n  "id": 12345678901234567890,\n  "a": 1\n}\n'],
    ['1.50, 1E3, -0 and 1e400', '{\n  "a": 1,\n  "n": [1.50, 1E3, -0, 1e400]\n}\n'],
    ['four spaces', '{\n    "x": {\n        "y": 1\n    },\n    "a": 1\n}\n'],
    ['tabs', '{\n\t"x": {\n\t\t"y": 1\n\t},\n\t"a": 1\n}\n'],
    ['ends of lines of Windows', '{\r\n  "x": 1,\r\n  "a": 1\r\n}\r\n'],
    ['no last end of line', '{\n  "a": 1\n}'],
    ['many of them', '\n\n{\n  "a": 1\n}\n\n\n'],
    ['keys that are numbers', '{\n  "9": 1,\n  "a": 1,\n  "1": 2,\n  "03": 3\n}\n'],
    ['one line', '{"x":1,"a":1,"y":[1,2]}'],
    ['one line with spaces', '{ "x": 1, "a": 1 }\n'],
    ['a byte order mark', '\ufeff{\n  "a": 1\n}\n'],
    ['escapes', '{\n  "\\u0061b": "\\ud83d\\ude00 \\/ \\u00e4",\n  "a": 1\n}\n'],
    ['a key that appears twice', '{\n  "x": 1,\n  "x": 2,\n  "a": 1\n}\n'],
    ['brackets and quotes in texts', '{\n  "x": "}\\"]{,:[",\n  "a": 1\n}\n'],
    ['odd spacing', '{ "x"  :\n[ 1 ,2 ]\n , "a":1 }'],
  ])('%s', (_, text) => {
    expect(edit(text, set('a', 1))).toBe(text)
    const changed = edit(text, set('a', 'new'))
    expect(changed).toBe(text.replace(/("a"\s*:\s*)1/, '$1"new"'))
    expect(edit(edit(text, set('zz', {deep: ['x']})), drop('zz'))).toBe(text)
    expect(edit(edit(text, set('zz', 1), set('zy', 2)), drop('zz'), drop('zy'))).toBe(text)
  })

  test('bytes that are no text', () => {
    const bytes = Buffer.from('{"x": "M\xfcller", "a": 1}', 'latin1')
    const found = editJson({path: 'x.json', existing: bytes, edits: [set('a', 'größe')]})
    expect(found).toEqual(Buffer.concat([bytes.subarray(0, bytes.length - 2), Buffer.from('"größe"}')]))
  })
})

describe('what awsup writes looks like the rest of the file', () => {
  test.each([
    ['nothing', undefined, '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}\n'],
    ['an empty file', '', '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}\n'],
    ['an empty object', '{}', '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}'],
    ['tabs', '{\n\t"x": 1\n}\n', '{\n\t"x": 1,\n\t"a": {\n\t\t"b": [\n\t\t\t1\n\t\t]\n\t}\n}\n'],
    ['Windows', '{\r\n  "x": 1\r\n}', '{\r\n  "x": 1,\r\n  "a": {\r\n    "b": [\r\n      1\r\n    ]\r\n  }\r\n}'],
    ['one line', '{"x":1}', '{"x":1,"a":{"b":[1]}}'],
    ['one line with spaces', '{ "x": 1 }', '{ "x": 1, "a": {"b":[1]} }'],
    ['a line within lines', '{\n  "a": {"x": 1}\n}', '{\n  "a": {"x": 1,"b": [1]}\n}'],
    ['an object that is empty', '{\n  "a": {}\n}', '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}'],
    ['no object', '{\n  "a": "x"\n}', '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}'],
  ])('%s', (_, before, after) => {
    expect(edit(before, set('a.b', [1]))).toBe(after)
  })

  test('a key of awsup that appears twice is there once', () => {
    expect(edit('{"a": 1, "x": 0, "a": 2}', set('a', 3))).toBe('{"x": 0, "a": 3}')
    expect(edit('{"a": 1, "x": 0, "a": 2}', drop('a'))).toBe('{"x": 0}')
  })
})

test('any JSON, any edits: what is in it then is what was asked and all else, and the same edit again changes nothing', () => {
  const anyName = fc.constantFrom('a', 'b', 'region', '1', '__proto__', 'größe', '"', 'x y')
  const anyPath = fc.array(anyName, {minLength: 1, maxLength: 3})
  const anyValue = fc.jsonValue({maxDepth: 2}).map((value): unknown => JSON.parse(JSON.stringify(value)))
  const anyEdit = fc.record({at: anyPath, value: fc.option(anyValue, {nil: undefined})})
  const anyFile = fc
    .tuple(
      fc.dictionary(anyName, fc.oneof(anyValue, fc.dictionary(anyName, anyValue, {noNullPrototype: true})), {
        noNullPrototype: true,
      }),
      fc.constantFrom(undefined, 2, '\t', 4),
      fc.boolean(),
    )
    .map(([object, space, isWindows]) => {
      const text = JSON.stringify(object, undefined, space)
      return isWindows ? text.replaceAll('\n', '\r\n') : text
    })
  fc.assert(
    fc.property(anyFile, fc.array(anyEdit, {maxLength: 4}), (text, edits) => {
      const expected = edits.reduce<unknown>(apply, JSON.parse(text))
      const found = edit(text, ...edits)
      expect(JSON.parse(found)).toEqual(expected)
      expect(edit(found, ...edits.slice(-1))).toBe(found)
      expect(found.includes('\r')).toBe(text.includes('\r') && /\n/.test(found))
    }),
    {numRuns: 2000},
  )
})

type Plain = Record<string, unknown>
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What an edit means, on values. */
function apply(object: unknown, {at: [name = '', ...rest], value}: JsonEdit): unknown {
  if (!isPlain(object)) return object
  const entries = new Map(Object.entries(object))
  const inner = entries.get(name)
  if (rest.length === 0 && value === undefined) entries.delete(name)
  else if (rest.length === 0) entries.set(name, value)
  else if (isPlain(inner)) entries.set(name, apply(inner, {at: rest, value}))
  else if (value !== undefined) entries.set(name, apply({}, {at: rest, value}))
  return Object.fromEntries(entries)
}

describe('each format that shares a JSON file', () => {
  const OUTPUTS = [
    {format: 'json', path: 'x.json', endpoint: undefined},
    {format: 'amplify', path: 'x.json', version: undefined},
    {format: 'amplifyconfiguration', path: 'x.json'},
    {format: 'tfvars', path: 'x.tfvars.json'},
  ] as const
  const MINE = '{\r\n\t"9": 1.50,\r\n\t"mine": 12345678901234567890,\r\n\t"1": {"deep": [ ]}\r\n}'

  test.each(OUTPUTS)('$format keeps every foreign byte, there and back', (output) => {
    const render = (ids: typeof DEV, existing: Buffer) => renderOutput(output, {told: TOLD, ids, existing}).content
    const dev = render(DEV, Buffer.from(MINE))
    expect(dev.toString().startsWith(MINE.slice(0, -3))).toBe(true)
    expect(dev.toString().replaceAll('\r\n', '')).not.toContain('\n')
    const prod = render(PROD, dev)
    expect(prod).not.toEqual(dev)
    expect(render(DEV, prod)).toEqual(dev)
  })

  test.each(OUTPUTS)('$format refuses what it cannot keep', (output) => {
    const deep = `{"x": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    for (const [text, message] of [
      [Buffer.from(deep), 'is nested more than 500 levels deep'],
      [Buffer.from('\ufeff{"a": 1}', 'utf16le'), 'is written in UTF-16'],
      [Buffer.from('{"a": 1,}'), 'is not JSON'],
      [Buffer.from('[]'), 'holds no JSON object'],
    ] as const) {
      expect(() => renderOutput(output, {told: TOLD, ids: DEV, existing: text})).toThrow(
        expect.objectContaining({
          code: 'DAMAGED',
          exitCode: 5,
          message: expect.stringContaining(message) as string,
        }) as Error,
      )
    }
  })
})
