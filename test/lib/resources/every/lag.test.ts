import {CreateAccessKeyCommand, CreateLoginProfileCommand, GetUserCommand} from '@aws-sdk/client-iam'
import {DeleteOrganizationalUnitCommand} from '@aws-sdk/client-organizations'
import {describe, expect, test} from 'vitest'
import type {Context, Fields} from '../../../../src/lib/base/resource.js'
import {iamGroup} from '../../../../src/lib/resources/iam/group.js'
import {managedPolicy} from '../../../../src/lib/resources/iam/policy.js'
import {role} from '../../../../src/lib/resources/iam/role.js'
import {iamUser} from '../../../../src/lib/resources/iam/user.js'
import {ROOMS} from '../../../../src/lib/resources/index.js'
import {organization} from '../../../../src/lib/resources/organizations/organization.js'
import {serviceControlPolicy} from '../../../../src/lib/resources/organizations/service-control-policy.js'
import {organizationalUnit} from '../../../../src/lib/resources/organizations/unit.js'
import {iam as tables} from '../../../_helpers/worlds/iam-tables.js'
import {allow, roleDesired} from '../../../_helpers/worlds/desired.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

const LAG = 400
const lagMs = {iam: LAG, organizations: LAG, cognito: LAG}
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

const requireRoom = (kind: string) => {
  const room = ROOMS.get(kind)
  if (!room) throw new Error(`no room for ${kind}`)
  return room
}

/** A root to put things into, after it shows. */
async function openRoot(context: Context): Promise<string> {
  return (await organization.create({featureSet: 'ALL'}, context)).rootId
}

describe('right after it was made, while IAM does not show it yet,', () => {
  test('a role gets its policies, one of them just made as well, and trusts a role that was just made', async () => {
    const rooms = await openRooms({lagMs})
    const context = await rooms.management()
    const policy = await managedPolicy.create({name: 'edge', description: '', document: allow('s3:*')}, context)
    const trusted = await role.create(roleDesired('trusted'), context)
    const Principal = {AWS: trusted.arn}
    const trust = {Version: '2012-10-17', Statement: [{Effect: 'Allow', Principal, Action: 'sts:AssumeRole'}]}
    const inlinePolicies = {read: allow('s3:ListAllMyBuckets')}
    const desired = {...roleDesired('app'), trust, inlinePolicies, managedPolicies: [policy.arn]}
    const made = await role.create(desired, context)
    const read = await role.read({name: 'app'}, made.id, context)
    expect(read && role.diff(desired, read)).toEqual([])
  })

  test('a user gets groups and policies, and goes with a password and a key of a moment ago', async () => {
    const rooms = await openRooms({lagMs})
    const context = await rooms.management()
    await iamGroup.create({name: 'admins', managedPolicies: [READ_ONLY]}, context)
    const desired = {name: 'ann', groups: ['admins'], managedPolicies: [READ_ONLY]}
    const made = await iamUser.create(desired, context)
    await context.aws.iam.send(new CreateLoginProfileCommand({UserName: 'ann', Password: 'aB1!aB1!aB1!'}))
    await context.aws.iam.send(new CreateAccessKeyCommand({UserName: 'ann'}))
    await iamUser.delete(made, context)
    expect(rooms.sandbox.world(tables)).toMatchObject({users: ['admin'], keysOfUsers: 1, profiles: 0})
    expect(await iamUser.read({name: 'ann'}, made.id, context)).toBeUndefined()
  })

  test('a user goes completely also for a run that does not know how young the password and the key are', async () => {
    const rooms = await openRooms({lagMs})
    const context = await rooms.management()
    const made = await iamUser.create({name: 'ann', groups: [], managedPolicies: []}, context)
    await context.aws.iam.send(new GetUserCommand({UserName: 'ann'}))
    await context.aws.iam.send(new CreateLoginProfileCommand({UserName: 'ann', Password: 'aB1!aB1!aB1!'}))
    await context.aws.iam.send(new CreateAccessKeyCommand({UserName: 'ann'}))
    await iamUser.delete(made, await rooms.another())
    expect(rooms.sandbox.world(tables)).toMatchObject({users: ['admin'], keysOfUsers: 1, profiles: 0})
  })
})

