import {expect, test} from 'vitest'
import {openAsked} from '../../test/facts/_helpers/asked.js'
import {differences, TABLES, type Fact} from '../../test/facts/facts.js'
import {loadMutant, type Mutant} from './mutant.js'
import {SORTS} from './mutation.js'
import {MUTATIONS, NO_MUTATIONS} from './mutations.js'

const FACTS = TABLES.flatMap(({facts}) => facts)

/** Names of the facts that are not so in a sandbox. */
async function findBroken(mutant: Mutant, facts: readonly Fact[]): Promise<readonly string[]> {
  const broken: string[] = []
  for (const fact of facts) {
    if ((await differences(fact, await openAsked(mutant, fact))).length > 0) broken.push(fact.fact)
  }
  return broken
}

test('a sandbox that is loaded as the broken ones are, but whole, keeps every fact', async () => {
  expect(await findBroken(await loadMutant(), FACTS)).toEqual([])
})

test.each(MUTATIONS.map((mutation) => [`${mutation.service}: ${mutation.broken}`, mutation] as const))(
  'is noticed: %s',
  async (_, mutation) => {
    const facts = FACTS.filter(({fact}) => fact === mutation.seenBy)
    expect(await findBroken(await loadMutant(mutation), facts)).toEqual([mutation.seenBy])
  },
)

test('every service is broken in every way, or it is said why not', () => {
  for (const service of new Set(MUTATIONS.map((mutation) => mutation.service)))
    for (const sort of SORTS) {
      const about = (other: {readonly service: string; readonly sort: string}): boolean =>
        other.service === service && other.sort === sort
      expect(MUTATIONS.some(about) !== NO_MUTATIONS.some(about), `${service}, ${sort}`).toBe(true)
    }
})

test('a change that would change nothing, or more than one place, is refused', async () => {
  const change = (find: string) => ({file: 'core/ids.ts', find, replace: ''})
  await expect(loadMutant(change('no such text'))).rejects.toThrow('ids.ts has it 0 times: no such text')
  await expect(loadMutant(change('export const'))).rejects.toThrow(/ids\.ts has it \d\d? times/)
  await expect(loadMutant({file: 'nothing.ts', find: '', replace: ''})).rejects.toThrow('does not read nothing.ts')
})
