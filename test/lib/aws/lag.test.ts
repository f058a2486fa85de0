import {
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  GetLoginProfileCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  GetGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DescribeOrganizationalUnitCommand,
  EnablePolicyTypeCommand,
  ListAccountsCommand,
  ListParentsCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-organizations'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Note, NotesHome} from '../../../src/lib/aws/lag/recent.js'
import {explain} from '../../../src/lib/aws/calls/refusals.js'
import type {Fault, Lag} from '../../../src/sandbox/settings.js'
import {openVirtualClock, openWorld} from './world.js'

const lagOf = (ms: number): Lag => ({iam: ms, organizations: ms, cognito: ms})
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Principal: {Service: 'ec2.amazonaws.com'}, Action: 'sts:AssumeRole'}],
})
const DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*'}],
})

/** A world whose time passes when somebody sleeps, and how long that was. */
async function openLate({
  lag = 0,
  faults = [],
  notes,
}: {lag?: number; faults?: readonly Fault[]; notes?: NotesHome} = {}) {
  const clock = openVirtualClock(Date.now())
  const door = {lagMs: lag, ...(notes && {notes})}
  const world = await openWorld({settings: {lagMs: lagOf(lag), faults}, clock, door})
  return {...world, clock, slept: () => clock.slept.reduce((sum, ms) => sum + ms, 0)}
}

const refusal = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

const refuse = (name: string, message: string, status: number) => ({type: 'error', name, message, status}) as const

