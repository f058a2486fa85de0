import path from 'node:path'

/**
 * What answers `awsup credentials` from what is kept, as one CommonJS file (src/cli/start/kept.ts). Answers what differs
 * from the other bundles' options of esbuild.
 */
export const keptBundle = ({project, dist}) => ({
  entryPoints: {kept: path.join(project, 'src', 'cli', 'start', 'kept.ts')},
  outdir: dist,
  outExtension: {'.js': '.cjs'},
  format: 'cjs',
  splitting: false,
  banner: {},
  supported: {'dynamic-import': false},
})
