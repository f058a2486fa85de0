import {transform} from 'esbuild'
import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'

/** What src/lib/base/build.ts has in its place. */
const NAME = '$awsup-build$'

/**
 * Writes the files of bundles as CommonJS, which bin/load.js runs: esbuild splits a bundle into chunks as ES modules only.
 * A package.json beside them says what they are, and names what was built, so that nothing is run that was compiled from
 * other files.
 *
 * @param files what esbuild answers as `outputFiles`
 */
export async function writeCommonJs(files, dist) {
  const made = await Promise.all(
    files.map(async ({path: file, text}) => ({
      file,
      text: file.endsWith('.cjs') ? withoutCopies(text) : await convert(file, text),
    })),
  )
  const hash = createHash('sha256')
  made.sort((a, b) => (a.file < b.file ? -1 : 1))
  for (const {file, text} of made) hash.update(`${path.relative(dist, file)} ${text.length}\n${text}`)
  const build = hash.digest('hex').slice(0, 16)
  for (const {file, text} of made) {
    mkdirSync(path.dirname(file), {recursive: true})
    writeFileSync(file, text.replaceAll(NAME, build))
  }
  writeFileSync(path.join(dist, 'package.json'), `${JSON.stringify({type: 'commonjs', build})}\n`)
}

async function convert(file, text) {
  const {code, warnings} = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    // `import()` would need Node's other loader.
    supported: {'dynamic-import': false},
    define: {'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename', 'import.meta.url': '$url'},
    banner: text.includes('import.meta.url') ? 'var $url=require("node:url").pathToFileURL(__filename).href;' : '',
    sourcefile: path.basename(file),
  })
  if (warnings.length > 0) throw new Error(`${file}: ${warnings.map((warning) => warning.text).join(', ')}`)
  return whenNeeded(withoutCopies(code))
}

/**
 * A chunk is run when something of it is first used, not when it is imported: most commands use few of the clients and
 * resources that they can reach. docs/decisions/cli/0036 has what that gains.
 */
const whenNeeded = (code) => {
  const names = [...code.matchAll(/\b(import_\w+)=require\("\.{1,2}\/[^"]+"\)/g)].map(([, name]) => name)
  if (names.length === 0) return code
  return code
    .replace(/\b(import_\w+)=(require\("\.{1,2}\/[^"]+"\))/g, '$1$$,$1=()=>$1$$??=$2')
    .replace(new RegExp(`\\bnew (${names.join('|')})\\.([\\w$]+)`, 'g'), 'new($1().$2)')
    .replace(new RegExp(`\\b(${names.join('|')})\\.`, 'g'), '$1().')
}

/**
 * esbuild copies what a module exports for whoever is no CommonJS and once more for `import()`, a thousand names of a
 * client of the AWS SDK: here all are made by this build, and one object does.
 */
const withoutCopies = (code) =>
  code
    .replace(/module\.exports=__toCommonJS\((\w+)\)/, 'module.exports=__defProp($1,"__esModule",{value:true})')
    .replaceAll(/__toESM\((require\("\.{1,2}\/[^"]+"\))(?:,1)?\)/g, '$1')
