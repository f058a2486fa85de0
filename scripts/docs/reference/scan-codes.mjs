// The codes of errors and warnings as the source has them, with what is said and what to do: what `--json` answers under
// error.code, and what a person reads.
import {readdirSync} from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import {sourceOf, textsOf} from './words.mjs'

/** Class → exit code and the code that it has where the source names none: src/lib/base/errors.ts. */
export const CLASSES = {
  UsageError: {exit: 2, code: 'USAGE'},
  ManifestError: {exit: 2, code: 'MANIFEST'},
  AccessError: {exit: 3, code: 'ACCESS'},
  AwsRefusedError: {exit: 4, code: 'AWS_REFUSED'},
  ConflictError: {exit: 5, code: 'CONFLICT'},
  ApplyError: {exit: 6, code: 'APPLY_INCOMPLETE'},
  CancelledError: {exit: 130, code: 'CANCELLED'},
}

const isCode = (text) => /^[A-Z][A-Z_]{2,}$/.test(text)

/**
 * Every place that raises an error or reports a warning with a code of its own: `{code, sort, message, hints}`. `hints` are all
 * that it can say to do, none where they are made while it runs.
 */
export function scanCodes(root) {
  const found = []
  for (const part of ['lib', 'cli', 'commands']) {
    const folder = path.join(root, 'src', part)
    for (const name of readdirSync(folder, {recursive: true}).toSorted()) {
      if (!name.endsWith('.ts')) continue
      const file = path.join(folder, name)
      const visit = (node) => {
        if (ts.isPropertyAssignment(node) && node.name.getText() === 'code')
          for (const code of literalsOf(node.initializer)) found.push(...toldAt(node, code))
        if (ts.isArrayLiteralExpression(node)) found.push(...toldInRow(node))
        ts.forEachChild(node, visit)
      }
      visit(sourceOf(file))
    }
  }
  return found.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
}

function literalsOf(node) {
  if (ts.isStringLiteral(node)) return isCode(node.text) ? [node.text] : []
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)]
  return []
}

/** Nothing for a code of somebody else's: a property of that name in an object that is neither an error nor a warning. */
function toldAt(property, code) {
  const options = property.parent
  const raised = options.parent
  if (ts.isNewExpression(raised) && raised.expression.getText() in CLASSES) {
    const sort = raised.expression.getText()
    return [{code, sort, message: textsOf(raised.arguments?.[0])[0], hints: textsOf(valueOf(options, 'hint'))}]
  }
  const message = valueOf(options, 'message')
  const isWarning = message !== undefined && valueOf(options, 'exitCode') === undefined
  return isWarning ? [{code, sort: 'warning', message: textsOf(message)[0], hints: textsOf(hintWithin(options))}] : []
}

/** Of a warning, or of what becomes of it when nobody agreed. */
function hintWithin(object) {
  const own = valueOf(object, 'hint')
  if (own !== undefined || !ts.isObjectLiteralExpression(object)) return own
  const below = object.properties.map((one) => ts.isPropertyAssignment(one) && hintWithin(one.initializer))
  return below.find(Boolean)
}

function valueOf(object, name) {
  if (!ts.isObjectLiteralExpression(object)) return undefined
  const found = object.properties.find((one) => one.name?.getText() === name)
  return found && (ts.isPropertyAssignment(found) ? found.initializer : found.name)
}

/** `['EXPIRED', 'the credentials have expired', SIGN_IN_AGAIN]`: what AWS says of keys is such a table. */
function toldInRow({elements}) {
  const [code, message, hint] = elements
  if (elements.length !== 3 || !ts.isStringLiteral(code) || !isCode(code.text)) return []
  if (!textsOf(message)[0]?.includes(' ')) return []
  return [{code: code.text, sort: 'AccessError', message: textsOf(message)[0], hints: textsOf(hint)}]
}
