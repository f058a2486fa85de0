import {describe, expect, test} from 'vitest'
import {refsIn} from '../../../../src/lib/engine/graph/references.js'
import {makeDesired} from '../../../../src/lib/manifest/desired/desired.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import type {Node} from '../../../../src/lib/base/resource.js'
import {ref} from '../../../../src/lib/resources/nodes.js'
import {manifest, SAMPLE} from '../samples.js'

const nodesOf = (text: string): ReadonlyMap<string, Node> =>
  new Map(makeDesired(parseManifest(text)).map((node) => [node.address, node]))

describe('the sample of the design', () => {
  const nodes = nodesOf(SAMPLE)

  test('asks for these resources', () => {
    const shared = ['organization', 'unit', 'guardrail.deny-leave-organization', 'guardrail.deny-root-user']
    const each = [
      'account',
      'user-pool',
      'app-client.web',
      'group.admins',
      'identity-pool',
      'role.authenticated',
      'identity-pool-roles',
    ]
    expect([...nodes.keys()]).toEqual([
      ...shared,
      ...each.map((name) => `dev.${name}`),
      'dev.policy.self-service',
      'dev.user-group.developers',
      'dev.user.alice',
      ...each.map((name) => `prod.${name}`),
    ])
  })

  test('puts the organization in the management account and everything else in the environment’s', () => {
    for (const node of nodes.values()) {
      const isShared = node.environment === undefined || node.kind === 'account'
      expect([node.address, node.account, node.region]).toEqual(
        isShared
          ? [node.address, 'management', 'us-east-1']
          : [node.address, ref(`${node.environment ?? ''}.account`), 'eu-west-1'],
      )
    }
  })

  test('lets the user pool’s clients, and nobody else’s, into the identity pool', () => {
    expect(nodes.get('dev.identity-pool')?.desired).toMatchObject({
      guests: false,
      providers: [
        {
          providerName: ref('dev.user-pool', 'providerName'),
          clientId: ref('dev.app-client.web'),
          serverSideTokenCheck: true,
        },
      ],
    })
  })

  test('gives the role what the access rules allow, with the environment’s names', () => {
    const policy = JSON.stringify(nodes.get('prod.role.authenticated')?.desired)
    expect(policy).toContain('acme-prod-uploads')
    expect(policy).not.toContain('{env}')
    expect(policy).not.toContain('acme-dev-uploads')
  })

  test('gives users the self-service policy, in groups that are made before them', () => {
    expect(nodes.get('dev.user.alice')).toMatchObject({
      desired: {name: 'alice', groups: ['developers'], managedPolicies: [ref('dev.policy.self-service', 'arn')]},
      after: ['dev.user-group.developers'],
    })
  })
})

test.each([
  SAMPLE,
  manifest(),
  manifest({
    auth: '{ guests: true, domain: "{project}-{env}" }',
    users: '{ a: { environments: [prod], groups: [admins, viewers] } }',
  }),
])('whatever is referred to is asked for, in the same environment or shared', (text) => {
  const nodes = nodesOf(text)
  for (const node of nodes.values()) {
    for (const address of [...refsIn(node.desired), ...refsIn(node.account), ...(node.after ?? [])]) {
      const found = nodes.get(address)
      expect(found, `${node.address} → ${address}`).toBeDefined()
      expect([undefined, node.environment]).toContain(found?.environment)
    }
  }
})

test('a guest role is there only where guests are on', () => {
  const nodes = nodesOf(
    manifest({
      environments: '{ dev: { region: eu-west-1, auth: { guests: true } }, prod: { region: eu-west-1 } }',
      access: '{ guests: [{ lambda: { function: hello } }] }',
    }),
  )
  expect(nodes.get('dev.identity-pool-roles')?.desired).toHaveProperty('guest', ref('dev.role.guest', 'arn'))
  expect(JSON.stringify(nodes.get('dev.role.guest')?.desired)).toContain('"unauthenticated"')
  expect(nodes.has('prod.role.guest')).toBe(false)
  expect(nodes.get('prod.identity-pool-roles')?.desired).not.toHaveProperty('guest')
})

test('no name is longer than AWS takes, however long the manifest’s are', () => {
  const project = 'p'.repeat(24)
  const env = 'e'.repeat(16)
  const text = manifest({
    project,
    environments: `{ ${env}: { region: eu-west-1 } }`,
    auth: '{ guests: true }',
    users: `{ a: { environments: [${env}] } }`,
  })
  const longest: Readonly<Record<string, number>> = {
    account: 50,
    role: 64,
    'managed-policy': 128,
    'user-pool': 128,
    'identity-pool': 128,
    'service-control-policy': 128,
  }
  for (const {kind, desired} of makeDesired(parseManifest(text))) {
    const name = 'name' in desired && typeof desired.name === 'string' ? desired.name : ''
    expect(name.length).toBeLessThanOrEqual(longest[kind] ?? 128)
  }
})
