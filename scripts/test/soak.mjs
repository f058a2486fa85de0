// Runs all cases of the proofs in test/reliability, and of the isolation law in test/security; `npm run test:reliability`
// and `npm test` run a part of them. docs/evidence/reliability.md has the figures.
//
//     node scripts/test/soak.mjs [crash | lost-reply | isolation-law | …] [1b | 3c | …]   all files, all proofs when none is named
import {spawnSync} from 'node:child_process'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..', '..')
const words = process.argv.slice(2)
/** A proof, as its test's title begins: a number, and mostly a letter. */
const isProof = (word) => /^\d{1,2}[a-z]?$/.test(word)
const names = words.filter((word) => !isProof(word))
const proofs = words.filter(isProof)
/** It has no numbers, and tries requests at random. */
const LAW = 'isolation-law'
const files = names.filter((name) => name !== LAW).map((name) => `/${name}.test.ts`)

const run = (...args) => {
  const {status} = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: {...process.env, AWSUP_SOAK: '1'},
  })
  if (status !== 0) process.exit(status ?? 1)
}

const vitest = (project, ...args) =>
  // One file after the other: each keeps the machine busy by itself.
  run('node_modules/vitest/vitest.mjs', 'run', '--project', project, '--no-file-parallelism', ...args)

run('scripts/build.mjs')
if (names.length === 0 || files.length > 0)
  vitest('reliability', ...(proofs.length > 0 ? ['-t', `(^| )(${proofs.join('|')}):`] : []), ...files)
if (names.includes(LAW) || words.length === 0) vitest('suite', '--testTimeout=7200000', `/${LAW}.test.ts`)
