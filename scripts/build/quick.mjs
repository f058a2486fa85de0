import path from 'node:path'

/** Commands that must start fast. */
export const QUICK = ['env/current', 'env/switch']

/**
 * The commands that must start fast, with all that they need, as one CommonJS file: no look-up and no reading of
 * further files. They are the same commands, run by the same dispatch; bin/run.js picks the file.
 * Answers what differs from the other bundles' options of esbuild.
 */
export function quickBundle({commands, project, dist}) {
  const names = QUICK.filter((name) => Object.hasOwn(commands, name))
  const lines = [
    `import {dirname} from 'node:path'`,
    `import {dispatch} from ${JSON.stringify(path.join(project, 'src', 'cli', 'dispatch.ts'))}`,
    ...names.map((name, index) => `import * as command${index} from ${JSON.stringify(commands[name])}`),
    `const commands = new Map([${names.map((name, index) => `['${name.replace('/', ' ')}', command${index}]`).join(', ')}])`,
    `const load = ({words}) => commands.get(words.join(' '))`,
    `dispatch(process.argv.slice(2), {root: dirname(__dirname), load}).then((code) => { process.exitCode = code })`,
  ]
  return {
    stdin: {contents: lines.join('\n'), resolveDir: project, sourcefile: 'quick.js'},
    outfile: path.join(dist, 'quick.cjs'),
    format: 'cjs',
    splitting: false,
    // bin/load.js runs it, which has no `import()`.
    supported: {'dynamic-import': false},
  }
}

/**
 * An esbuild plugin: what is loaded on demand stays outside. Packages and help are files that the other bundles make;
 * the rest of the library (lib/index.ts loads it on demand) is nothing that these commands ever ask for.
 */
export const keepOnDemand = {
  name: 'keep-on-demand',
  setup(build) {
    build.onResolve({filter: /^[@a-z.]/}, ({path: name, kind}) => {
      if (kind !== 'dynamic-import' || name.startsWith('node:')) return undefined
      return {path: name.startsWith('.') ? `./${path.basename(name)}` : `./${fileOfPackage(name)}.js`, external: true}
    })
  },
}

/** Where the other bundle puts a package that is loaded on demand. */
export const fileOfPackage = (name) => `packages/${name}`
