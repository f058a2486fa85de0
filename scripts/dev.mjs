// Builds again whenever a source changes, until Ctrl-C: `npm run dev` in one terminal, awsup or the tests in another.
import {watch} from 'node:fs'
import path from 'node:path'
import {buildWhereStale} from './fresh.mjs'

const root = path.resolve(import.meta.dirname, '..')
/** Editors write a file more than once, ms. */
const QUIET_MS = 100

const rebuild = () => {
  const started = Date.now()
  try {
    buildWhereStale()
    console.log(`built in ${Date.now() - started} ms; waiting for changes`)
  } catch (error) {
    console.log(error.message)
  }
}

let timer
rebuild()
for (const folder of ['src', 'scripts/build']) {
  watch(path.join(root, folder), {recursive: true}, () => {
    clearTimeout(timer)
    timer = setTimeout(rebuild, QUIET_MS)
  })
}
