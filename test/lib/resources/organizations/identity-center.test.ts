import {CreateUserCommand, CreateGroupCommand, DeleteUserCommand} from '@aws-sdk/client-identitystore'
import {
  AttachManagedPolicyToPermissionSetCommand,
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin'
import {describe, expect, test} from 'vitest'
import type {Context} from '../../../../src/lib/base/resource.js'
import {managedPolicy} from '../../../../src/lib/resources/iam/policy.js'
import {omit} from '../../../../src/lib/resources/omit.js'
import {permissionSetAssignment} from '../../../../src/lib/resources/organizations/identity-center/assignment.js'
import {identityCenter} from '../../../../src/lib/resources/organizations/identity-center/instance.js'
import {permissionSet} from '../../../../src/lib/resources/organizations/identity-center/permission-set.js'
import type {PermissionSetDesired} from '../../../../src/lib/resources/organizations/identity-center/permission-set-desired.js'
import {organization} from '../../../../src/lib/resources/organizations/organization.js'
import {allow} from '../../../_helpers/worlds/desired.js'
import {expectLaws, openRooms} from '../../../_helpers/worlds/rooms.js'

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const POWER_USER = 'arn:aws:iam::aws:policy/PowerUserAccess'
const REGION = 'eu-central-1'

/** An organization with IAM Identity Center, an account in it, and a user and a group in the directory. */
async function openCenter() {
  const rooms = await openRooms({identityCenter: REGION, provisioningMs: 0})
  const member = await rooms.member()
  const management = await rooms.management()
  const instance = await identityCenter.read({asked: undefined}, undefined, management)
  if (!instance) throw new Error('IAM Identity Center is not on')
  const {identityStoreId, region} = instance
  const {admin, store} = await management.aws.identityCenter(region)
  const addUser = async (UserName: string): Promise<string> => {
    const Name = {GivenName: 'Jane', FamilyName: 'Doe'}
    const answer = await store.send(
      new CreateUserCommand({IdentityStoreId: identityStoreId, UserName, DisplayName: UserName, Name}),
    )
    return answer.UserId ?? ''
  }
  const jane = await addUser('jane')
  await store.send(new CreateGroupCommand({IdentityStoreId: identityStoreId, DisplayName: 'Developers'}))
  return {...rooms, member, context: management, instance, admin, store, addUser, jane}
}

type Center = Awaited<ReturnType<typeof openCenter>>

const setIn = ({instance: {instanceArn, region}}: Center): PermissionSetDesired => ({
  instanceArn,
  region,
  name: 'acme-dev-developer',
  description: 'What people may do',
  sessionDuration: 'PT4H',
  managedPolicies: [POWER_USER],
  customerPolicies: [],
  inlinePolicy: allow('iam:GetRole'),
  outdatedIn: [],
})

const assignmentIn = ({instance, member}: Center, permissionSetArn: string, principal = 'jane') => ({
  instanceArn: instance.instanceArn,
  region: instance.region,
  identityStoreId: instance.identityStoreId,
  permissionSetArn,
  accountId: member.aws.accountId,
  principalType: 'USER' as const,
  principal,
})

describe('IAM Identity Center', () => {
  test('is found in whatever region it is on, and by its id in that region alone', async () => {
    const {instance, context, calls} = await openCenter()
    expect(instance).toMatchObject({region: REGION, identityStoreId: expect.stringMatching(/^d-/) as string})
    const before = calls('sso-admin:ListInstances')
    expect(await identityCenter.read({asked: undefined}, instance.id, context)).toEqual(instance)
    expect(calls('sso-admin:ListInstances')).toBe(before + 1)
  })

  test('that is off stops the plan with the one manual step and its link, and nothing is changed', async () => {
    const {management, mutations} = await openRooms()
    const context = await management()
    await organization.create({featureSet: 'ALL'}, context)
    const before = mutations()
    expect(await identityCenter.read({asked: undefined}, undefined, context)).toBeUndefined()
    await expect(identityCenter.notices?.({asked: undefined}, context)).rejects.toMatchObject({
      code: 'IDENTITY_CENTER_OFF',
      exitCode: 4,
      hint: expect.stringContaining(
        'https://us-east-1.console.aws.amazon.com/singlesignon/home?region=us-east-1',
      ) as string,
    })
    expect(mutations()).toBe(before)
  })

  test('of one account alone, from before it made an organization, stops the plan before anything is changed', async () => {
    const {management, mutations} = await openRooms({identityCenter: REGION, identityCenterOf: 'account'})
    const context = await management()
    await organization.create({featureSet: 'ALL'}, context)
    const before = mutations()
    await expect(identityCenter.read({asked: REGION}, undefined, context)).rejects.toMatchObject({
      code: 'ACCOUNT_INSTANCE',
      exitCode: 4,
      message: expect.stringContaining(`is an instance of account ${context.aws.accountId} alone`) as string,
      hint: expect.stringMatching(
        /^Nothing was changed\. .*delete-instance --region eu-central-1 --instance-arn arn:/,
      ) as string,
    })
    expect(mutations()).toBe(before)
  })

  test('that is on in another region than awsup.yaml says is named', async () => {
    const {context} = await openCenter()
    expect(await identityCenter.read({asked: 'eu-west-1'}, undefined, context)).toBeUndefined()
    await expect(identityCenter.notices?.({asked: 'eu-west-1'}, context)).rejects.toMatchObject({
      message: 'IAM Identity Center is on in eu-central-1, and not in eu-west-1',
    })
  })
})

describe('a permission set', () => {
  test('is made as asked, updates stick, deleting twice is fine', async () => {
    const center = await openCenter()
    const desired = setIn(center)
    await managedPolicy.create(
      {name: 'limit', path: '/awsup/acme/', description: 'x', document: allow('*')},
      center.member,
    )
    const whole = {
      ...desired,
      description: 'other',
      sessionDuration: 'PT1H',
      managedPolicies: [READ_ONLY],
      customerPolicies: ['/awsup/acme/more'],
      boundary: '/awsup/acme/limit',
    }
    const changed = omit(whole, 'inlinePolicy')
    const keyOf = ({instanceArn, region, name}: PermissionSetDesired) => ({instanceArn, region, name})
    await expectLaws(permissionSet, {desired, changed, keyOf}, center.context)
  })

  test('of the same name that awsup did not make is refused', async () => {
    const center = await openCenter()
    const {instanceArn, region, name} = setIn(center)
    await center.admin.send(new CreatePermissionSetCommand({InstanceArn: instanceArn, Name: name}))
    await expect(permissionSet.read({instanceArn, region, name}, undefined, center.context)).rejects.toMatchObject({
      code: 'NOT_OURS',
      exitCode: 5,
    })
  })

  test('that somebody changed without provisioning it is drift, and is put in force again', async () => {
    const center = await openCenter()
    const {context, admin} = center
    const desired = setIn(center)
    const made = await permissionSet.create(desired, context)
    await permissionSetAssignment.create(assignmentIn(center, made.id), context)
    const set = {InstanceArn: made.instanceArn, PermissionSetArn: made.id}
    await admin.send(new AttachManagedPolicyToPermissionSetCommand({...set, ManagedPolicyArn: READ_ONLY}))
    const found = await readSet(made.id)
    expect(permissionSet.diff(desired, found).map(({field}) => field)).toEqual(['managedPolicies', 'outdatedIn'])
    await permissionSet.update(desired, found, context)
    expect(permissionSet.diff(desired, await readSet(made.id))).toEqual([])

    // Put back by hand, and not provisioned: the account still has the version before.
    await admin.send(new UpdatePermissionSetCommand({...set, Description: 'by hand', SessionDuration: 'PT4H'}))
    await admin.send(new UpdatePermissionSetCommand({...set, Description: desired.description}))
    const outdated = await readSet(made.id)
    expect(permissionSet.diff(desired, outdated)).toMatchObject([{field: 'outdatedIn', effect: 'update'}])
    await permissionSet.update(desired, outdated, context)
    expect(permissionSet.diff(desired, await readSet(made.id))).toEqual([])

    async function readSet(id: string) {
      const {instanceArn, region, name} = desired
      const actual = await permissionSet.read({instanceArn, region, name}, id, context)
      if (!actual) throw new Error('the set is gone')
      return actual
    }
  })

  test('keeps the relay state that somebody gave it', async () => {
    const center = await openCenter()
    const desired = setIn(center)
    const made = await permissionSet.create(desired, center.context)
    const RelayState = 'https://console.aws.amazon.com/s3'
    const set = {InstanceArn: made.instanceArn, PermissionSetArn: made.id}
    await center.admin.send(new UpdatePermissionSetCommand({...set, RelayState}))
    await permissionSet.update({...desired, description: 'other'}, made, center.context)
    const {DescribePermissionSetCommand} = await import('@aws-sdk/client-sso-admin')
    expect((await center.admin.send(new DescribePermissionSetCommand(set))).PermissionSet).toMatchObject({RelayState})
  })

  test('with a boundary that the account does not have fails with AWS’s reason', async () => {
    const center = await openCenter()
    const made = await permissionSet.create({...setIn(center), boundary: '/awsup/acme/none'}, center.context)
    await expect(permissionSetAssignment.create(assignmentIn(center, made.id), center.context)).rejects.toMatchObject({
      code: 'NOT_PROVISIONED',
      exitCode: 4,
      message: expect.stringContaining('none') as string,
    })
  })

  test('that others assigned by hand is not deleted, and they are named', async () => {
    const center = await openCenter()
    const made = await permissionSet.create(setIn(center), center.context)
    await center.admin.send(
      new CreateAccountAssignmentCommand({
        ...{InstanceArn: made.instanceArn, PermissionSetArn: made.id, TargetType: 'AWS_ACCOUNT'},
        ...{TargetId: center.member.aws.accountId, PrincipalType: 'USER', PrincipalId: center.jane},
      }),
    )
    // Which the plan says before: by the id that awsup's own assignment would have, so that what goes with it counts for nothing.
    const own = await permissionSetAssignment.read(assignmentIn(center, made.id), undefined, center.context)
    const said = `the assignment of user ${center.jane} in account ${center.member.aws.accountId}`
    expect((await permissionSet.usage?.(made, center.context))?.by).toEqual([{said, id: own?.id}])
    await expect(permissionSet.delete(made, center.context)).rejects.toMatchObject({
      code: 'IN_USE',
      message: expect.stringContaining(`user ${center.jane}`) as string,
    })
    const other = {...setIn(center), name: 'acme-dev-viewer'}
    expect(
      await permissionSet.usage?.(await permissionSet.create(other, center.context), center.context),
    ).toBeUndefined()
  })
})

describe('an assignment', () => {
  test('is made as asked, once, and deleting twice is fine', async () => {
    const center = await openCenter()
    const {id} = await permissionSet.create(setIn(center), center.context)
    const desired = assignmentIn(center, id)
    await expectLaws(permissionSetAssignment, {desired, keyOf: (all) => all}, center.context)
  })

  test('is gone before the set that it was of is deleted', async () => {
    const center = await openCenter()
    const made = await permissionSet.create(setIn(center), center.context)
    const assigned = await permissionSetAssignment.create(assignmentIn(center, made.id), center.context)
    await permissionSetAssignment.delete(assigned, center.context)
    await permissionSet.delete(made, center.context)
    expect(center.calls('sso-admin:DeletePermissionSet')).toBe(1)
  })

  test('has an id of its own: the same person has another set, and that stays when one goes', async () => {
    const center = await openCenter()
    const sets = [setIn(center), {...setIn(center), name: 'acme-dev-viewer'}]
    const [one, other] = await Promise.all(
      sets.map(async (set) => {
        const {id} = await permissionSet.create(set, center.context)
        return permissionSetAssignment.create(assignmentIn(center, id), center.context)
      }),
    )
    expect(one?.id).not.toBe(other?.id)
  })

  test('of a group goes by its display name', async () => {
    const center = await openCenter()
    const {id} = await permissionSet.create(setIn(center), center.context)
    const desired = {...assignmentIn(center, id, 'Developers'), principalType: 'GROUP' as const}
    const made = await permissionSetAssignment.create(desired, center.context)
    expect(await permissionSetAssignment.read(desired, undefined, center.context)).toEqual(made)
  })

  test('to somebody whom IAM Identity Center does not have stops the plan, with the page where users are added', async () => {
    const center = await openCenter()
    const desired = assignmentIn(center, 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', 'jaen')
    await expect(permissionSetAssignment.notices?.(desired, center.context)).rejects.toMatchObject({
      code: 'NO_SUCH_PERSON',
      exitCode: 4,
      message: 'IAM Identity Center has no user "jaen"',
      hint: expect.stringContaining(
        `https://${REGION}.console.aws.amazon.com/singlesignon/home?region=${REGION}#!/users`,
      ) as string,
    })
  })

  test('is never made in the management account', async () => {
    const center = await openCenter()
    const {id} = await permissionSet.create(setIn(center), center.context)
    const desired = {...assignmentIn(center, id), accountId: center.context.aws.accountId}
    for (const refused of [
      permissionSetAssignment.notices?.(desired, center.context),
      permissionSetAssignment.create(desired, center.context),
    ])
      await expect(refused).rejects.toMatchObject({code: 'MANAGEMENT_ACCOUNT', exitCode: 5})
  })

  test('of a user who was deleted and made again is another one, and is replaced', async () => {
    const center = await openCenter()
    const {context, store, instance, jane} = center
    const {id} = await permissionSet.create(setIn(center), context)
    const desired = assignmentIn(center, id)
    const made = await permissionSetAssignment.create(desired, context)
    await store.send(new DeleteUserCommand({IdentityStoreId: instance.identityStoreId, UserId: jane}))
    await center.addUser('jane')
    const found = await permissionSetAssignment.read(desired, made.id, context)
    // AWS keeps, or removes, what a deleted user had: either way the new user gets it.
    const changes = found ? permissionSetAssignment.diff(desired, found) : []
    expect(found === undefined || changes.some(({effect}) => effect === 'replace')).toBe(true)
  })

  test('whose request was under way when a run died is waited for, and not requested twice', async () => {
    const center = await openCenter()
    const {id} = await permissionSet.create(setIn(center), center.context)
    const desired = assignmentIn(center, id)
    center.sandbox.configure({provisioningMs: 800})
    const answer = await center.admin.send(
      new CreateAccountAssignmentCommand({
        ...{InstanceArn: desired.instanceArn, PermissionSetArn: id, TargetType: 'AWS_ACCOUNT'},
        ...{TargetId: desired.accountId, PrincipalType: 'USER', PrincipalId: center.jane},
      }),
    )
    const requestId = answer.AccountAssignmentCreationStatus?.RequestId ?? ''
    const resumed: Context = {...center.context, resumed: {requestId}}
    await permissionSetAssignment.create(desired, resumed)
    expect(center.calls('sso-admin:CreateAccountAssignment')).toBe(1)
  })
})
