// What an expression of the source can say, as texts: `…` stands for what is filled in while it runs.
import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** How many names are followed: a hint is a constant, or comes from a function, seldom through another one. */
const DEPTH = 3

const sources = new Map()

/** A file as a tree, parsed once. */
export function sourceOf(file) {
  if (!sources.has(file))
    sources.set(file, ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true))
  return sources.get(file)
}

/** All texts that an expression can be, none where nobody can say without running it. */
export function textsOf(node, depth = DEPTH) {
  if (node === undefined || depth < 0) return []
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return textsOf(node.expression, depth)
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue, depth), ...textsOf(node.whenFalse, depth)]
  if (ts.isTemplateExpression(node)) return [tidy(templateOf(node, depth))]
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textsOf(node.left, depth), textsOf(node.right, depth)]
    return left.length === 0 || right.length === 0 ? [] : [tidy(`${left[0]}${right[0]}`)]
  }
  if (ts.isIdentifier(node)) return textsOf(valueOf(node), depth - 1)
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
    return resultsOf(declarationOf(node.expression)).flatMap((result) => textsOf(result, depth - 1))
  return []
}

const tidy = (text) => text.replaceAll(/…(\s?…)+/g, '…')

/** A constant in a template is said in full; anything else is `…`. */
const templateOf = ({head, templateSpans}, depth) =>
  head.text +
  templateSpans
    .map(({expression, literal}) => {
      const [said] = ts.isIdentifier(expression) && /^[A-Z_]+$/.test(expression.text) ? textsOf(expression, depth) : []
      return `${said ?? '…'}${literal.text}`
    })
    .join('')

/** What a name stands for: a constant's value. */
function valueOf(name) {
  const declared = declarationOf(name)
  return declared !== undefined && ts.isVariableDeclaration(declared) ? declared.initializer : undefined
}

/** What a function can answer. */
function resultsOf(declared) {
  const made = declared && ts.isVariableDeclaration(declared) ? declared.initializer : declared
  if (made === undefined || !(ts.isArrowFunction(made) || ts.isFunctionDeclaration(made)) || !made.body) return []
  if (!ts.isBlock(made.body)) return [made.body]
  const results = []
  const visit = (node) => {
    if (ts.isReturnStatement(node) && node.expression) results.push(node.expression)
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit)
  }
  visit(made.body)
  return results
}

/** Where a name is declared: around its use, in its file, or in the file that it is imported from. */
function declarationOf(name) {
  for (let scope = name.parent; scope !== undefined; scope = scope.parent) {
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue
    for (const statement of scope.statements) {
      if (ts.isFunctionDeclaration(statement) && statement.name?.text === name.text) return statement
      if (ts.isVariableStatement(statement)) {
        const found = statement.declarationList.declarations.find((one) => one.name.getText() === name.text)
        if (found) return found
      }
    }
  }
  return importedAs(name)
}

function importedAs(name) {
  const file = name.getSourceFile()
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue
    const bindings = statement.importClause?.namedBindings
    const found =
      bindings && ts.isNamedImports(bindings) && bindings.elements.find((one) => one.name.text === name.text)
    if (!found) continue
    const from = path.resolve(path.dirname(file.fileName), statement.moduleSpecifier.text.replace(/\.js$/, '.ts'))
    return existsSync(from) ? declaredIn(sourceOf(from), (found.propertyName ?? found.name).text) : undefined
  }
  return undefined
}

function declaredIn(file, name) {
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement
    if (!ts.isVariableStatement(statement)) continue
    const found = statement.declarationList.declarations.find((one) => one.name.getText() === name)
    if (found) return found
  }
  return undefined
}
