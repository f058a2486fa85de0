import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {OrganizationPicture} from '../../../src/lib/index.js'
import {renderOrganizationMermaid} from '../../../src/ui/organization/mermaid.js'
import {renderOrganizationTree} from '../../../src/ui/organization/tree.js'
import {renderPlanMarkdown} from '../../../src/ui/plan/markdown.js'
import {outlinePlan} from '../../../src/ui/plan/outline.js'
import type {Plan} from '../../../src/lib/engine/plan/plan.js'
import {anyName, organizations, plainName, plans, whereOf} from './names.js'

/** So many accounts, each an environment with three roles. */
function large(count: number): OrganizationPicture {
  const ids = Array.from({length: count}, (_, index) => String(100_000_000_000 + index))
  const [sample] = fc.sample(organizations(plainName), {numRuns: 1, seed: 1})
  if (!sample) throw new Error('no sample')
  return {
    ...sample,
    notMade: [],
    environments: ids.map((accountId, index) => ({
      name: `env${index}`,
      accountId,
      region: 'us-east-1',
      protected: index === 0,
      userPool: {id: `us-east-1_${accountId}`, clients: [], groups: []},
      identityPool: {id: `us-east-1:${accountId}`},
      roles: ['authenticated', 'guest', 'admins'].map((who) => ({
        name: `acme-env${index}-${who}`,
        assumedBy: who,
        through: 'identity-pool' as const,
      })),
      users: [],
    })),
    tree: {
      organizationId: 'o-1',
      managementAccountId: '999999999999',
      root: {
        id: 'r-1',
        name: 'Root',
        accounts: [account('999999999999', true)],
        units: [{id: 'ou-1', name: 'acme', units: [], accounts: ids.map((id) => account(id, false))}],
      },
    },
  }
}

const account = (id: string, management: boolean) => ({
  id,
  name: `account-${id}`,
  email: `aws+${id}@acme.dev`,
  state: 'ACTIVE',
  management,
  environment: undefined,
  ids: {},
})