describe('what a run has just made', () => {
  test.each([0, 100, 5_000])('takes the next write although IAM shows it %i ms late', async (lag) => {
    const {door, slept} = await openLate({lag})
    const {iam} = await door.management('eu-west-1')
    await iam.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: TRUST}))
    await iam.send(new PutRolePolicyCommand({RoleName: 'reader', PolicyName: 'read', PolicyDocument: DOCUMENT}))
    await iam.send(new CreateUserCommand({UserName: 'ann'}))
    await iam.send(new CreateLoginProfileCommand({UserName: 'ann', Password: 'aB1!aB1!aB1!'}))
    const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName: 'ann'}))
    await iam.send(new DeleteLoginProfileCommand({UserName: 'ann'}))
    await iam.send(new DeleteAccessKeyCommand({UserName: 'ann', AccessKeyId: AccessKey?.AccessKeyId}))
    await iam.send(new DeleteUserCommand({UserName: 'ann'}))
    // Longer than the lags in a row, but not much: short ones are over soon.
    expect(slept()).toBeGreaterThanOrEqual(lag)
    expect(slept()).toBeLessThanOrEqual(6 * lag + 6 * Math.min(lag, 5_000))
  })

  test.each([
    ['acme-version-1', 'The role with name acme-version-1 cannot be found.'],
    ['reader', 'The RoleName reader cannot be found'],
    ['reader', 'no such thing'],
  ])('is asked for again in whatever words IAM does not find it: %s, "%s"', async (RoleName, message) => {
    const effect = refuse('NoSuchEntityException', message, 404)
    const operation = 'iam:PutRolePolicy'
    const {door, calls} = await openLate({faults: [{operation, nth: 1, when: 'before', effect}]})
    const {iam} = await door.management('eu-west-1')
    await iam.send(new CreateRoleCommand({RoleName, AssumeRolePolicyDocument: TRUST}))
    await iam.send(new PutRolePolicyCommand({RoleName, PolicyName: 'read', PolicyDocument: DOCUMENT}))
    expect(calls(operation)).toBe(2)
  })

  test('is found by Organizations, each sort by its own name for "not found"', async () => {
    const {door, sandbox} = await openLate({lag: 2_000})
    const {organizations} = await door.management('eu-west-1')
    await organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))
    const {Roots} = await organizations.send(new ListRootsCommand({}))
    const ParentId = Roots?.[0]?.Id
    const PolicyType = 'SERVICE_CONTROL_POLICY'
    await organizations.send(new EnablePolicyTypeCommand({RootId: ParentId, PolicyType}))
    const unit = await organizations.send(new CreateOrganizationalUnitCommand({Name: 'acme', ParentId}))
    const id = unit.OrganizationalUnit?.Id
    await organizations.send(new ListTagsForResourceCommand({ResourceId: id}))
    const below = await organizations.send(new CreateOrganizationalUnitCommand({Name: 'below', ParentId: id}))
    await organizations.send(new ListParentsCommand({ChildId: below.OrganizationalUnit?.Id}))
    const policy = {Type: PolicyType, Name: 'deny', Description: '', Content: DOCUMENT} as const
    const {Policy} = await organizations.send(new CreatePolicyCommand(policy))
    const OrganizationalUnitId = below.OrganizationalUnit?.Id
    await organizations.send(
      new AttachPolicyCommand({PolicyId: Policy?.PolicySummary?.Id, TargetId: OrganizationalUnitId}),
    )
    await organizations.send(new DescribeOrganizationalUnitCommand({OrganizationalUnitId}))
    const met = new Set(sandbox.calls().flatMap(({error}) => error ?? []))
    expect([...met].sort()).toEqual([
      'AWSOrganizationsNotInUseException',
      'ChildNotFoundException',
      'PolicyNotFoundException',
      'TargetNotFoundException',
    ])
  })

  test('a new user pool that is not found yet is asked for again', async () => {
    const message = (id: string) => `User pool ${id} does not exist.`
    const {door, sandbox, calls} = await openLate()
    const {cognito} = await door.management('eu-west-1')
    const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'acme'}))
    const effect = refuse('ResourceNotFoundException', message(UserPool?.Id ?? ''), 400)
    const operation = 'cognito-idp:CreateUserPoolClient'
    sandbox.configure({faults: [1, 2].map((nth) => ({operation, nth, when: 'before', effect}))})
    await cognito.send(new CreateUserPoolClientCommand({UserPoolId: UserPool?.Id, ClientName: 'web'}))
    expect(calls(operation)).toBe(3)
  })

  test('and is still not found when all of AWS must know it is reported in plain words, with what to do', async () => {
    const effect = refuse('NoSuchEntityException', 'The role with name reader cannot be found.', 404)
    const faults: Fault[] = [{operation: 'iam:PutRolePolicy', when: 'before', effect}]
    const {door, slept, events} = await openLate({faults})
    const {iam} = await door.management('eu-west-1')
    await iam.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: TRUST}))
    const put = new PutRolePolicyCommand({RoleName: 'reader', PolicyName: 'read', PolicyDocument: DOCUMENT})
    expect(explain(await refusal(iam.send(put)))).toMatchObject({
      code: 'NOT_VISIBLE_YET',
      exitCode: 4,
      message: expect.stringContaining('AWS does not show role reader yet') as string,
      hint: expect.stringContaining('run the same command again') as string,
      details: {awsCode: 'NoSuchEntityException'},
    })
    expect(slept()).toBeCloseTo(10_000)
    expect(events).toContainEqual(expect.objectContaining({type: 'waiting', what: 'AWS to show role reader'}))
  })

  test('is remembered by the next run', async () => {
    const notes: Note[] = []
    const home: NotesHome = {load: () => notes, add: (note) => void notes.push(note)}
    const {door, sandbox} = await openLate({lag: 1_000, notes: home})
    await (await door.management('eu-west-1')).iam.send(new CreateUserCommand({UserName: 'ann'}))
    const {requestHandlerFor} = await import('../../../src/sandbox/server/in-process.js')
    const {openDoor} = await import('../../../src/lib/aws/door.js')
    const next = async (remembered?: NotesHome) => {
      const signal = new AbortController().signal
      const credentials = sandbox.credentials('admin')
      const options = {target: 'sandbox', requestHandler: requestHandlerFor(sandbox), credentials} as const
      // Time stands still for the sandbox while nobody sleeps.
      const clock = openVirtualClock(Date.now() + 10)
      const opened = await openDoor({...options, clock, notes: remembered}, () => undefined, signal)
      const asked = (await opened.management('eu-west-1')).iam.send(new GetUserCommand({UserName: 'ann'}))
      const error = await refusal(asked)
      return {error, asked: clock.slept.length}
    }
    expect(await next()).toMatchObject({error: {name: 'NoSuchEntityException'}, asked: 0})
    expect((await next(home)).asked).toBeGreaterThan(0)
  })
})

