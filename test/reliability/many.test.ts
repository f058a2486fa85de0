import {build} from 'esbuild'
import {fork} from 'node:child_process'
import {readdirSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {openFileRecords} from '../../src/lib/records/files/file-records.js'
import {cases, openTally, range} from '../_helpers/proofs/soak.js'
import {memoryFolder} from '../_helpers/worlds/virtual.js'

interface Result {
  readonly refusals: number
  readonly unnamed: number
  readonly together: number
}

const PROCESSES = 20

test(
  '6: twenty processes at once on the same records: one holder at a time, no update lost, the loser is told who holds it',
  {timeout: 1_800_000},
  async () => {
    const folder = memoryFolder()
    const contender = join(folder, 'contender.mjs')
    const entryPoints = [join(import.meta.dirname, 'contender.ts')]
    await build({entryPoints, outfile: contender, bundle: true, platform: 'node', format: 'esm'})
    const directory = join(folder, 'records')
    const rounds = cases(10, 200)
    // These die while they hold the lock, before they wrote: the others go on.
    const mortal = new Set([3, 11, 17])
    const {run, passed, print} = openTally(
      `6 (${PROCESSES} processes, ${rounds} rounds each, ${mortal.size} killed while they hold the lock)`,
    )

    const results = await Promise.all(
      range(PROCESSES).map(
        (index) =>
          new Promise<Result | undefined>((resolve, reject) => {
            const dieAt = mortal.has(index) ? String(rounds >> 1) : ''
            const child = fork(contender, [directory, `contender-${index}`, String(rounds), dieAt], {stdio: 'inherit'})
            let result: Result | undefined
            child.on('message', (message) => (result = message as Result))
            child.once('error', reject)
            child.once('exit', () => resolve(result))
          }),
      ),
    )

    const ended = results.filter((result) => result !== undefined)
    expect(ended).toHaveLength(PROCESSES - mortal.size)
    const expected = rounds * ended.length + (rounds >> 1) * mortal.size
    const total = Number((await openFileRecords(directory).load('unit'))?.id)
    run(expected)
    passed(total)
    print()
    expect(total, 'no update is lost').toBe(expected)
    expect(
      ended.reduce((sum, {together}) => sum + together, 0),
      'two at once',
    ).toBe(0)
    expect(
      ended.reduce((sum, {unnamed}) => sum + unnamed, 0),
      'refusals that name nobody',
    ).toBe(0)
    expect(
      ended.reduce((sum, {refusals}) => sum + refusals, 0),
      'there was a crowd',
    ).toBeGreaterThan(PROCESSES)
    expect(readdirSync(directory).filter((name) => name.startsWith('lock'))).toEqual([])
    expect(readFileSync(join(directory, 'organization.json'), 'utf8')).toContain(`"${expected}"`)
    rmSync(folder, {recursive: true})
  },
)