describe('Mermaid', () => {
  const LABEL = String.raw`"(?:[\p{L}\p{N} ,.:@/()_-]|#\d+;|<br/>)*"`
  const LINE = new RegExp(
    [
      'flowchart LR',
      String.raw`(?: {2})+subgraph n\d+ \[${LABEL}\]`,
      String.raw`(?: {2})+end`,
      String.raw`(?: {2})+(?:n\d+|left)\[${LABEL}\]`,
      String.raw` {2}n\d+ -->(?:\|${LABEL}\|)? n\d+`,
    ]
      .map((form) => `^${form}$`)
      .join('|'),
    'u',
  )

  test('every line is one of five forms, with made-up ids and labels that end nothing, whatever the names', () => {
    fc.assert(
      fc.property(organizations(anyName), (picture) => {
        const lines = renderOrganizationMermaid(picture).split('\n')
        expect(lines.filter((line) => !LINE.test(line))).toEqual([])
        const opens = lines.filter((line) => line.trim().startsWith('subgraph')).length
        expect(lines.filter((line) => line.trim() === 'end')).toHaveLength(opens)
      }),
      {numRuns: 60},
    )
  })

  test.each([10, 100, 1000])('of %d environments is what Mermaid draws, and says what was left out', (count) => {
    const text = renderOrganizationMermaid(large(count))
    const edges = text.split('\n').filter((line) => line.includes('-->'))
    expect(text.length).toBeLessThanOrEqual(50_000)
    expect(edges.length).toBeLessThanOrEqual(500)
    const drawn = text.match(/environment env\d+/g)?.length ?? 0
    expect(text.includes('left out')).toBe(count > 10)
    if (count > 10) expect(text).toContain(`${count - drawn} more accounts left out`)
    else expect(drawn).toBe(count)
    const defined = new Set(text.match(/(?<=^ +(?:subgraph )?)n\d+(?= ?\[)/gm))
    expect(edges.flatMap((edge) => edge.match(/\bn\d+\b/g) ?? []).filter((id) => !defined.has(id))).toEqual([])
  })
})

describe('the tree', () => {
  test('is at most 60 columns wide and names everything, whatever the names', () => {
    fc.assert(
      fc.property(organizations(anyName), (picture) => {
        const text = renderOrganizationTree(picture)
        expect(text.split('\n').filter((line) => Array.from(line).length > 60)).toEqual([])
      }),
      {numRuns: 60},
    )
    fc.assert(
      fc.property(organizations(plainName), (picture) => {
        const text = renderOrganizationTree(picture)
        for (const {name, roles} of picture.environments) {
          expect(text).toContain(`environment ${name}`)
          for (const role of roles) expect(text).toContain(`assumed by ${role.assumedBy}`)
        }
      }),
    )
  })

  test('says in a word what is protected', () => {
    expect(renderOrganizationTree(large(2)).match(/environment env\d, .*/g)).toEqual([
      'environment env0, protected, us-east-1',
      'environment env1, us-east-1',
    ])
  })
})

describe('a plan as Markdown', () => {
  const render = (plan: Plan, name: string): string =>
    renderPlanMarkdown(outlinePlan(plan, {target: 'aws', where: whereOf(name)}))
  const CODE = /<code>(?:[\p{L}\p{N} ,.:"'(){}=+;/?%-]|&#\d+;)*<\/code>/gu
  /** What is left when every text of unknown origin is taken out. */
  const skeleton = (text: string): string => text.replaceAll(CODE, '…')

  test('has every name in code, with no mark in it that Markdown, HTML or GitHub reads', () => {
    const OWN = /^[A-Za-z0-9 \n#>*|:,.()<>/![\]`…-]*$/
    fc.assert(
      fc.property(plans(anyName), anyName, (plan, name) => {
        const left = skeleton(render(plan, name))
        expect(left).toMatch(OWN)
        expect(left.replaceAll(/<\/?(?:details|summary)>/g, '')).not.toContain('<')
        expect(left).not.toMatch(/@|https?:|www\./)
      }),
      {numRuns: 100},
    )
  })

  test('is built the same whatever the names are', () => {
    const rename = (value: unknown, to: string): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll('NAME', JSON.stringify(to).slice(1, -1)))
    fc.assert(
      fc.property(plans(fc.constant('NAME')), anyName, (plan, name) => {
        // Longer ones fill a list, of which the rest is counted.
        fc.pre(name !== '' && name.length <= 30)
        const [one, other] = ['plain', name].map((to) => skeleton(render(rename(plan, to) as Plan, to)))
        expect(other).toBe(one)
      }),
    )
  })

  test.each([10, 1000, 20_000])('of %d changes fits into a comment, and says what was left out', (count) => {
    const steps = Array.from({length: count}, (_, index) => ({
      address: `dev.group.g${index}`,
      kind: 'user-pool-group',
      action: 'update' as const,
      environment: `env${index % 50}`,
      changes: [{field: 'description', from: 'a'.repeat(300), to: 'b'.repeat(300), effect: 'update' as const}],
      permanent: [],
      needs: [],
    }))
    const text = render({steps, kept: []}, 'x')
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text).toContain(`${count} to update`)
    const shown = text.match(/update user-pool-group/g)?.length ?? 0
    const left = Number(/: (\d+) changes/.exec(text)?.[1] ?? 0)
    expect(shown + left).toBe(count)
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0)
  })

  test('counts what is left out of every list', () => {
    const long = '@'.repeat(300)
    const lists = Array.from({length: 5000}, (_, index) => `${index} ${long}`)
    const section = (title: string) => ({title, lines: lists})
    const text = renderPlanMarkdown({
      sum: '1 to create',
      where: [['identity', long.repeat(10)]],
      first: ['a', 'b', 'c', 'd', 'e', 'f'].map(section),
      groups: [{title: long, protected: true, place: long, steps: []}],
      last: ['g', 'h'].map(section),
    })
    expect(text.length).toBeLessThanOrEqual(65_536)
    const shown = text.match(/^(?:> )?- <code>/gm)?.length ?? 0
    const left = [...text.matchAll(/- and (\d+) more/g)].map(([, count]) => Number(count))
    expect(left).toHaveLength(8)
    expect(shown).toBeGreaterThan(8)
    expect(shown + left.reduce((sum, count) => sum + count, 0)).toBe(8 * 5000)
  })
})
