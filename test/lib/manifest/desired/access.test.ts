import {describe, expect, test} from 'vitest'
import {refsIn} from '../../../../src/lib/engine/graph/references.js'
import {makeDesired} from '../../../../src/lib/manifest/desired/desired.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import type {Node} from '../../../../src/lib/base/resource.js'
import {ref} from '../../../../src/lib/resources/nodes.js'
import {manifest} from '../samples.js'

const nodesOf = (sections: Readonly<Record<string, string>>): ReadonlyMap<string, Node> =>
  new Map(
    makeDesired(parseManifest(manifest({environments: '{ dev: { region: eu-west-1 } }', ...sections}))).map((node) => [
      node.address,
      node,
    ]),
  )
const desiredOf = (nodes: ReadonlyMap<string, Node>, address: string): object => nodes.get(address)?.desired ?? {}

const TODOS = '{ dynamodb: { table: todos } }'
const LONG = 'g'.repeat(120)

describe('a group with access rules', () => {
  const nodes = nodesOf({
    auth: '{ groups: { admins: {}, staff: {} }, clients: { web: {}, jobs: { type: machine, scopes: [api/run] } }, resourceServers: { api: { identifier: api, scopes: { run: Run } } } }',
    access: `{ authenticated: [${TODOS}], groups: { admins: [{ lambda: { function: close } }] } }`,
  })

  test('has a role for those who signed in, with the rules of all and its own', () => {
    const text = JSON.stringify(desiredOf(nodes, 'dev.role.group.admins'))
    expect(text).toContain('acme-dev-group-admins')
    expect(text).toContain('"authenticated"')
    expect(text).toContain('table/todos')
    expect(text).toContain('function:close')
    expect(JSON.stringify(desiredOf(nodes, 'dev.role.authenticated'))).not.toContain('function:close')
  })

  test('names it, and one without rules leaves the role that it may have had', () => {
    expect(desiredOf(nodes, 'dev.group.admins')).toMatchObject({roleArn: ref('dev.role.group.admins', 'arn')})
    expect(desiredOf(nodes, 'dev.group.staff')).toMatchObject({
      leaves: {role: 'acme-dev-group-staff', take: ref('dev.role.authenticated', 'arn')},
    })
    expect(nodes.has('dev.role.group.staff')).toBe(false)
  })

  test('has the identity pool go by the token, for every client in which users sign in', () => {
    expect(desiredOf(nodes, 'dev.identity-pool-roles')).toMatchObject({
      mappings: [{clientId: ref('dev.app-client.web'), ambiguous: 'authenticated'}],
    })
  })

  test('makes no circle: everything can be made one after the other', () => {
    const made = new Set<string>()
    const left = new Map(nodes)
    while (left.size > 0) {
      const ready = [...left.values()].filter((node) =>
        [...refsIn(node.desired), ...refsIn(node.account), ...(node.after ?? [])].every(
          (address) => made.has(address) || !nodes.has(address),
        ),
      )
      expect(ready.length, `left: ${[...left.keys()].join()}`).toBeGreaterThan(0)
      for (const {address} of ready) {
        made.add(address)
        left.delete(address)
      }
    }
  })
})

test('names of groups that IAM would not take, or that differ in capitals only, get role names that it takes, each its own', () => {
  const groups = [LONG, `${LONG}2`, 'Admins', 'admins', 'ärzte', 'a/b']
  const quoted = groups.map((group) => JSON.stringify(group))
  const nodes = nodesOf({
    project: 'p'.repeat(24),
    environments: `{ ${'e'.repeat(16)}: { region: eu-west-1 } }`,
    auth: `{ groups: { ${quoted.map((group) => `${group}: {}`).join(', ')} } }`,
    access: `{ groups: { ${quoted.map((group) => `${group}: []`).join(', ')} } }`,
  })
  const names = [...nodes.values()].flatMap(({kind, desired}) =>
    kind === 'role' && 'name' in desired && typeof desired.name === 'string' ? [desired.name] : [],
  )
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(groups.length + 1)
  for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/)
})

test('session tags are taken, and mapped, only where an owner or the manifest asks for them', () => {
  const without = nodesOf({access: `{ authenticated: [${TODOS}] }`})
  expect(without.has('dev.principal-tags')).toBe(false)
  expect(JSON.stringify(desiredOf(without, 'dev.role.authenticated'))).not.toContain('sts:TagSession')

  const sub = nodesOf({
    auth: '{ guests: true, identityPool: { principalTags: { plan: "custom:plan" } }, attributes: { plan: { type: string } } }',
    access: '{ authenticated: [{ s3: { bucket: acme, owner: sub } }] }',
  })
  expect(desiredOf(sub, 'dev.principal-tags')).toMatchObject({tags: {plan: 'custom:plan', sub: 'sub'}})
  expect(sub.get('dev.principal-tags')?.after).toEqual(['dev.role.authenticated'])
  expect(JSON.stringify(desiredOf(sub, 'dev.role.authenticated'))).toContain('sts:TagSession')
  expect(JSON.stringify(desiredOf(sub, 'dev.role.guest'))).not.toContain('sts:TagSession')
})

test('rules map users to roles of groups and of the account', () => {
  const nodes = nodesOf({
    auth: `{ groups: { admins: {} }, clients: { web: {}, ios: {} }, identityPool: { ambiguous: deny, roleMapping: { rules: [
      { claim: "cognito:groups", contains: admins, group: admins }, { client: ios, claim: sub, equals: a, role: "{project}-{env}-own" } ] } } }`,
    access: '{ groups: { admins: [] } }',
  })
  const admins = {
    claim: 'cognito:groups',
    match: 'Contains',
    value: 'admins',
    roleArn: ref('dev.role.group.admins', 'arn'),
  }
  const own = {$text: ['arn:aws:iam::', ref('dev.account'), ':role/acme-dev-own']}
  expect(desiredOf(nodes, 'dev.identity-pool-roles')).toMatchObject({
    mappings: [
      {clientId: ref('dev.app-client.web'), ambiguous: 'deny', rules: [admins]},
      {clientId: ref('dev.app-client.ios'), rules: [admins, {claim: 'sub', match: 'Equals', value: 'a', roleArn: own}]},
    ],
  })
})

test('more rules than a role takes inline become managed policies that the role has', () => {
  const tables = Array.from({length: 90}, (_, index) => `{ dynamodb: { table: ${'t'.repeat(120)}${index} } }`)
  const nodes = nodesOf({access: `{ authenticated: [${tables.join(', ')}] }`})
  const policies = [...nodes.keys()].filter((address) => address.startsWith('dev.policy.authenticated.'))
  expect(policies.length).toBeGreaterThan(1)
  expect(desiredOf(nodes, 'dev.role.authenticated')).toMatchObject({
    inlinePolicies: {},
    managedPolicies: policies.map((address) => ref(address, 'arn')),
  })
})
