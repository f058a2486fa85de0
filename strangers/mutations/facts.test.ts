import {expect, test} from 'vitest'
import {sendBySdk} from '../../test/facts/clients.js'
import {differences, TABLES, type Fact} from '../../test/facts/facts.js'
import {loadMutant, type Mutant} from './mutant.js'
import {MUTATIONS} from './mutations.js'

const FACTS = TABLES.flatMap(({facts}) => facts)

/** Whether a fact calls a service at all. */
const isAbout = (service: string, {setup = [], call}: Fact): boolean =>
  [...setup, call].some(([operation]) => operation.startsWith(`${service}:`))

/** Names of the facts that are not so in a sandbox. */
async function findBroken(
  {openSandbox, requestHandlerFor}: Mutant,
  facts: readonly Fact[],
): Promise<readonly string[]> {
  const broken: string[] = []
  for (const fact of facts) {
    const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0, newRoleDelayMs: 0}})
    const send = sendBySdk({requestHandler: requestHandlerFor(sandbox), credentials: sandbox.credentials('admin')})
    if ((await differences(fact, send)).length > 0) broken.push(fact.fact)
  }
  return broken
}

test('a sandbox that is loaded as the broken ones are, but whole, keeps every fact', async () => {
  expect(await findBroken(await loadMutant(), FACTS)).toEqual([])
})

test.each(MUTATIONS.map((mutation) => [`${mutation.service}: ${mutation.broken}`, mutation] as const))(
  'is noticed: %s',
  async (_, mutation) => {
    const facts = FACTS.filter((fact) => isAbout(mutation.service, fact))
    expect(await findBroken(await loadMutant(mutation), facts)).toContain(mutation.seenBy)
  },
)

test('a change that would change nothing, or more than one place, is refused', async () => {
  const change = (find: string) => ({file: 'ids.ts', find, replace: ''})
  await expect(loadMutant(change('no such text'))).rejects.toThrow('ids.ts has it 0 times: no such text')
  await expect(loadMutant(change('export const'))).rejects.toThrow(/ids\.ts has it \d\d? times/)
  await expect(loadMutant({file: 'nothing.ts', find: '', replace: ''})).rejects.toThrow('does not read nothing.ts')
})
