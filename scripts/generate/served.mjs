// Prints, as JSON, which operations the sandbox serves: `{"iam": ["AddUserToGroup", …], …}`.
//
//     node scripts/generate/served.mjs
import {build} from 'esbuild'
import {rmSync} from 'node:fs'
import path from 'node:path'
import {pathToFileURL} from 'node:url'

const root = path.resolve(import.meta.dirname, '..', '..')
// Inside the project, so that packages are found.
const file = path.join(root, `.served-${process.pid}.mjs`)
try {
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `export * from './src/sandbox/core/services.ts'; export {ACTIONS} from './src/sandbox/sign-in/sign-in.ts'`,
      resolveDir: root,
    },
    outfile: file,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
    // What the operations are does not depend on the models, which are made of this list.
    loader: {'.json': 'empty'},
  })
  const {ACTIONS, loadServices} = await import(pathToFileURL(file).href)
  const services = await Promise.all(
    (await loadServices()).map((service) => ('load' in service ? service.load() : service)),
  )
  const served = services.map(({name, operations}) => [name, Object.keys(operations).toSorted()])
  // No service of an SDK, and served beside them.
  served.push(['signin', ACTIONS])
  process.stdout.write(`${JSON.stringify(Object.fromEntries(served))}\n`)
} finally {
  rmSync(file, {force: true})
}