describe('what another run made a moment ago is taken for what it is, and brought to what is asked for:', () => {
  const role = roleDesired('app')
  const kinds: readonly (readonly [kind: string, desired: Fields, other: Fields])[] = [
    ['role', {...role}, {...role, description: 'another'}],
    ['iam-user', {name: 'ann', groups: [], managedPolicies: []}, {managedPolicies: [READ_ONLY]}],
    ['iam-group', {name: 'admins', managedPolicies: []}, {managedPolicies: [READ_ONLY]}],
    ['managed-policy', {name: 'edge', description: '', document: allow('s3:*')}, {document: allow('sqs:*')}],
  ]
  test.each(kinds)('%s', async (kind, desired, other) => {
    const rooms = await openRooms({lagMs})
    const room = requireRoom(kind)
    const {id} = await room.create(desired, await rooms.management())
    const context = await rooms.another()
    const wanted = {...desired, ...other}
    const made = await room.create(wanted, context)
    expect(made.id).toBe(id)
    const read = await room.read(wanted, id, context)
    expect(read && room.diff(wanted, read)).toEqual([])
  })

  test('a unit and a policy of an organization, which only lists find', async () => {
    const rooms = await openRooms({lagMs})
    const context = await rooms.management()
    const parentId = await openRoot(context)
    const unit = {name: 'acme', parentId}
    const policy = {name: 'deny', description: '', content: allow('s3:*'), targetIds: [parentId]}
    for (const [kind, desired] of [
      ['organizational-unit', unit],
      ['service-control-policy', policy],
    ] as const) {
      const {id} = await requireRoom(kind).create(desired, context)
      expect((await requireRoom(kind).create(desired, await rooms.another())).id).toBe(id)
    }
  })

  test('but not what is not ours', async () => {
    const rooms = await openRooms({lagMs})
    await iamUser.create({name: 'ann', groups: [], managedPolicies: []}, await rooms.management({project: 'other'}))
    const desired = {name: 'ann', groups: [], managedPolicies: []}
    const creating = requireRoom('iam-user').create(desired, await rooms.another())
    await expect(creating).rejects.toMatchObject({code: 'NOT_OURS', exitCode: 5})
  })
})

test('what was deleted a moment ago is made again, although IAM and lists of Organizations still show it', async () => {
  const rooms = await openRooms({lagMs})
  const context = await rooms.management()
  const parentId = await openRoot(context)
  const policy = {name: 'deny', description: '', content: allow('s3:*'), targetIds: [parentId]}
  const first = await serviceControlPolicy.create(policy, context)
  await serviceControlPolicy.delete(first, context)
  expect(await serviceControlPolicy.read({name: 'deny'}, undefined, context)).toBeUndefined()
  const second = await serviceControlPolicy.create(policy, context)
  expect(second.id).not.toBe(first.id)

  const unit = {name: 'acme', parentId}
  const OrganizationalUnitId = (await organizationalUnit.create(unit, context)).id
  // By hand: awsup deletes none.
  await context.aws.organizations.send(new DeleteOrganizationalUnitCommand({OrganizationalUnitId}))
  expect(await organizationalUnit.read(unit, undefined, context)).toBeUndefined()

  const made = await role.create(roleDesired('app'), context)
  await role.delete(made, context)
  expect(await role.read({name: 'app'}, undefined, context)).toBeUndefined()
  await role.create(roleDesired('app'), context)
  expect(rooms.calls('iam:CreateRole')).toBe(2)
})

describe('a deletion that AWS refuses because of what hung on it a moment ago', () => {
  const conflict = (nth?: number) => ({
    ...{operation: 'iam:DeleteGroup', when: 'before' as const, ...(nth === undefined ? {} : {nth})},
    effect: {
      ...({type: 'error', name: 'DeleteConflictException', status: 409} as const),
      message: 'Cannot delete entity, must detach all policies first.',
    },
  })

  test('is asked for again until it is done', async () => {
    const rooms = await openRooms()
    const context = await rooms.management()
    const made = await iamGroup.create({name: 'admins', managedPolicies: [READ_ONLY]}, context)
    rooms.inject(conflict(1), conflict(2))
    await iamGroup.delete(made, context)
    expect(rooms.calls('iam:DeleteGroup')).toBe(3)
  })

  test('for good is told as AWS said it', async () => {
    const rooms = await openRooms()
    const context = await rooms.management()
    const made = await iamGroup.create({name: 'admins', managedPolicies: []}, context)
    rooms.inject(conflict())
    const hurried = {...context, aws: {...context.aws, iam: context.aws.iam, visibleMs: 300}}
    await expect(iamGroup.delete(made, hurried)).rejects.toMatchObject({name: 'DeleteConflictException'})
    expect(rooms.calls('iam:DeleteGroup')).toBeGreaterThan(1)
  })
})
