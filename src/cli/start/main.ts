import path from 'node:path'
import {run} from './run.js'

// Bundled as dist/main.js: the package is one folder up.
await run({root: path.resolve(import.meta.dirname, '..')})
