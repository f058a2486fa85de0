import path from 'node:path'

/** The project's folder. */
export const project = path.resolve(import.meta.dirname, '..', '..')

/** Packages that are read only where a run needs them: a file each. */
export const ON_DEMAND = ['@babel/parser', 'chalk', 'diff', 'inquirer', 'open']

/** What all bundles share: options of esbuild. */
export const shared = {
  absWorkingDir: project,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  splitting: true,
  // ES modules where a package has both: only then can what nobody uses be left out, and `import()` give names.
  mainFields: ['module', 'main'],
  conditions: ['module'],
  // Names stay: a stack that a user sends in is worth more than the bytes.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: {'process.env.NODE_ENV': '"production"'},
}
