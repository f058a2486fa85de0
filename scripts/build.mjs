// Builds what is published: every command with all that it imports, as a few files that Node reads quickly.
//
//     node scripts/build.mjs [--commands <folder of commands>] [--root <folder of the package to make>]
import {build} from 'esbuild'
import {cpSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {parseArgs} from 'node:util'
import {findCommands} from './build/commands.mjs'
import {assertAlone, completeBundle} from './build/complete.mjs'
import {keptBundle} from './build/kept.mjs'
import {assertLight} from './build/light.mjs'
import {writeCommonJs} from './build/commonjs.mjs'
import {makeManifest} from './build/manifest.mjs'
import {renderNotices} from './build/notices.mjs'
import {assertLeftOut, leaveOut, shortenPackages} from './build/leave-out.mjs'
import {besideQuick, fileOfPackage, keepBeside, keepOnDemand, quickBundle} from './build/quick.mjs'
import {ON_DEMAND, project, shared} from './build/shared.mjs'

const {values} = parseArgs({options: {commands: {type: 'string'}, root: {type: 'string'}}})
const commands = findCommands(path.resolve(values.commands ?? path.join(project, 'src', 'commands')))
const root = path.resolve(values.root ?? project)
const dist = path.join(root, 'dist')

const entryPoints = {
  main: path.join(project, 'src', 'cli', 'start', 'main.ts'),
  'update-check': path.join(project, 'src', 'cli', 'update', 'check.ts'),
}
for (const [name, file] of Object.entries(commands)) entryPoints[`commands/${name}`] = file
for (const name of ON_DEMAND) entryPoints[fileOfPackage(name)] = name

rmSync(dist, {recursive: true, force: true})
rmSync(path.join(root, 'oclif.manifest.json'), {force: true})
mkdirSync(root, {recursive: true})
if (root !== project) {
  cpSync(path.join(project, 'bin'), path.join(root, 'bin'), {recursive: true})
  cpSync(path.join(project, 'package.json'), path.join(root, 'package.json'))
}

const [run, help, quick, ...beside] = await Promise.all([
  build({
    ...shared,
    write: false,
    entryPoints,
    outdir: dist,
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [leaveOut('run'), shortenPackages],
  }),
  // Help is oclif's own and needs all of oclif, so it is a bundle apart.
  build({
    ...shared,
    write: false,
    entryPoints: {help: path.join(project, 'src', 'cli', 'help.ts')},
    outdir: dist,
    chunkNames: 'chunks/help-[hash]',
    plugins: [leaveOut('help')],
  }),
  build({
    ...shared,
    write: false,
    ...quickBundle({commands, project, dist}),
    plugins: [keepBeside, keepOnDemand, leaveOut('run'), shortenPackages],
  }),
  ...besideQuick({project, dist}).map((options) =>
    build({...shared, write: false, ...options, plugins: [keepBeside, keepOnDemand, leaveOut('run'), shortenPackages]}),
  ),
])

await writeCommonJs(
  [run, help, quick, ...beside].flatMap(({outputFiles}) => outputFiles),
  dist,
)
assertLeftOut()
assertLight(run.metafile, ['main.js'])
assertLight(quick.metafile, ['quick.cjs'])
const inputs = [run, help, quick, ...beside].flatMap(({metafile}) =>
  Object.values(metafile.outputs).flatMap(({inputs}) => Object.keys(inputs)),
)
writeFileSync(path.join(root, 'THIRD_PARTY_NOTICES.md'), renderNotices(inputs, project))
const manifest = await makeManifest(root)
// What Tab asks knows the commands from the manifest, so it is built when that is made.
const complete = await build({...shared, ...completeBundle({manifest: JSON.parse(manifest), project, dist})})
assertAlone(complete.metafile)
await build({...shared, ...keptBundle({project, dist})})
writeFileSync(path.join(root, 'oclif.manifest.json'), manifest)
