// Runs all cases of the proofs in test/reliability; `npm test` runs a part of them. docs/reliability.md has the figures.
//
//     node scripts/soak.mjs [crash | lost-reply | …]      all files when none is named
import {spawnSync} from 'node:child_process'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const files = process.argv.slice(2).map((name) => `test/reliability/${name}.test.ts`)

const run = (...args) => {
  const {status} = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: {...process.env, AWSUP_SOAK: '1'},
  })
  if (status !== 0) process.exit(status ?? 1)
}

run('scripts/build.mjs')
// One file after the other: each keeps the machine busy by itself.
run(
  'node_modules/vitest/vitest.mjs',
  'run',
  '--no-file-parallelism',
  ...(files.length > 0 ? files : ['test/reliability']),
)
