import {describe, test} from 'vitest'
import {appClient} from '../../../../src/lib/resources/cognito/app-client/app-client.js'
import {userPoolDomain} from '../../../../src/lib/resources/cognito/user-pool/domain.js'
import {userPoolGroup} from '../../../../src/lib/resources/cognito/user-pool/group.js'
import {identityPoolRoles} from '../../../../src/lib/resources/cognito/identity-pool/roles.js'
import {identityPool} from '../../../../src/lib/resources/cognito/identity-pool/identity-pool.js'
import {principalTags} from '../../../../src/lib/resources/cognito/identity-pool/principal-tags.js'
import {userPool} from '../../../../src/lib/resources/cognito/user-pool/user-pool.js'
import {iamGroup} from '../../../../src/lib/resources/iam/group.js'
import {oidcProvider} from '../../../../src/lib/resources/iam/oidc-provider.js'
import {managedPolicy} from '../../../../src/lib/resources/iam/policy.js'
import {role} from '../../../../src/lib/resources/iam/role.js'
import {iamUser} from '../../../../src/lib/resources/iam/user.js'
import {organization} from '../../../../src/lib/resources/organizations/organization.js'
import {serviceControlPolicy} from '../../../../src/lib/resources/organizations/service-control-policy.js'
import {organizationalUnit} from '../../../../src/lib/resources/organizations/unit.js'
import {identityPoolTrust} from '../../../../src/lib/access/policy/trust.js'
import {allow, clientOf, identityPoolDesired, poolDesired, roleDesired} from '../../../_helpers/worlds/desired.js'
import {expectLaws, openRooms} from '../../../_helpers/worlds/rooms.js'

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const POWER_USER = 'arn:aws:iam::aws:policy/PowerUserAccess'

