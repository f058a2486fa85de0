import {describe, expect, test} from 'vitest'
import type {Plan, Step} from '../../src/lib/engine/plan/plan.js'
import {UNKNOWN} from '../../src/lib/base/resource.js'
import {renderAccessTest} from '../../src/ui/access/text.js'
import {renderApplied} from '../../src/ui/plan/applied.js'
import {renderDrift} from '../../src/ui/plan/drift.js'
import {renderEnvironment, renderEnvironments} from '../../src/ui/environments/environments.js'
import {renderEquivalent} from '../../src/ui/text/equivalent.js'
import {openInk, PLAIN} from '../../src/ui/text/ink.js'
import {renderPlan} from '../../src/ui/plan/plan.js'
import {renderTree} from '../../src/ui/plan/tree.js'
import {makeClient} from '../../src/lib/manifest/defaults/client.js'
import {makePool} from '../../src/lib/manifest/defaults/pool.js'
import {appClient} from '../../src/lib/resources/cognito/app-client/app-client.js'
import {userPool} from '../../src/lib/resources/cognito/user-pool/user-pool.js'
import {renderChange} from '../../src/ui/text/value.js'
import {renderUsers} from '../../src/ui/people/users.js'

const step = (fields: Partial<Step> & Pick<Step, 'address' | 'kind' | 'action'>): Step => ({
  changes: [],
  permanent: [],
  needs: [],
  ...fields,
})

const plan = (...steps: readonly Step[]): Plan => ({steps, kept: []})

