import path from 'node:path'
import {dispatch} from './dispatch.js'

// Bundled as dist/main.js: the package is one folder up. The code is set, not forced, so that everything is written
// first.
process.exitCode = await dispatch(process.argv.slice(2), {root: path.resolve(import.meta.dirname, '..')})