describe('a "not found" that means what it says is believed at once', () => {
  test('of what nobody made', async () => {
    const {door, calls, slept} = await openLate()
    const {iam} = await door.management('eu-west-1')
    expect(await refusal(iam.send(new GetUserCommand({UserName: 'ann'})))).toMatchObject({
      name: 'NoSuchEntityException',
    })
    expect([calls('iam:GetUser'), slept()]).toEqual([1, 0])
  })

  test('of a policy whose ARN is misspelt, attached to a group that was just made', async () => {
    const {door, calls, slept} = await openLate()
    const {iam} = await door.management('eu-west-1')
    await iam.send(new CreateGroupCommand({GroupName: 'admins'}))
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAcces'
    const error = await refusal(iam.send(new AttachGroupPolicyCommand({GroupName: 'admins', PolicyArn})))
    expect(explain(error)).toMatchObject({code: 'AWS_REFUSED', details: {awsCode: 'NoSuchEntityException'}})
    expect([calls('iam:AttachGroupPolicy'), slept()]).toEqual([1, 0])
  })

  test('of that policy also once the group was waited for, and it is the policy that is told', async () => {
    const {door, slept} = await openLate({lag: 2_000})
    const {iam} = await door.management('eu-west-1')
    await iam.send(new CreateGroupCommand({GroupName: 'admins'}))
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAcces'
    const error = explain(await refusal(iam.send(new AttachGroupPolicyCommand({GroupName: 'admins', PolicyArn}))))
    expect(error).toMatchObject({code: 'AWS_REFUSED', message: expect.stringContaining(PolicyArn) as string})
    // For the group alone: a policy that does not exist is not waited for, which would be two minutes.
    expect(slept()).toBeLessThan(30_000)
  })

  test('of the password of a user, and the group of a user pool, that were just made without one', async () => {
    const {door, slept} = await openLate()
    const {iam, cognito} = await door.management('eu-west-1')
    await iam.send(new CreateUserCommand({UserName: 'ann'}))
    const password = refusal(iam.send(new GetLoginProfileCommand({UserName: 'ann'})))
    expect(await password).toMatchObject({name: 'NoSuchEntityException'})
    const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'acme'}))
    const group = refusal(cognito.send(new GetGroupCommand({UserPoolId: UserPool?.Id, GroupName: 'admins'})))
    expect(await group).toMatchObject({name: 'ResourceNotFoundException'})
    expect(slept()).toBe(0)
  })

  test('of what this run deleted, also where the reply to that was lost', async () => {
    const faults: Fault[] = [{operation: 'iam:DeleteUser', nth: 1, when: 'after', effect: {type: 'drop'}}]
    const {door, calls, slept} = await openLate({faults})
    const {iam} = await door.management('eu-west-1')
    await iam.send(new CreateUserCommand({UserName: 'ann'}))
    expect(await refusal(iam.send(new DeleteUserCommand({UserName: 'ann'})))).toMatchObject({
      name: 'NoSuchEntityException',
    })
    expect(calls('iam:DeleteUser')).toBe(2)
    await refusal(iam.send(new GetUserCommand({UserName: 'ann'})))
    expect(calls('iam:GetUser')).toBe(1)
    expect(slept()).toBeLessThan(200)
  })
})

test('what was just deleted is asked about again until AWS says that it is gone', async () => {
  const {door, slept} = await openLate({lag: 3_000})
  const {iam} = await door.management('eu-west-1')
  await iam.send(new CreateGroupCommand({GroupName: 'admins'}))
  await iam.send(new CreateUserCommand({UserName: 'ann'}))
  await iam.send(new GetUserCommand({UserName: 'ann'}))
  await iam.send(new DeleteUserCommand({UserName: 'ann'}))
  const before = slept()
  expect(await refusal(iam.send(new GetUserCommand({UserName: 'ann'})))).toMatchObject({name: 'NoSuchEntityException'})
  expect(slept() - before).toBeGreaterThanOrEqual(2_900)
})

describe('a change that AWS has not finished', () => {
  test.each([
    ['iam:DeleteLoginProfile', 'EntityTemporarilyUnmodifiableException', 409],
    ['iam:DeleteLoginProfile', 'EntityTemporarilyUnmodifiable', 409],
    ['organizations:AttachPolicy', 'PolicyChangesInProgressException', 400],
  ])('is waited for by %s (%s)', async (operation, name, status) => {
    const effect = refuse(name, 'try again later', status)
    const faults: Fault[] = Array.from({length: 12}, (_, index) => ({
      operation,
      nth: index + 1,
      when: 'before',
      effect,
    }))
    const {door, calls} = await openLate({faults})
    const {iam, organizations} = await door.management('eu-west-1')
    await refusal(
      operation.startsWith('iam')
        ? iam.send(new DeleteLoginProfileCommand({UserName: 'ann'}))
        : organizations.send(new AttachPolicyCommand({PolicyId: 'p-12345678', TargetId: '111122223333'})),
    )
    expect(calls(operation)).toBe(13)
  })

  test('is given up after five minutes, and what AWS said is told', async () => {
    const effect = refuse('PolicyChangesInProgressException', 'try again later', 400)
    const faults: Fault[] = [{operation: 'organizations:AttachPolicy', when: 'before', effect}]
    const {door, slept, events} = await openLate({faults})
    const {organizations} = await door.management('eu-west-1')
    const attach = new AttachPolicyCommand({PolicyId: 'p-12345678', TargetId: '111122223333'})
    const error = explain(await refusal(organizations.send(attach)))
    expect(error).toMatchObject({exitCode: 4, details: {awsCode: 'PolicyChangesInProgressException'}})
    expect(error?.hint).toMatch(/run the same command again/i)
    expect(slept()).toBeCloseTo(300_000)
    expect(events.some(({type}) => type === 'waiting')).toBe(true)
  })
})