describe('a plan', () => {
  const whole = plan(
    step({address: 'organization', kind: 'organization', action: 'create'}),
    step({
      address: 'dev.account',
      kind: 'account',
      action: 'create',
      environment: 'dev',
      shown: ['email'],
      node: {
        address: 'dev.account',
        kind: 'account',
        account: 'management',
        region: 'us-east-1',
        desired: {email: 'aws+dev@acme.dev'},
      },
    }),
    step({
      address: 'dev.role',
      kind: 'role',
      action: 'update',
      environment: 'dev',
      id: 'role-1',
      changes: [
        {field: 'trust', from: {aud: 'old'}, to: {aud: UNKNOWN}, effect: 'update'},
        {field: 'name', from: 'a\u001b[31m', to: undefined, effect: 'update'},
      ],
    }),
    step({address: 'dev.group.old', kind: 'user-pool-group', action: 'delete', environment: 'dev', id: 'old'}),
    step({address: 'dev.user-pool', kind: 'user-pool', action: 'adopt', environment: 'dev', id: 'eu-west-1_a'}),
    step({address: 'dev.same', kind: 'policy', action: 'no-op', environment: 'dev', id: 'p'}),
  )

  test('says of a new pool what is for ever: none is an answer, and what may grow is not for ever while it is empty', () => {
    const permanent = ['caseSensitive', 'requiredAttributes', 'attributes']
    const address = 'dev.user-pool'
    const pool = (desired: object): string => {
      const node = {address, kind: 'user-pool', account: 'management' as const, region: 'eu-west-1', desired}
      const made = step({address, kind: 'user-pool', action: 'create', permanent, node})
      return renderPlan(plan(made), {target: 'sandbox', ink: PLAIN})
    }
    const empty = pool({caseSensitive: false, requiredAttributes: undefined, attributes: {}})
    expect(empty).toContain('requiredAttributes: none (cannot be changed later)')
    expect(empty).not.toContain('attributes: ')
    const full = pool({attributes: {tenant: {type: 'string'}}})
    expect(full).toContain('attributes.tenant: {"type":"string"} (cannot be changed later)')
  })

  test('names the statements of a role’s policies that come, change and go', () => {
    const document = (...statements: readonly object[]) => ({Version: '2012-10-17', Statement: statements})
    const [items, objects] = [
      {Sid: 'OwnItems', Effect: 'Allow'},
      {Sid: 'OwnObjects', Effect: 'Allow'},
    ]
    const changes = [
      {
        field: 'inlinePolicies',
        from: {access: document({...objects, Resource: '*'}), same: document(items), fix: document({Effect: 'Allow'})},
        to: {access: document(items, objects), same: document(items)},
        effect: 'update' as const,
      },
    ]
    const shown = renderPlan(plan(step({address: 'dev.role', kind: 'role', action: 'update', changes})), {
      target: 'sandbox',
      ink: PLAIN,
    })
    expect(shown).toContain('inlinePolicies: access: ~ OwnObjects, + OwnItems; fix: - #1\n')
  })

  test('and drift of a role names the statements that somebody put there, took away or changed', () => {
    const document = (...statements: readonly object[]) => ({Version: '2012-10-17', Statement: statements})
    const own = {Sid: 'OwnItems', Effect: 'Allow', Resource: 'own'}
    const byHand = {from: {access: document({...own, Resource: '*'}), extra: document({Sid: 'All'})}}
    const declared = {access: document(own)}
    const changes = [{field: 'inlinePolicies', ...byHand, to: declared, effect: 'update' as const}]
    const role = {address: 'dev.role', kind: 'role', id: 'r', accountId: '1'.repeat(12), state: 'changed' as const}
    const drifted = [{...role, changes, apply: 'update' as const}]
    const shown = renderDrift({target: 'aws', environments: ['dev'], drifted}, PLAIN)
    expect(shown).toContain('    inlinePolicies: access: ~ OwnItems; extra: + All, against awsup.yaml\n')
  })

  test('says what is lost with a pool, and what differs on AWS and is left', () => {
    const holds = {userPoolId: 'p', users: 1204, lastUserCreatedAt: '2026-05-04T09:30:11.000Z', orLater: true as const}
    const lost = plan(step({address: 'dev.user-pool', kind: 'user-pool', action: 'delete', id: 'p', holds}))
    expect(renderPlan(lost, {target: 'aws', ink: PLAIN})).toContain(
      '  - user-pool dev.user-pool (p): holds about 1,204 users, the last one created on 2026-05-04 at 09:30 UTC or later\n',
    )
    const changes = [{field: 'name', from: 'A\u001b', to: 'a', effect: 'leave' as const}]
    const left = plan(step({address: 'dev.account', kind: 'account', action: 'no-op', id: '1', changes}))
    expect(renderPlan(left, {target: 'aws', ink: PLAIN})).toBe(
      [
        'different on AWS, and left as it is (awsup drift says more)',
        String.raw`  account dev.account (1): name is "A\x1b", awsup.yaml says "a"`,
        '',
        'Nothing to do.',
      ].join('\n'),
    )
  })

  test('shows each environment’s steps, what changes, what stays for ever, and the sum', () => {
    expect(renderPlan(whole, {target: 'sandbox', ink: PLAIN})).toBe(
      [
        'In the sandbox: nothing here reaches AWS.',
        '',
        'organization',
        '  + organization organization',
        '',
        'environment dev',
        '  + account dev.account',
        '      email: "aws+dev@acme.dev"',
        '  ~ role dev.role (role-1)',
        '      trust: {"aud":"old"} → {"aud":"known after apply"}',
        String.raw`      name: "a\x1b[31m" → (not set)`,
        '  - user-pool-group dev.group.old (old)',
        '  → user-pool dev.user-pool (eu-west-1_a)',
        '',
        'Plan: 2 to create, 1 to update, 1 to delete, 1 to adopt.',
      ].join('\n'),
    )
  })

  test('on AWS says what cannot be undone, and only where it is about to happen', () => {
    const text = renderPlan(whole, {target: 'aws', ink: PLAIN})
    expect(text).toContain('90 days to close')
    expect(text).not.toContain('sandbox')
    expect(
      renderPlan(plan(step({address: 'a', kind: 'role', action: 'create'})), {target: 'aws', ink: PLAIN}),
    ).not.toContain('undone')
    expect(renderPlan(whole, {target: 'sandbox', ink: PLAIN})).not.toContain('90 days')
  })

  test('says what has to be known before, each thing once, in either target', () => {
    const notices = [{code: 'REGION_OPT_IN', message: 'region eu-south-1\u001b[31m is off'}]
    const twice = plan(
      {...step({address: 'dev.region', kind: 'region', action: 'create'}), notices},
      {...step({address: 'prod.region', kind: 'region', action: 'create'}), notices},
    )
    for (const target of ['aws', 'sandbox'] as const) {
      const text = renderPlan(twice, {target, ink: PLAIN})
      expect(text.split(String.raw`  ! region eu-south-1\x1b[31m is off`)).toHaveLength(2)
    }
  })

  test('with nothing to do says so, and names what it keeps', () => {
    const kept = {steps: [], kept: [{address: 'dev.user-pool', kind: 'user-pool', id: 'eu-west-1_a'}]}
    const text = renderPlan(kept, {target: 'aws', ink: PLAIN})
    expect(text).toContain('kept, although awsup.yaml no longer names them\n  user-pool dev.user-pool (eu-west-1_a)')
    expect(text).toContain('Nothing to do')
  })
})

