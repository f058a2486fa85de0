import path from 'node:path'

/** Commands that run at every prompt. */
export const QUICK = ['env/current', 'env/switch']

/** Commands that must start fast; src/cli/start/quick.ts says how the others end. */
const FAST = [...QUICK, 'env/list']

/**
 * The commands that must start fast, with all that they need, as few files: no look-up. What parses awsup.yaml is a file
 * apart, which is read only where awsup.yaml was changed (src/lib/project/load). They are the same commands, run by the
 * same dispatch; bin/run.js picks the file. Answers what differs from the other bundles' options of esbuild.
 */
export function quickBundle({commands, project, dist}) {
  const names = FAST.filter((name) => Object.hasOwn(commands, name))
  const start = path.join(project, 'src', 'cli', 'start', 'quick.ts')
  const lines = [
    `import {dirname} from 'node:path'`,
    `import {runQuick} from ${JSON.stringify(start)}`,
    ...names.map((name, index) => `import * as command${index} from ${JSON.stringify(commands[name])}`),
    `const commands = new Map([${names.map((name, index) => `['${name.replace('/', ' ')}', command${index}]`).join(', ')}])`,
    `const load = ({words}) => commands.get(words.join(' '))`,
    `runQuick({root: dirname(__dirname), load})`,
  ]
  return {
    ...CJS,
    stdin: {contents: lines.join('\n'), resolveDir: project, sourcefile: 'quick.js'},
    outfile: path.join(dist, 'quick.cjs'),
  }
}

/** What the commands that must start fast load on demand, each a file beside theirs, and the errors that all of them throw. */
export const besideQuick = ({project, dist}) =>
  [
    ['lib', 'manifest', 'parse'],
    ['cli', 'update', 'notice'],
    ['lib', 'base', 'errors'],
  ].map((parts) => ({
    ...CJS,
    entryPoints: [`${path.join(project, 'src', ...parts)}.ts`],
    outfile: path.join(dist, `${parts.at(-1)}.cjs`),
  }))

/** One file without chunks: what nothing in it uses is left out, statement by statement. bin/load.js has no `import()`. */
const CJS = {format: 'cjs', splitting: false, supported: {'dynamic-import': false}}

/** What only these commands load on demand: they are the files of `besideQuick`. */
const OWN = /\/(manifest\/parse|update\/notice)\.js$/

/**
 * An esbuild plugin: what is loaded on demand stays outside. Packages and help are files that the other bundles make;
 * the rest of the library (lib/index.ts loads it on demand) is nothing that these commands ever ask for.
 */
export const keepOnDemand = {
  name: 'keep-on-demand',
  setup(build) {
    build.onResolve({filter: /^[@a-z.]/}, ({path: name, kind}) => {
      if (kind !== 'dynamic-import' || name.startsWith('node:') || OWN.test(name)) return undefined
      return {path: name.startsWith('.') ? `./${path.basename(name)}` : `./${fileOfPackage(name)}.js`, external: true}
    })
  },
}

/** An esbuild plugin: the files of `besideQuick` stay outside. An error is told by its class: there is one for all files. */
export const keepBeside = {
  name: 'keep-beside',
  setup(build) {
    const outside = (name) => ({path: `./${path.basename(name, '.js')}.cjs`, external: true})
    build.onResolve({filter: OWN}, ({path: name, kind}) => (kind === 'dynamic-import' ? outside(name) : undefined))
    build.onResolve({filter: /\/errors\.js$/}, ({path: name, importer}) =>
      path.resolve(path.dirname(importer), name).endsWith(path.join('src', 'lib', 'base', 'errors.js'))
        ? outside(name)
        : undefined,
    )
  },
}

/** Where the other bundle puts a package that is loaded on demand. */
export const fileOfPackage = (name) => `packages/${name}`
