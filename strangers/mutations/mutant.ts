import {build, type Plugin} from 'esbuild'
import {mkdtempSync, readFileSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {onTestFinished} from 'vitest'
import type {requestHandlerFor} from '../../src/sandbox/server/in-process.js'
import type {openSandbox} from '../../src/sandbox/sandbox.js'
import type {serve} from '../../src/sandbox/server/server.js'

/** One place of the sandbox's source, and what stands there instead. */
export interface Change {
  /** Below `src/sandbox`. */
  readonly file: string
  /** Stands exactly once in the file. */
  readonly find: string
  readonly replace: string
}

/** The sandbox as its source is, or with a change. */
export interface Mutant {
  readonly openSandbox: typeof openSandbox
  readonly requestHandlerFor: typeof requestHandlerFor
  readonly serve: typeof serve
}

const HOME = join(import.meta.dirname, '..', '..')
const SOURCE = join(HOME, 'src', 'sandbox')

const ENTRY = `export {openSandbox} from './sandbox.js'
export {requestHandlerFor} from './server/in-process.js'
export {serve} from './server/server.js'
`

/**
 * Bundles the sandbox's source with the change in it, and loads that: nothing in the source folder is touched. It is
 * there until the test ends.
 *
 * Throws where `find` does not stand exactly once in the file: the change would be another one, or none.
 */
export async function loadMutant(change?: Change): Promise<Mutant> {
  const folder = mkdtempSync(join(tmpdir(), 'awsup-mutant-'))
  onTestFinished(() => {
    rmSync(folder, {recursive: true})
  })
  // Where the bundle finds the packages, which are not in it.
  symlinkSync(join(HOME, 'node_modules'), join(folder, 'node_modules'))
  const outfile = join(folder, 'sandbox.mjs')
  await build({
    stdin: {contents: ENTRY, resolveDir: SOURCE},
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outfile,
    logLevel: 'silent',
    plugins: change ? [replaceIn(change)] : [],
  })
  return (await import(pathToFileURL(outfile).href)) as Mutant
}

const replaceIn = ({file, find, replace}: Change): Plugin => ({
  name: 'replace',
  setup: (bundle) => {
    const path = join(SOURCE, file)
    let isLoaded = false
    bundle.onLoad({filter: /\.ts$/}, (loading) => {
      if (loading.path !== path) return undefined
      isLoaded = true
      const parts = readFileSync(path, 'utf8').split(find)
      if (parts.length !== 2) throw new Error(`${file} has it ${parts.length - 1} times: ${find}`)
      return {contents: parts.join(replace), loader: 'ts'}
    })
    bundle.onEnd(() => {
      if (!isLoaded) throw new Error(`the sandbox does not read ${file}`)
    })
  },
})