test('an apply is told in one line that counts everything', () => {
  const done = (address: string, id: string) => ({address, kind: 'account', id})
  const applied = {
    created: [done('dev.account', '012345678901')],
    adopted: [],
    updated: [],
    deleted: [done('x', 'y')],
    unchanged: 3,
  }
  expect(renderApplied(applied, {target: 'sandbox', ink: PLAIN})).toBe(
    'Done in the sandbox: 1 created, 0 updated, 1 deleted, 3 unchanged.',
  )
})

test('environments are listed with the current one marked, and shown with what is not made yet', () => {
  const dev = {name: 'dev', region: 'eu-west-1', current: true, protected: false, accountId: '000000000001'}
  const prod = {name: 'prod', region: 'eu-west-1', current: false, protected: true}
  expect(renderEnvironments([dev, prod], PLAIN)).toBe(
    '*  dev   000000000001  eu-west-1\n   prod  not made yet  eu-west-1  protected',
  )
  const shown = renderEnvironment(
    {
      ...prod,
      ids: [
        ['userPoolId', 'eu-west-1_a'],
        ['identityPoolId', undefined],
      ],
    },
    PLAIN,
  )
  expect(shown).toContain('prod (protected)')
  expect(shown).toMatch(/userPoolId +eu-west-1_a\n +identityPoolId +not made yet/)
})

test('an organization is a tree', () => {
  const leaf = (name: string) => ({name, id: `${name}-id`})
  const tree = {
    ...leaf('root'),
    children: [
      {...leaf('ou'), children: [leaf('a'), leaf('b')]},
      {...leaf('c'), note: 'ACTIVE'},
    ],
  }
  expect(renderTree(tree, PLAIN).split('\n')).toEqual([
    'root root-id',
    '├── ou ou-id',
    '│   ├── a a-id',
    '│   └── b b-id',
    '└── c c-id  ACTIVE',
  ])
})

test('users are a table', () => {
  const lines = renderUsers([{name: 'alice', environments: ['dev', 'prod'], groups: ['developers']}], PLAIN).split('\n')
  expect(lines).toEqual(['user   environments  groups      state', 'alice  dev, prod     developers'])
})

test('the equivalent command can be pasted into a shell', () => {
  expect(renderEquivalent(['org', 'init', '--email', 'aws+{env}@acme.dev', '--project', "it's"])).toBe(
    String.raw`awsup org init --email 'aws+{env}@acme.dev' --project 'it'\''s'`,
  )
  expect(renderEquivalent(['x', '', 'a\u001b\\'])).toBe(String.raw`awsup x '' $'a\u001b\\'`)
})

test('colour is for terminals, and not where NO_COLOR is set', async () => {
  expect(await openInk({isTTY: false}, {})).toBe(PLAIN)
  expect(await openInk({isTTY: true}, {NO_COLOR: '1'})).toBe(PLAIN)
  expect((await openInk({isTTY: true}, {})).red('x')).toBe('\u001b[31mx\u001b[39m')
})

test('a test of access in which there was nothing to try says so', () => {
  const tried = {environment: 'dev', policies: 'live' as const, roles: [], exposed: [], missing: []}
  expect(renderAccessTest(tried, PLAIN)).toContain('nothing was tried: awsup.yaml has no rules under access')
  const roles = [{role: 'authenticated', requests: 72}]
  expect(renderAccessTest({...tried, roles}, PLAIN)).toMatch(/authenticated +72 requests tried, +each answered/)
  const idle = renderAccessTest({...tried, roles: [{role: 'authenticated', requests: 0}]}, PLAIN)
  expect(idle).toMatch(/authenticated +no request tried$/m)
  expect(idle).not.toContain('each answered')
})

test('a long value is cut around what differs, and the same on both sides', () => {
  const policy = (aud: string) => ({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: {Federated: 'cognito-identity.amazonaws.com'}, Condition: {aud}}],
  })
  const [from, to] = renderChange(policy('us-east-1:b3e5'), policy('eu-west-1:2549'))
  expect(from).toContain('"aud":"us-east-1:b3e5"')
  expect(to).toContain('"aud":"eu-west-1:2549"')
  expect(from.startsWith('…') && to.startsWith('…')).toBe(true)
  expect(renderChange('a', 'b')).toEqual(['"a"', '"b"'])
})

test('what is usual in the first plan is what awsup.yaml means where it says nothing', () => {
  const pool = new Map<string, unknown>(Object.entries(makePool({}, {})))
  for (const [field, value] of Object.entries(userPool.usual ?? {})) expect(pool.get(field)).toEqual(value)
  expect(makeClient({}).type).toBe('web')
  expect(appClient.usual).toEqual({secret: false})
})
