import type {Expression, Node, Program, Statement} from '@babel/types'

/** What a module gives away. */
export interface Exported {
  readonly expression: Expression
  /** The variable that holds it, where one does. */
  readonly name: string | undefined
  /** Top-level constants of the file by name. */
  readonly constants: ReadonlyMap<string, Expression>
}

/**
 * The object that a module exports: `export default`, `module.exports`, `export =`, else the one variable of an object that
 * it exports or has. Pure.
 */
export function findExported({body}: Program): Exported | undefined {
  const variables = new Map(body.flatMap(variablesOf).map(({name, init}) => [name, init] as const))
  const constants = new Map(
    body.flatMap(variablesOf).flatMap(({name, init, constant}) => (constant ? [[name, init] as const] : [])),
  )
  const named = body.filter(({type}) => type === 'ExportNamedDeclaration').flatMap(variablesOf)
  const given =
    body.map(defaultOf).findLast((found) => found !== undefined) ??
    onlyObject(named) ??
    onlyObject([...variables].map(([name, init]) => ({name, init})))
  if (!given) return undefined
  let expression = bare(given)
  let name: string | undefined
  // A variable that holds another: no more than there are.
  for (let left = variables.size; left > 0 && expression.type === 'Identifier'; left -= 1) {
    const init = variables.get(expression.name)
    if (!init) break
    name = expression.name
    expression = bare(init)
  }
  return {expression, name, constants}
}

/** Without what says nothing about the value: `as const`, `satisfies X`, `<X>…`, `…!`, `Object.freeze(…)`. Pure. */
export function bare(node: Expression): Expression {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return bare(node.expression)
    case 'CallExpression': {
      const [only, ...others] = node.arguments
      const isFreeze = isMember(node.callee, 'Object', 'freeze') && others.length === 0
      return isFreeze && only && isExpression(only) ? bare(only) : node
    }
    default:
      return node
  }
}

interface Variable {
  readonly name: string
  readonly init: Expression
  readonly constant?: boolean
}

function variablesOf(statement: Statement): readonly Variable[] {
  const inner = statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement
  if (inner.type !== 'VariableDeclaration') return []
  return inner.declarations.flatMap(({id, init}) =>
    id.type === 'Identifier' && init ? [{name: id.name, init, constant: inner.kind === 'const'}] : [],
  )
}

function defaultOf(statement: Statement): Expression | undefined {
  switch (statement.type) {
    case 'ExportDefaultDeclaration':
      return isExpression(statement.declaration) ? statement.declaration : undefined
    case 'TSExportAssignment':
      return statement.expression
    case 'ExportNamedDeclaration': {
      const found = statement.specifiers.find(
        (one) =>
          one.type === 'ExportSpecifier' &&
          (one.exported.type === 'Identifier' ? one.exported.name : one.exported.value) === 'default',
      )
      return found?.type === 'ExportSpecifier' && found.local.type === 'Identifier' ? found.local : undefined
    }
    case 'ExpressionStatement': {
      const {expression} = statement
      if (expression.type !== 'AssignmentExpression' || expression.operator !== '=') return undefined
      const {left} = expression
      const isExports =
        isMember(left, 'module', 'exports') ||
        isMember(left, 'exports', 'default') ||
        (left.type === 'MemberExpression' &&
          isMember(left.object, 'module', 'exports') &&
          left.property.type === 'Identifier' &&
          left.property.name === 'default')
      // `module.exports.default = module.exports` says nothing new.
      return isExports && !isMember(expression.right, 'module', 'exports') ? expression.right : undefined
    }
    default:
      return undefined
  }
}

function onlyObject(variables: readonly Variable[]): Expression | undefined {
  const [only, another] = variables.filter(({init}) => bare(init).type === 'ObjectExpression')
  return only && !another ? {type: 'Identifier', name: only.name} : undefined
}

const isMember = (node: Node, object: string, property: string): boolean =>
  node.type === 'MemberExpression' &&
  !node.computed &&
  node.object.type === 'Identifier' &&
  node.object.name === object &&
  node.property.type === 'Identifier' &&
  node.property.name === property

/** Statements that may stand where an expression does, and what is left out of argument lists. */
const isExpression = (node: Node): node is Expression =>
  !/Declaration$|^SpreadElement$|^ArgumentPlaceholder$/.test(node.type)
