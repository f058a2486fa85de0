// Gathers what the strangers left in a folder, prints the table, and holds docs/evidence/conformance.md equal to it; ends with 1
// where anything is wrong. `run.mjs` bundles it, and starts it in a folder with docs/evidence/moto.md in it:
//     gather <folder> [-u]
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Cell} from '../kinds/cells.js'
import {conclude} from './conclude.js'
import type {TestOutcome} from './outcomes.js'

const PAGE = join('docs', 'evidence', 'conformance.md')
const TESTS = 'tests.jsonl'

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')

const lines = (file: string): unknown[] =>
  read(file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)

const [folder = '.', ...flags] = process.argv.slice(2)
const cells = readdirSync(folder).filter((name) => name.endsWith('.jsonl') && name !== TESTS)
const {said, page, isGood} = conclude({
  evidence: {
    cells: cells.flatMap((name) => lines(join(folder, name)) as Cell[]),
    tests: lines(join(folder, TESTS)) as TestOutcome[],
  },
  moto: read(join('docs', 'evidence', 'moto.md')),
  page: read(PAGE),
  renew: flags.includes('-u'),
})
console.log(`\n${said}`)
if (page !== undefined) writeFileSync(PAGE, page)
process.exitCode = isGood ? 0 : 1
