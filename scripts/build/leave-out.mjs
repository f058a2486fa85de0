import {transform} from 'esbuild'
import {readFile} from 'node:fs/promises'
import path from 'node:path'

// What oclif imports but a run of awsup never uses. All of it is read and compiled at every start otherwise: with it,
// `env switch` takes more than twice as long as starting Node. Help is a bundle apart, with all of oclif in it.
const IDENTITY = 'module.exports = (text) => text'
const NOTHING = 'module.exports = {}'
const CLASSES = 'module.exports = class Left {}; module.exports.ActionBase = module.exports.Plugin = module.exports'

/** Only needed to transpile commands in development; nothing published has TypeScript in it. */
const NEVER = {typescript: NOTHING}

/** Packages only needed for help, and for the manifest (which the build makes with oclif itself). */
const PACKAGES_OF_HELP = {
  ansis: NOTHING,
  'clean-stack': IDENTITY,
  debug: 'module.exports = () => () => {}',
  ejs: NOTHING,
  'indent-string': IDENTITY,
  // No colour from oclif: its messages are put into our words.
  'supports-color': 'module.exports = {supportsColor: () => false, stdout: false, stderr: false}',
  wordwrap: 'module.exports = () => (text) => text',
  'wrap-ansi': IDENTITY,
  'wsl-utils': NOTHING,
  // Parts of Node that are loaded when they are first used.
  'node:child_process': builtinWhenUsed('child_process', ['execSync']),
  'node:readline': builtinWhenUsed('readline', ['createInterface']),
  'node:perf_hooks': builtinWhenUsed('perf_hooks', ['performance', 'PerformanceObserver']),
}

/** dynalite's own stores, one of them compiled code: the sandbox gives it another. */
const STORES = {level: NOTHING, 'memory-level': NOTHING}

/** Files of oclif itself that find plugins, draw help and spinners, or run what dispatch.ts runs. */
const FILES_OF_HELP = [
  ...['module-loader', 'errors/handle', 'ux/colorize-json', 'help/index'],
  ...['config/plugin', 'config/plugin-loader', 'config/ts-path'],
  ...['ux/action/simple', 'ux/action/spinner'],
  'screen',
]

/** Widths of terminals are for oclif's help and its own words of errors; to ask for them opens both streams. */
const SCREEN = 'exports.stdtermwidth = exports.errtermwidth = 80'

/** Where oclif opens a stream of the process as soon as it is read: what src/cli/start/output.ts does, and a spinner of its own. */
const STREAMS = {
  command: [
    `process.stdout.on('error', (err) => {
    if (err && err.code === 'EPIPE')
        return;
    throw err;
});`,
    '',
  ],
  'ux/index': ['Boolean(process.stderr.isTTY)', 'false'],
}

/** What was left out of this build: names of packages, and files of oclif. */
const met = new Set()

/**
 * Throws where something named above was met nowhere: oclif has moved or dropped it, and what is left out would be in
 * every start again, or the wrong thing would be left out. Called when all is built.
 */
export function assertLeftOut() {
  const missed = [...Object.keys(PACKAGES_OF_HELP), ...FILES_OF_HELP].filter((name) => !met.has(name))
  if (missed.length > 0)
    throw new Error(`scripts/build/leave-out.mjs names what oclif no longer has: ${missed.join(', ')}`)
}

/** An esbuild plugin. `bundle`: `run` for commands, `help` for help. Of packages, only imports made by oclif are touched. */
export function leaveOut(bundle) {
  const contents = bundle === 'run' ? {...NEVER, ...PACKAGES_OF_HELP} : NEVER
  return {
    name: 'leave-out',
    setup(build) {
      build.onResolve({filter: /^[a-z:_-]+$/}, ({path: name, importer}) =>
        name in contents && importer.includes('@oclif') ? {path: name, namespace: 'left-out'} : undefined,
      )
      build.onResolve({filter: /^(memory-)?level$/}, ({path: name, importer}) =>
        importer.includes('dynalite') ? {path: name, namespace: 'left-out'} : undefined,
      )
      build.onLoad({filter: /.*/, namespace: 'left-out'}, ({path: name}) => {
        met.add(name)
        return {contents: contents[name] ?? STORES[name], loader: 'js'}
      })
      if (bundle === 'run') leaveOutOfRuns(build)
    },
  }
}

const YAML = path.join('node_modules', 'yaml', 'browser')

function leaveOutOfRuns(build) {
  build.onLoad({filter: /@oclif\/core\/lib\/[\w/-]+\.js$/}, ({path: file}) => {
    const name = file.slice(file.lastIndexOf('/core/lib/') + '/core/lib/'.length, -'.js'.length)
    if (Object.hasOwn(STREAMS, name)) return withoutStreams(file, STREAMS[name])
    if (!FILES_OF_HELP.includes(name)) return undefined
    met.add(name)
    return {contents: name === 'screen' ? SCREEN : CLASSES, loader: 'js'}
  })
  // dispatch.ts loads help from the bundle apart.
  build.onResolve({filter: /^\.\/help\.js$/}, ({importer}) =>
    importer.endsWith('/cli/dispatch.ts') ? {path: './help.js', external: true} : undefined,
  )
  // The same code as ES modules: smaller, and needs no wrapping.
  build.onResolve({filter: /^yaml$/}, ({resolveDir}) =>
    build.resolve('./node_modules/yaml/browser/index.js', {
      resolveDir: build.initialOptions.absWorkingDir,
      kind: 'import-statement',
    }),
  )
  // Nothing of it has effects of its own, which its package.json does not say.
  build.onResolve({filter: /^\.{1,2}\/.*\.js$/}, ({path: name, importer}) =>
    importer.includes(YAML) ? {path: path.resolve(path.dirname(importer), name), sideEffects: false} : undefined,
  )
}

async function withoutStreams(file, [before, after]) {
  const text = await readFile(file, 'utf8')
  if (!text.includes(before)) throw new Error(`scripts/build/leave-out.mjs: ${file} is not as it was`)
  return {contents: text.replace(before, after), loader: 'js'}
}

function builtinWhenUsed(name, members) {
  const getters = members.map(
    (member) => `get ${member}() { return process.getBuiltinModule('node:${name}').${member} }`,
  )
  return `module.exports = {${getters.join(', ')}}`
}

/**
 * An esbuild plugin: short names inside other people's packages; ours keep theirs, for the stacks that users send in. `open`
 * has a `__dirname` of its own, which the banner declares too.
 */
export const shortenPackages = {
  name: 'shorten-packages',
  setup(build) {
    build.onLoad({filter: /node_modules\/(@babel|@oclif|open|yaml|valibot)\/.*\.m?js$/}, async ({path: file}) => {
      const source = await readFile(file, 'utf8')
      const format = /^\s*(import|export)\b/m.test(source) ? 'esm' : 'cjs'
      const {code} = await transform(source, {
        minify: true,
        format,
        sourcefile: path.basename(file),
        legalComments: 'none',
      })
      return {contents: code, loader: 'js'}
    })
  },
}
