import type {Expression, Node, ObjectExpression} from '@babel/types'
import {lineAt, type CodeMember, type CodeObject, type CodePlain, type CodeValue, type Unreadable} from './code.js'
import {bare} from './exported.js'

/** More constants in a row than anybody writes: `const a = b`, `const b = c`, … */
const DEEPEST = 20

/** Reads an expression as data. Constants of the file are looked up; nothing else is worked out. */
export function makeReader(text: string, constants: ReadonlyMap<string, Expression>): (node: Expression) => CodeValue {
  const unreadable = (node: Node): Unreadable => {
    const {start, end} = rangeOf(node)
    const written = text.slice(start, end).replaceAll(/\s+/g, ' ')
    const what = written.length > 60 ? `${written.slice(0, 57)}…` : written
    return {kind: 'unreadable', start, end, line: lineAt(text, start), what}
  }

  const plain = (node: Expression, depth: number): Pick<CodePlain, 'data'> | undefined => {
    switch (node.type) {
      case 'StringLiteral':
      case 'NumericLiteral':
      case 'BooleanLiteral':
        return {data: node.value}
      case 'NullLiteral':
        return {data: null}
      case 'TemplateLiteral': {
        const [only] = node.quasis
        const cooked = node.expressions.length === 0 ? only?.value.cooked : undefined
        return typeof cooked === 'string' ? {data: cooked} : undefined
      }
      case 'UnaryExpression': {
        const inner = node.operator === '-' ? plain(bare(node.argument), depth) : undefined
        return typeof inner?.data === 'number' ? {data: -inner.data} : undefined
      }
      case 'Identifier': {
        const init = depth < DEEPEST ? constants.get(node.name) : undefined
        return init && plain(bare(init), depth + 1)
      }
      default:
        return undefined
    }
  }

  const read = (outer: Expression): CodeValue => {
    const node = bare(outer)
    const range = rangeOf(node)
    if (node.type === 'ObjectExpression') return object(node)
    if (node.type === 'ArrayExpression') {
      return {
        kind: 'list',
        ...range,
        items: node.elements.map((item) =>
          item === null || item.type === 'SpreadElement' ? unreadable(item ?? node) : read(item),
        ),
      }
    }
    const found = plain(node, 0)
    return found ? {kind: 'plain', ...range, ...found} : unreadable(outer)
  }

  const object = (node: ObjectExpression): CodeObject => {
    const members: CodeMember[] = []
    const unknown: Unreadable[] = []
    for (const property of node.properties) {
      const name = property.type === 'SpreadElement' ? undefined : nameOf(property)
      if (name === undefined) {
        const spread = unreadable(property)
        unknown.push(spread)
        // What stood before may be replaced by it.
        for (const [index, member] of members.entries()) members[index] = {...member, value: {...spread}}
        continue
      }
      const value = property.type === 'ObjectProperty' && name !== '__proto__' ? property.value : undefined
      members.push({
        ...rangeOf(property),
        name,
        quoted: property.type === 'ObjectProperty' && property.key.type === 'StringLiteral',
        shorthand: property.type === 'ObjectProperty' && property.shorthand,
        value: value && isExpression(value) ? read(value) : unreadable(property),
      })
    }
    return {kind: 'object', ...rangeOf(node), members, unknown}
  }

  return read
}

/** The name of a property that is written out; `undefined` for a computed one. */
function nameOf(
  property: Exclude<ObjectExpression['properties'][number], {type: 'SpreadElement'}>,
): string | undefined {
  const {key} = property
  if (key.type === 'StringLiteral') return key.value
  if (property.computed) return undefined
  if (key.type === 'Identifier') return key.name
  return key.type === 'NumericLiteral' ? String(key.value) : undefined
}

/** A pattern stands there only where an object is taken apart. */
const isExpression = (node: Node): node is Expression => !/Pattern$|^RestElement$|^VoidPattern$/.test(node.type)

const rangeOf = ({start, end}: Node): {start: number; end: number} => ({start: start ?? 0, end: end ?? 0})
