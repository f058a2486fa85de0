import {expect, test} from 'vitest'
import {makeDesired} from '../../../../src/lib/manifest/desired/desired.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {ref} from '../../../../src/lib/resources/nodes.js'
import {manifest} from '../samples.js'

const PEOPLE = {
  signIn: '{ with: identity-center, region: eu-central-1, prefix: ac }',
  roles: `{ viewer: { sessionDuration: 2h }, auditor: { managedPolicies: ["arn:aws:iam::aws:policy/SecurityAudit", "arn:aws:iam::111122223333:policy/own/Logs"], boundary: "arn:aws:iam::aws:policy/ReadOnlyAccess" } }`,
  users: `{ jane: { roles: { dev: developer, prod: viewer } }, devs: { group: Our developers, roles: { dev: auditor } }, joe: { userName: joe@acme.dev, roles: { prod: viewer } } }`,
}

const nodesOf = (text: string) => new Map(makeDesired(parseManifest(text)).map((node) => [node.address, node]))

test('the same lines become permission sets and assignments, and no IAM user or role of people', () => {
  const nodes = nodesOf(manifest(PEOPLE))
  const team = [...nodes.values()].filter(({address}) => /people|permission-set|assignment|team|boundary/.test(address))
  expect(team.map(({address, kind}) => `${kind} ${address}`)).toEqual([
    'identity-center people.identity-center',
    'managed-policy dev.policy.boundary',
    'permission-set dev.permission-set.developer',
    'permission-set dev.permission-set.auditor',
    'permission-set-assignment dev.assignment.developer.jane',
    'permission-set-assignment dev.assignment.auditor.devs',
    'managed-policy prod.policy.boundary',
    'permission-set prod.permission-set.viewer',
    'permission-set-assignment prod.assignment.viewer.jane',
    'permission-set-assignment prod.assignment.viewer.joe',
  ])
})

test('a permission set has what the role has, and its boundary is in the account before it', () => {
  const nodes = nodesOf(manifest(PEOPLE))
  const instance = {
    instanceArn: ref('people.identity-center', 'instanceArn'),
    region: ref('people.identity-center', 'region'),
  }
  expect(nodes.get('people.identity-center')?.desired).toEqual({asked: 'eu-central-1'})
  expect(nodes.get('prod.permission-set.viewer')).toMatchObject({
    account: 'management',
    after: ['prod.policy.boundary'],
    desired: {
      ...instance,
      name: 'ac-prod-viewer',
      sessionDuration: 'PT2H',
      managedPolicies: ['arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'],
      customerPolicies: [],
      boundary: '/awsup/acme/acme-prod-boundary',
      outdatedIn: [],
    },
  })
  expect(nodes.get('dev.permission-set.developer')?.desired).toHaveProperty('inlinePolicy')
  expect(nodes.get('dev.permission-set.auditor')).toMatchObject({
    after: [],
    desired: {
      managedPolicies: ['arn:aws:iam::aws:policy/SecurityAudit'],
      customerPolicies: ['/own/Logs'],
      boundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    },
  })
})

test('users are named as in IAM Identity Center, groups by their display name', () => {
  const nodes = nodesOf(manifest(PEOPLE))
  const principalOf = (address: string) => {
    const {principalType, principal} = (nodes.get(address)?.desired ?? {}) as Record<string, unknown>
    return [principalType, principal]
  }
  expect(principalOf('dev.assignment.developer.jane')).toEqual(['USER', 'jane'])
  expect(principalOf('prod.assignment.viewer.joe')).toEqual(['USER', 'joe@acme.dev'])
  expect(principalOf('dev.assignment.auditor.devs')).toEqual(['GROUP', 'Our developers'])
})

test('without roles of people nothing of IAM Identity Center is asked for', () => {
  expect([...nodesOf(manifest({signIn: 'identity-center'})).keys()].filter((one) => one.startsWith('people'))).toEqual(
    [],
  )
})
