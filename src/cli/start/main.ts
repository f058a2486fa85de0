import path from 'node:path'
import {run} from './run.js'

// Bundled as dist/main.js, which is CommonJS: the package is one folder up.
run({root: path.resolve(import.meta.dirname, '..')}).catch((error: unknown) => {
  throw error
})
