import {describe, expect, test} from 'vitest'
import {cellsOf, type Cell} from '../kinds/cells.js'
import {judge} from '../conformance/judge.js'
import {drive} from '../drive.js'
import {SCENARIOS} from '../scenarios.js'
import {loadMutant} from './mutant.js'
import {MUTATIONS} from './mutations.js'

const NOTICED = MUTATIONS.flatMap((mutation) =>
  mutation.boto3 ? [{mutation, about: {service: mutation.service, ...mutation.boto3}}] : [],
)

/** What boto3 makes of one kind, in a sandbox with a change or without. */
async function cellsBy(
  about: {readonly service: string; readonly kind: string},
  change?: Parameters<typeof loadMutant>[0],
): Promise<readonly Cell[]> {
  const isAbout = (other: {readonly service: string; readonly kind: string}): boolean =>
    other.service === about.service && other.kind === about.kind
  const driven = await drive('drive_boto3.py', {
    scenarios: SCENARIOS.filter(isAbout),
    opener: await loadMutant(change),
  })
  return cellsOf({stranger: 'boto3', takes: 'all', ...driven}).filter(isAbout)
}

describe.each(NOTICED.map((each) => [`${each.mutation.service}: ${each.mutation.broken}`, each] as const))(
  '%s',
  (_, {mutation, about}) => {
    const problem = expect.stringMatching(`^boto3: ${about.service} ${about.kind} ${about.verb}: `) as string

    test(`boto3's cell is red, and the run with it`, async () => {
      const cells = await cellsBy(about, mutation)
      expect(judge({cells, tests: []})).toContainEqual(problem)
    })

    test('and is green in a sandbox that is whole', async () => {
      const cells = await cellsBy(about)
      expect(cells.filter(({outcome}) => outcome !== 'pass')).toEqual([])
      expect(judge({cells, tests: []})).not.toContainEqual(problem)
    })
  },
)