describe('what is made is read back as asked, updates stick, deleting twice is fine, or refused:', () => {
  test('organization', async () => {
    const {management} = await openRooms()
    const life = {desired: {featureSet: 'ALL'}, keyOf: () => ({}), kept: 'ORGANIZATION_KEPT'} as const
    await expectLaws(organization, life, await management())
  })

  test('organizational unit', async () => {
    const {management} = await openRooms()
    const context = await management()
    const {rootId: parentId} = await organization.create({featureSet: 'ALL'}, context)
    // Three siblings, so that it stands on the second page.
    for (const name of ['a', 'b', 'c']) await organizationalUnit.create({name, parentId}, context)
    await expectLaws(
      organizationalUnit,
      {
        desired: {name: 'acme', parentId},
        changed: {name: 'acme-2', parentId},
        keyOf: (desired) => desired,
        kept: 'UNIT_KEPT',
      },
      context,
    )
  })

  test('service control policy', async () => {
    const {management} = await openRooms()
    const context = await management()
    const {rootId} = await organization.create({featureSet: 'ALL'}, context)
    const [a, b, c] = await Promise.all(
      ['a', 'b', 'c'].map((name) => organizationalUnit.create({name, parentId: rootId}, context)),
    )
    const targets = [a, b, c].map((unit) => unit?.id ?? '')
    const desired = {name: 'guard', description: 'x', content: allow('s3:GetObject'), targetIds: [rootId, ...targets]}
    await expectLaws(
      serviceControlPolicy,
      {
        desired,
        changed: {...desired, description: 'y', content: allow('s3:*'), targetIds: targets.slice(1)},
        keyOf: ({name}) => ({name}),
      },
      context,
    )
  })

  test('OpenID Connect provider', async () => {
    const {member} = await openRooms()
    const desired = {url: 'https://gitlab.com', clientIds: ['https://gitlab.com']}
    const changed = {...desired, clientIds: ['https://gitlab.com', 'other']}
    await expectLaws(oidcProvider, {desired, changed, keyOf: ({url}) => ({url})}, await member())
  })

  test('role', async () => {
    const {member} = await openRooms()
    const desired = {
      ...roleDesired('app'),
      inlinePolicies: {a: allow('s3:GetObject'), b: allow('s3:PutObject'), c: allow('s3:ListBucket')},
      managedPolicies: [READ_ONLY, POWER_USER],
    }
    const changed = {
      ...desired,
      description: 'other',
      trust: identityPoolTrust('eu-west-1:11111111-2222-3333-4444-555555555555', 'authenticated'),
      inlinePolicies: {a: allow('s3:DeleteObject'), d: allow('s3:ListBucket')},
      managedPolicies: [POWER_USER],
      maxSessionDuration: 7200,
    }
    await expectLaws(role, {desired, changed, keyOf: ({name}) => ({name})}, await member())
  })

  test('managed policy', async () => {
    const {member} = await openRooms()
    const desired = {name: 'self-service', description: 'x', document: allow('iam:GetUser')}
    const changed = {...desired, document: allow('iam:GetRole')}
    await expectLaws(managedPolicy, {desired, changed, keyOf: ({name}) => ({name})}, await member())
  })

  test('IAM group', async () => {
    const {member} = await openRooms()
    const desired = {name: 'developers', managedPolicies: [POWER_USER]}
    const changed = {...desired, managedPolicies: [READ_ONLY]}
    await expectLaws(iamGroup, {desired, changed, keyOf: ({name}) => ({name})}, await member())
  })

  test('IAM user', async () => {
    const {member} = await openRooms()
    const context = await member()
    for (const name of ['admins', 'developers', 'viewers']) await iamGroup.create({name, managedPolicies: []}, context)
    const desired = {name: 'alice', groups: ['admins', 'developers', 'viewers'], managedPolicies: [READ_ONLY]}
    const changed = {...desired, groups: ['viewers'], managedPolicies: [POWER_USER]}
    await expectLaws(iamUser, {desired, changed, keyOf: ({name}) => ({name})}, context)
  })

  test('user pool', async () => {
    const {member} = await openRooms()
    const desired = poolDesired()
    const changed = poolDesired({
      name: 'acme-two',
      selfSignUp: false,
      mfa: 'on',
      passkeys: true,
      tier: 'plus',
      password: {...desired.password, minLength: 14, symbols: true, temporaryDays: 3},
    })
    await expectLaws(userPool, {desired, changed, keyOf: () => ({})}, await member())
  })

  test('app client', async () => {
    const {member} = await openRooms()
    const context = await member()
    const {id: userPoolId} = await userPool.create(poolDesired(), context)
    for (const name of ['a', 'b', 'c']) await appClient.create(clientOf(userPoolId, {name}), context)
    const desired = clientOf(userPoolId)
    const changed = clientOf(userPoolId, {
      name: 'web-two',
      callbackUrls: ['https://acme.dev/in', 'http://localhost:5173'],
      logoutUrls: ['https://acme.dev/out'],
      accessTokenMinutes: 5,
      idTokenMinutes: 1440,
      refreshTokenHours: 25,
      refreshTokenRotation: {graceSeconds: 5},
      choice: true,
      authFlows: ['password', 'srp'],
      flows: ['implicit', 'code'],
      scopes: ['openid', 'phone'],
      readAttributes: ['email', 'name'],
      writeAttributes: ['name'],
    })
    await expectLaws(appClient, {desired, changed, keyOf: ({name}) => ({userPoolId, name})}, context)
    await expectLaws(appClient, {desired: changed, changed: desired, keyOf: ({name}) => ({userPoolId, name})}, context)
  })

  test('user pool group', async () => {
    const {member} = await openRooms()
    const context = await member()
    const {id: userPoolId} = await userPool.create(poolDesired(), context)
    const desired = {userPoolId, name: 'admins', precedence: 1}
    const changed = {...desired, precedence: 0, description: 'first of all'}
    await expectLaws(userPoolGroup, {desired, changed, keyOf: ({name}) => ({userPoolId, name})}, context)
  })

  test('user pool domain', async () => {
    const {member} = await openRooms()
    const context = await member()
    const {id: userPoolId} = await userPool.create(poolDesired(), context)
    await expectLaws(userPoolDomain, {desired: {userPoolId, domain: 'acme-dev'}, keyOf: (desired) => desired}, context)
  })

  test('identity pool', async () => {
    const {member} = await openRooms()
    const context = await member()
    const pool = await userPool.create(poolDesired(), context)
    const ids = await Promise.all(
      ['web', 'ios'].map(async (name) => (await appClient.create(clientOf(pool.id, {name}), context)).id),
    )
    const desired = identityPoolDesired(pool.providerName, ids)
    const changed = {...desired, name: 'acme_two', guests: true, providers: desired.providers.slice(1)}
    await expectLaws(identityPool, {desired, changed, keyOf: () => ({})}, context)
  })

  test('identity pool roles', async () => {
    const {member} = await openRooms()
    const context = await member()
    const {id: identityPoolId} = await identityPool.create(identityPoolDesired('', []), context)
    const [authenticated, guest] = await Promise.all(
      (['authenticated', 'unauthenticated'] as const).map(async (who) => {
        const trust = identityPoolTrust(identityPoolId, who)
        return (await role.create({...roleDesired(who), trust}, context)).arn
      }),
    )
    const desired = {identityPoolId, authenticated: authenticated ?? '', guest}
    const changed = {identityPoolId, authenticated: authenticated ?? ''}
    await expectLaws(identityPoolRoles, {desired, changed, keyOf: () => ({identityPoolId})}, context)

    const client = {
      providerName: 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi',
      clientId: '1example23456789',
    }
    const rule = {claim: 'sub', match: 'StartsWith' as const, value: 'a', roleArn: guest ?? ''}
    await expectLaws(
      identityPoolRoles,
      {
        desired: {...changed, mappings: [{...client, ambiguous: 'authenticated'}]},
        changed: {...changed, mappings: [{...client, ambiguous: 'deny', rules: [rule, {...rule, match: 'NotEqual'}]}]},
        keyOf: () => ({identityPoolId}),
      },
      context,
    )
  })

  test('principal tags', async () => {
    const {member} = await openRooms()
    const context = await member()
    const {id: identityPoolId} = await identityPool.create(identityPoolDesired('', []), context)
    const providerName = 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi'
    const desired = {identityPoolId, providerName, tags: {tenant: 'custom:tenant'}}
    const changed = {...desired, tags: {tenant: 'custom:other', sub: 'sub'}}
    await expectLaws(principalTags, {desired, changed, keyOf: () => ({identityPoolId, providerName})}, context)
  })
})
