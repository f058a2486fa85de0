import {expect, test} from 'vitest'
import {killsOf, rehearse, runCases, type Case} from '../../_helpers/crash/cases.js'
import {lostReplies, refusals} from '../../_helpers/crash/replies.js'
import type {Crash} from '../../_helpers/crash/world.js'
import {openRandom} from '../../_helpers/proofs/random.js'
import {cases} from '../../_helpers/proofs/soak.js'
import {COMMANDS} from './scenes.js'

const MINUTE = 60_000
const KINDS: readonly Crash['kind'][] = ['before', 'executed', 'replied', 'write']
/** In `npm run test:reliability` so many cases of each command. */
const SAMPLE = 3

/** So many of all, the same for the same seed; all of them in the soak. */
function sample(all: readonly Case[], seed: number): readonly Case[] {
  const count = cases(SAMPLE, all.length)
  if (count >= all.length) return all
  const random = openRandom(seed)
  return all
    .map((one) => ({one, order: random()}))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({one}) => one)
}

for (const [index, {proof, name, begin, ...scene}] of COMMANDS.entries()) {
  test(`${proof}: ${name}, stopped anywhere, continues when it is repeated`, {timeout: 60 * MINUTE}, async () => {
    const rehearsed = await rehearse({...scene, ...(await begin())})
    const {counts, writes} = rehearsed
    const all = [...killsOf(counts, KINDS, 1), ...lostReplies(writes), ...refusals(writes)]
    const {failures} = await runCases(
      `${proof} (${name}, N = ${counts.call}, M = ${counts.write})`,
      rehearsed,
      sample(all, 20_261_129 + index),
    )
    expect(failures).toEqual([])
  })
}
