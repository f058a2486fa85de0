import type {Node, Program} from '@babel/types'
import {lineAt, type CodeChange} from './code.js'

/** Where a file changes what a variable holds after it was written: assignments, `delete`, `Object.assign`. Pure. */
export function findChanges(text: string, program: Program, name: string): readonly CodeChange[] {
  const found: CodeChange[] = []
  const waiting: Node[] = [program]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const target = targetOf(node)
    const path = target && pathFrom(target, name)
    if (path) found.push({path, line: lineAt(text, node.start ?? 0)})
    waiting.push(...childrenOf(node))
  }
  return found.toSorted((a, b) => a.line - b.line)
}

function targetOf(node: Node): Node | undefined {
  if (node.type === 'AssignmentExpression') return node.left
  if (node.type === 'UpdateExpression') return node.argument
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return node.argument
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined
  const {object, property} = node.callee
  const isObject = object.type === 'Identifier' && object.name === 'Object' && property.type === 'Identifier'
  return isObject && /^(assign|defineProperty|defineProperties)$/.test(property.name) ? node.arguments[0] : undefined
}

/** `awsmobile.oauth.domain` → `[oauth, domain]`; a computed name ends it. `undefined` where it is of another variable. */
function pathFrom(target: Node, name: string): readonly string[] | undefined {
  let path: readonly string[] = []
  let node = target
  for (;;) {
    if (node.type === 'TSAsExpression' || node.type === 'TSNonNullExpression') node = node.expression
    else if (node.type === 'MemberExpression') {
      const {property} = node
      const own = !node.computed && property.type === 'Identifier' ? property.name : undefined
      const known = property.type === 'StringLiteral' ? property.value : own
      path = known === undefined ? [] : [known, ...path]
      node = node.object
    } else return node.type === 'Identifier' && node.name === name ? path : undefined
  }
}

const childrenOf = (node: Node): readonly Node[] =>
  Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'loc' in value
