import {build} from 'esbuild'
import {cpSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import path from 'node:path'
import {findCommands} from '../../build/commands.mjs'
import {leaveOut, shortenPackages} from '../../build/leave-out.mjs'
import {fileOfPackage, keepOnDemand, QUICK} from '../../build/quick.mjs'
import {ON_DEMAND, project, shared} from '../../build/shared.mjs'

/** A single executable reads CommonJS, and `import()` finds nothing in it: what is loaded on demand is run on demand. */
const inside = {
  ...shared,
  format: 'cjs',
  splitting: false,
  supported: {'dynamic-import': false},
  // Nothing may ask where its file is; the package `open` does, and goes on where it is told nothing.
  define: {...shared.define, 'import.meta.url': '""'},
  logOverride: {'empty-import-meta': 'error'},
}

/**
 * Makes in `folder` what bin/executable.js looks for: a file for each part of awsup, with all that it imports. The package
 * has to be built: the manifest of its commands goes in, and what answers the Tab key is the same file.
 * @returns names of the parts, with their files
 */
export async function bundleParts(folder) {
  rmSync(folder, {recursive: true, force: true})
  const source = (...names) => path.join(project, 'src', ...names)
  const manifest = path.join(project, 'oclif.manifest.json')
  const commands = Object.keys(JSON.parse(readFileSync(manifest, 'utf8')).commands)
  const files = findCommands(source('commands'))
  const parts = {
    main: {
      stdin: starting(
        'run',
        commands.map((id) => id.replaceAll(':', '/')),
      ),
      plugins: [leaveOut('run'), shortenPackages],
    },
    quick: {stdin: starting('dispatch', QUICK), plugins: [keepOnDemand, leaveOut('run'), shortenPackages]},
    help: {entryPoints: [source('cli', 'help.ts')], plugins: [leaveOut('help')]},
    companion: {
      stdin: text(`import {COMPANION_SCRIPT} from ${JSON.stringify(source(COMPANION))}
        import {runInThisContext} from 'node:vm'
        runInThisContext(COMPANION_SCRIPT)`),
    },
    'update-check': {entryPoints: [source('cli', 'update', 'check.ts')]},
    ...Object.fromEntries(
      ON_DEMAND.map((name) => [fileOfPackage(name), {entryPoints: [name], plugins: [shortenPackages]}]),
    ),
  }
  const fileOf = (name) => path.join(folder, `${name}.cjs`)
  const names = Object.keys(parts)
  await Promise.all(names.map((name) => build({...inside, ...parts[name], outfile: fileOf(name)})))
  cpSync(path.join(project, 'dist', 'complete.cjs'), fileOf('complete'))
  return {...Object.fromEntries([...names, 'complete'].map((name) => [name, fileOf(name)])), manifest}

  /** Runs one of these commands (`env/switch`) by `run` or `dispatch`, with all that a package on disk has beside it. */
  function starting(how, names) {
    const entries = names.map((name) => [name.replaceAll('/', ' '), files[name]])
    const modules = entries.map(([words, file]) => `${JSON.stringify(words)}: () => import(${JSON.stringify(file)})`)
    const {oclif, ...pjson} = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'))
    const {commands: _, ...settings} = oclif
    const known = {name: pjson.name, version: pjson.version, bugs: pjson.bugs, oclif: settings}
    return text(`import {dirname} from 'node:path'
      import {getAsset} from 'node:sea'
      import {${how}} from ${JSON.stringify(source('cli', how === 'run' ? 'start/run.ts' : 'dispatch.ts'))}
      const modules = {${modules.join(', ')}}
      const installed = {
        root: dirname(process.execPath),
        load: ({words}) => modules[words.join(' ')](),
        inside: {
          pjson: ${JSON.stringify(known)},
          commands: ${JSON.stringify(commands.map((id) => id.replaceAll(':', ' ')))},
          readManifest: () => JSON.parse(getAsset('manifest', 'utf8')),
        },
      }
      ${how === 'run' ? 'run(installed)' : 'dispatch(process.argv.slice(2), installed).then((code) => { process.exitCode = code })'}`)
  }
}

const COMPANION = path.join('lib', 'operations', 'exec', 'companion-script.ts')

const text = (contents) => ({contents, resolveDir: project, sourcefile: 'start.js'})
