// Runs all cases of the proofs in test/reliability; `npm run test:reliability` runs a part of them. docs/reliability.md
// has the figures.
//
//     node scripts/soak.mjs [crash | lost-reply | …] [1b | 3c | …]      all files, all proofs when none is named
import {spawnSync} from 'node:child_process'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const words = process.argv.slice(2)
/** A proof, as its test's title begins: a number, and mostly a letter. */
const isProof = (word) => /^\d{1,2}[a-z]?$/.test(word)
const files = words.filter((word) => !isProof(word)).map((name) => `test/reliability/${name}.test.ts`)
const proofs = words.filter(isProof)

const run = (...args) => {
  const {status} = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: {...process.env, AWSUP_SOAK: '1'},
  })
  if (status !== 0) process.exit(status ?? 1)
}

run('scripts/build.mjs')
run(
  'node_modules/vitest/vitest.mjs',
  ...['run', '--project', 'reliability'],
  // One file after the other: each keeps the machine busy by itself.
  '--no-file-parallelism',
  ...(proofs.length > 0 ? ['-t', `(^| )(${proofs.join('|')}):`] : []),
  ...files,
)
