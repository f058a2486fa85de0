import {build} from 'esbuild'
import {readFile} from 'node:fs/promises'
import path from 'node:path'
import ts from 'typescript'

/** The JSON Schema of awsup.yaml. Throws where a key has no comment. */
export async function makeManifestSchema(project) {
  // Regions that one machine knows beyond the others are nobody else's.
  delete process.env.AWSUP_REGIONS
  const {outputFiles} = await build({
    entryPoints: [path.join(project, 'src', 'lib', 'manifest', 'schema', 'schema.ts')],
    absWorkingDir: project,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // The same code as ES modules, which can be imported as text.
    alias: {yaml: path.join(project, 'node_modules', 'yaml', 'browser', 'index.js')},
    plugins: [commentsOfKeys],
    logLevel: 'warning',
  })
  const [{text}] = outputFiles
  const {makeSchema} = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`)
  return makeSchema()
}

const KEYS = /\b(required|optional|section)\(/

/** An esbuild plugin: the comment above a key becomes the last argument of `required`, `optional` or `section`. */
const commentsOfKeys = {
  name: 'comments-of-keys',
  setup(build) {
    build.onLoad({filter: /src\/lib\/(manifest|access|outputs)\/.*\.ts$/}, async ({path: file}) => {
      const text = await readFile(file, 'utf8')
      return KEYS.test(text) ? {contents: withComments(text, file), loader: 'ts'} : undefined
    })
  },
}

function withComments(text, file) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const inserts = []
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && isKey(node.initializer)) {
      const comment = commentAbove(node, text)
      if (comment !== undefined) inserts.push([lastArgument(node.initializer).end, `, ${JSON.stringify(comment)}`])
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return inserts
    .sort(([a], [b]) => b - a)
    .reduce((before, [at, insert]) => before.slice(0, at) + insert + before.slice(at), text)
}

const isKey = (node) =>
  ts.isCallExpression(node) &&
  ts.isIdentifier(node.expression) &&
  ['required', 'optional', 'section'].includes(node.expression.text)

const lastArgument = (call) => call.arguments[call.arguments.length - 1]

/** The text of the comment of documentation right above, without its stars. */
function commentAbove(node, text) {
  const found = (ts.getLeadingCommentRanges(text, node.pos) ?? [])
    .map(({pos, end}) => text.slice(pos, end))
    .findLast((comment) => comment.startsWith('/**'))
  return found
    ?.slice(3, -2)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim()
}
