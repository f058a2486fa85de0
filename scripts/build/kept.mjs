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
  supported: {'dynamic-import': false},
  minifyIdentifiers: true,
  plugins: [loadLate],
})

/** An esbuild plugin: parts of Node that only a run needs which writes, waits or asks the keychain. */
const loadLate = {
  name: 'load-late',
  setup(build) {
    build.onResolve({filter: /^node:(child_process|fs\/promises|module|timers\/promises)$/}, ({path: name}) => ({
      path: name,
      namespace: 'late',
    }))
    build.onLoad({filter: /.*/, namespace: 'late'}, ({path: name}) => ({
      contents: `module.exports = Object.create(new Proxy({}, {get: (_, member) => process.getBuiltinModule('${name}')[member]}))`,
    }))
  },
}