describe('an internal error of AWS that comes with status 400', () => {
  const effect = {...refuse('ServiceException', 'AWS Organizations can not complete your request', 400)}

  test('is met with another try', async () => {
    const operation = 'organizations:ListAccounts'
    const {door, calls} = await openLate({faults: [{operation, nth: 1, when: 'before', effect}]})
    const {organizations} = await door.management('eu-west-1')
    await organizations.send(new CreateOrganizationCommand({}))
    await organizations.send(new ListAccountsCommand({}))
    expect(calls(operation)).toBe(2)
  })

  test('leaves open whether a create was done, which is not sent twice', async () => {
    const operation = 'organizations:CreateOrganization'
    const {door, calls} = await openLate({faults: [{operation, nth: 1, when: 'after', effect}]})
    const {organizations} = await door.management('eu-west-1')
    const error = explain(await refusal(organizations.send(new CreateOrganizationCommand({}))))
    expect(error).toMatchObject({code: 'REPLY_LOST'})
    expect(calls(operation)).toBe(1)
  })

  test('that stays is told with the hint to run again', async () => {
    const faults: Fault[] = [{operation: 'organizations:ListAccounts', when: 'before', effect}]
    const {door} = await openLate({faults})
    const {organizations} = await door.management('eu-west-1')
    const error = explain(await refusal(organizations.send(new ListAccountsCommand({}))))
    expect(error?.hint).toMatch(/run the same command again/)
  })
})

test('law: through the door IAM answers as if it had no lag, whatever is made, read and deleted in which order', async () => {
  const NAMES = ['a', 'b'] as const
  const VERBS = ['create', 'put', 'get', 'clear', 'delete'] as const
  const step = fc.record({verb: fc.constantFrom(...VERBS), name: fc.constantFrom(...NAMES)})
  const live = async (steps: readonly {verb: (typeof VERBS)[number]; name: string}[], lag: number) => {
    const {door} = await openLate({lag})
    const {iam} = await door.management('eu-west-1')
    const send = {
      create: (RoleName: string) => iam.send(new CreateRoleCommand({RoleName, AssumeRolePolicyDocument: TRUST})),
      put: (RoleName: string) =>
        iam.send(new PutRolePolicyCommand({RoleName, PolicyName: 'p', PolicyDocument: DOCUMENT})),
      get: (RoleName: string) => iam.send(new GetRoleCommand({RoleName})),
      clear: (RoleName: string) => iam.send(new DeleteRolePolicyCommand({RoleName, PolicyName: 'p'})),
      delete: (RoleName: string) => iam.send(new DeleteRoleCommand({RoleName})),
    }
    const answers: string[] = []
    for (const {verb, name} of steps) {
      const error = await refusal(send[verb](name))
      answers.push(error instanceof Error ? error.name : 'done')
    }
    return answers
  }
  const lags = fc.integer({min: 1, max: 20_000})
  await fc.assert(
    fc.asyncProperty(fc.array(step, {maxLength: 12}), lags, async (steps, lag) => {
      expect(await live(steps, lag)).toEqual(await live(steps, 0))
    }),
    {numRuns: 60},
  )
})

test('law: the list of access keys of a user is as if IAM had no lag, whatever is made and deleted in which order', async () => {
  const USERS = ['ann', 'ann2'] as const
  const step = fc.record({verb: fc.constantFrom('create', 'list', 'delete'), UserName: fc.constantFrom(...USERS)})
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
  const live = async (steps: readonly Step[], lag: number) => {
    const {door} = await openLate({lag})
    const {iam} = await door.management('eu-west-1')
    for (const UserName of USERS) await iam.send(new CreateUserCommand({UserName}))
    const made = new Map<string, readonly string[]>()
    const answers: unknown[] = []
    for (const {verb, UserName} of steps) {
      const ids = made.get(UserName) ?? []
      if (verb === 'create' && ids.length < 2) {
        const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName}))
        made.set(UserName, [...ids, AccessKey?.AccessKeyId ?? ''])
      } else if (verb === 'delete' && ids[0] !== undefined) {
        await iam.send(new DeleteAccessKeyCommand({UserName, AccessKeyId: ids[0]}))
        made.set(UserName, ids.slice(1))
      } else if (verb === 'list') {
        const {AccessKeyMetadata = []} = await iam.send(new ListAccessKeysCommand({UserName}))
        answers.push([AccessKeyMetadata.map(({AccessKeyId}) => AccessKeyId).sort(), [...ids].sort()])
      }
    }
    return answers
  }
  const lags = fc.integer({min: 1, max: 20_000})
  await fc.assert(
    fc.asyncProperty(fc.array(step, {maxLength: 12}), lags, async (steps, lag) => {
      for (const [listed, ids] of (await live(steps, lag)) as [unknown, unknown][]) expect(listed).toEqual(ids)
    }),
    {numRuns: 60},
  )
})
