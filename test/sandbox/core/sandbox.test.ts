import {
  CreateGroupCommand,
  DeleteGroupCommand,
  GetUserCommand,
  IAMClient,
  ListGroupsCommand,
  ListRolesCommand,
  paginateListGroups,
  UpdateGroupCommand,
  type IAMClientConfig,
} from '@aws-sdk/client-iam'
import {CreateAccountCommand, DescribeOrganizationCommand, OrganizationsClient} from '@aws-sdk/client-organizations'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {mintSession} from '../../../src/sandbox/auth/session.js'
import {accessKeys, users} from '../../../src/sandbox/services/iam/tables.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve, type SandboxServer} from '../../../src/sandbox/server/server.js'
import {toyIam, toyOrganizations} from './toy.js'

/** Typed, for vitest's own answer `any`. */
const anything = (sort: unknown): unknown => expect.any(sort)
const containing = (text: string): unknown => expect.stringContaining(text)
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

const services = [toyIam, toyOrganizations]
const Email = 'aws+dev@acme.dev'

describe.each(['in-process', 'server'] as const)('SDK clients, %s', (way) => {
  let sandbox: Sandbox
  let server: SandboxServer | undefined
  let config: IAMClientConfig

  beforeEach(async () => {
    sandbox = await openSandbox({services})
    server = way === 'server' ? await serve(sandbox, {port: 0}) : undefined
    const target =
      server === undefined ? {requestHandler: requestHandlerFor(sandbox)} : {endpoint: `${server.endpoint}/prefix`}
    config = {...target, region: 'eu-west-1', credentials: sandbox.credentials('admin')}
  })
  afterEach(async () => server?.close())

  test('write, list page by page, and delete by the query protocol', async () => {
    sandbox.configure({pageSize: 2})
    const iam = new IAMClient(config)
    for (const name of ['a', 'b', 'c', 'd', 'e']) await iam.send(new CreateGroupCommand({GroupName: name}))
    const pages = []
    for await (const {Groups = []} of paginateListGroups({client: iam}, {}))
      pages.push(Groups.map((one) => one.GroupName))
    expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']])
    const {Groups = []} = await iam.send(new ListGroupsCommand({MaxItems: 1}))
    expect(Groups[0]?.CreateDate?.getTime()).toBeCloseTo(Date.now(), -4)
    await iam.send(new DeleteGroupCommand({GroupName: 'a'}))
    await expect(iam.send(new DeleteGroupCommand({GroupName: 'a'}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      Code: 'NoSuchEntity',
      $metadata: {httpStatusCode: 404},
    })
  })

  test('write and read by the JSON protocol', async () => {
    const organizations = new OrganizationsClient(config)
    const input = {AccountName: 'dev', Email, Tags: [{Key: 'a', Value: ''}]}
    const {CreateAccountStatus: status} = await organizations.send(new CreateAccountCommand(input))
    expect(status).toMatchObject({Id: 'car-00000001', State: 'IN_PROGRESS', RequestedTimestamp: anything(Date)})
    const {Organization: organization} = await organizations.send(new DescribeOrganizationCommand({}))
    expect(organization?.MasterAccountId).toBe(sandbox.credentials('admin').accountId)
  })

  test('hear refusals by name, with their fields and statuses', async () => {
    const [iam, organizations] = [new IAMClient(config), new OrganizationsClient({...config, maxAttempts: 1})]
    const create = (name: string): Promise<unknown> =>
      organizations.send(new CreateAccountCommand({AccountName: name, Email}))
    await expect(iam.send(new UpdateGroupCommand({GroupName: 'a'}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'not today <&>\ufffd',
      $metadata: {httpStatusCode: 403},
    })
    const full = await create('full').catch((error: unknown) => error)
    expect(full).toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'ACCOUNT_NUMBER_LIMIT_EXCEEDED',
      $metadata: {httpStatusCode: 400},
    })
    await expect(create('broken')).rejects.toMatchObject({name: 'ServiceException', $metadata: {httpStatusCode: 500}})
    await expect(create('bug')).rejects.toMatchObject({
      name: 'InternalFailure',
      message: containing('a bug'),
    })
  })

  test('are told by name what the sandbox does not do', async () => {
    await expect(new IAMClient(config).send(new ListRolesCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: "awsup's sandbox does not implement iam:ListRoles",
      $metadata: {httpStatusCode: 501},
    })
  })

  test('meet AWS limits before anything happens, and read nothing sensitive back', async () => {
    const organizations = new OrganizationsClient(config)
    await expect(organizations.send(new CreateAccountCommand({AccountName: 'dev', Email: 'x'}))).rejects.toMatchObject({
      name: 'InvalidInputException',
      Reason: 'MIN_LENGTH_EXCEEDED',
      message: containing("Value at 'email' failed to satisfy constraint: Member must have length"),
    })
    await expect(new IAMClient(config).send(new CreateGroupCommand({GroupName: 'a b'}))).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        "1 validation error detected: Value 'a b' at 'groupName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\w+=,.@-]+',
    })
  })

  test('with a wrong secret get SignatureDoesNotMatch from IAM, InvalidSignatureException from Organizations', async () => {
    const credentials = {...sandbox.credentials('admin'), secretAccessKey: 'x'.repeat(40)}
    await expect(new IAMClient({...config, credentials}).send(new GetUserCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: {httpStatusCode: 403},
    })
    await expect(
      new OrganizationsClient({...config, credentials}).send(new DescribeOrganizationCommand({})),
    ).rejects.toMatchObject({name: 'InvalidSignatureException', $metadata: {httpStatusCode: 400}})
  })

  test('with an unknown key are refused, as are keys switched off and keys of deleted users', async () => {
    const whoAmI = (credentials: IAMClientConfig['credentials'] & object): Promise<unknown> =>
      new IAMClient({...config, credentials}).send(new GetUserCommand({}))
    const refusal = {name: 'InvalidClientTokenId', $metadata: {httpStatusCode: 403}}
    const admin = sandbox.credentials('admin')
    await expect(whoAmI({...admin, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA'})).rejects.toMatchObject(refusal)
    await expect(whoAmI(admin)).resolves.toMatchObject({
      User: {UserName: 'admin', Arn: `arn:aws:iam::${admin.accountId}:user/admin`},
    })
    await expect(whoAmI(sandbox.credentials('root'))).resolves.toMatchObject({
      User: {Arn: `arn:aws:iam::${admin.accountId}:root`},
    })
    const key = sandbox.world((tx) => accessKeys.get(tx, [admin.accessKeyId]))
    if (key === undefined) throw new Error('no key')
    sandbox.world((tx) => accessKeys.put(tx, [admin.accessKeyId], {...key, status: 'Inactive'}))
    await expect(whoAmI(admin)).rejects.toMatchObject(refusal)
    sandbox.world((tx) => {
      accessKeys.put(tx, [admin.accessKeyId], key)
      users.delete(tx, [admin.accountId, 'admin'])
    })
    await expect(whoAmI(admin)).rejects.toMatchObject(refusal)
  })

  test('with a session are who they claim, until it expires or is tampered with', async () => {
    const {accountId} = sandbox.credentials('admin')
    const user = sandbox.world((tx) => users.get(tx, [accountId, 'admin']))
    const claims = {
      type: 'user',
      accountId,
      userName: 'admin',
      userId: user?.userId ?? '',
      arn: 'arn:aws:iam::1:user/admin',
      mfa: true,
    } as const
    const session = sandbox.world((tx) => mintSession(claims, {tx, now: Date.now(), seconds: 900}))
    const whoAmI = (changes: Partial<typeof session> = {}): Promise<unknown> =>
      new IAMClient({...config, credentials: {...session, expiration: new Date(8e12), ...changes}}).send(
        new GetUserCommand({}),
      )
    await expect(whoAmI()).resolves.toMatchObject({User: {Arn: claims.arn}})
    await expect(whoAmI({secretAccessKey: 'x'})).rejects.toMatchObject({name: 'SignatureDoesNotMatch'})
    await expect(whoAmI({sessionToken: `x${session.sessionToken}`})).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    })
    sandbox.configure({clockOffsetMs: 900_000})
    await expect(whoAmI()).rejects.toMatchObject({name: 'ExpiredToken', $metadata: {httpStatusCode: 403}})
  })

  test('retry a call that was throttled or lost before it was done', async () => {
    const iam = new IAMClient(config)
    sandbox.configure({faults: [{operation: 'iam:CreateGroup', nth: 1, when: 'before', effect: {type: 'throttle'}}]})
    await iam.send(new CreateGroupCommand({GroupName: 'a'}))
    sandbox.configure({faults: [{operation: '*', nth: 1, when: 'before', effect: {type: 'drop'}}]})
    await iam.send(new CreateGroupCommand({GroupName: 'b'}))
    expect(sandbox.calls().map(({error, dropped}) => error ?? dropped)).toEqual([
      'Throttling',
      undefined,
      'before',
      undefined,
    ])
    const counts = sandbox.callSummary()
    expect([counts.byOperation, counts.succeeded]).toEqual([{'iam:CreateGroup': 4}, {'iam:CreateGroup': 2}])
  })

  test('can lose the reply to a call that was done', async () => {
    const iam = new IAMClient({...config, maxAttempts: 1})
    sandbox.configure({faults: [{operation: 'iam:*', nth: 1, when: 'after', effect: {type: 'drop'}}]})
    await expect(iam.send(new CreateGroupCommand({GroupName: 'a'}))).rejects.toMatchObject({code: 'ECONNRESET'})
    await expect(iam.send(new CreateGroupCommand({GroupName: 'a'}))).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    })
  })

  test('meet injected errors and latency, and services see the faults that are theirs', async () => {
    const organizations = new OrganizationsClient({...config, maxAttempts: 1})
    sandbox.configure({
      faults: [
        {
          operation: '*:DescribeOrganization',
          when: 'before',
          effect: {type: 'error', name: 'AccessDeniedException', message: 'no', fields: {Reason: 'x'}},
        },
        {
          operation: 'organizations:CreateAccount',
          nth: 2,
          when: 'before',
          effect: {type: 'account-failure', reason: 'EMAIL_ALREADY_EXISTS'},
        },
        {operation: 'organizations:CreateAccount', nth: 3, when: 'after', effect: {type: 'latency', ms: 120}},
      ],
    })
    await expect(organizations.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
    const states = []
    let started = 0
    for (const name of ['one', 'two', 'three']) {
      started = performance.now()
      const {CreateAccountStatus: status} = await organizations.send(
        new CreateAccountCommand({AccountName: name, Email}),
      )
      states.push(status?.State)
    }
    // How long the two others took says more of the machine than of us.
    expect(performance.now() - started).toBeGreaterThan(110)
    expect(states).toEqual(['IN_PROGRESS', 'FAILED', 'IN_PROGRESS'])
  })

  test('keep calling while the sandbox travels in time', async () => {
    sandbox.configure({clockOffsetMs: 365 * 24 * 3600_000})
    const {Group} = await new IAMClient(config).send(new CreateGroupCommand({GroupName: 'later'}))
    expect(Group?.CreateDate?.getTime()).toBeGreaterThan(Date.now() + 300 * 24 * 3600_000)
  })

  test('with a clock that is wrong are told so', async () => {
    const iam = new IAMClient({...config, maxAttempts: 1, systemClockOffset: -3600_000})
    await expect(iam.send(new GetUserCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      message: matching(/^Signature expired: \d{8}T\d{6}Z is now earlier than /),
    })
  })
})

describe('a sandbox', () => {
  let directory = ''
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'awsup-sandbox-'))
  })
  afterEach(() => {
    rmSync(directory, {recursive: true})
  })

  const clientOf = (sandbox: Sandbox): IAMClient =>
    new IAMClient({
      requestHandler: requestHandlerFor(sandbox),
      region: 'us-east-1',
      credentials: sandbox.credentials('admin'),
    })

  test('in a folder is the same world for everyone who opens it', async () => {
    const [one, other] = [await openSandbox({services, directory}), await openSandbox({services, directory})]
    await clientOf(one).send(new CreateGroupCommand({GroupName: 'a'}))
    const {Groups} = await clientOf(other).send(new ListGroupsCommand({}))
    expect(Groups).toHaveLength(1)
    expect(other.credentials('admin')).toEqual(one.credentials('admin'))
    expect(other.credentials('admin').accountId).toMatch(/^\d{12}$/)
  })

  test('counts faults across processes', async () => {
    const [one, other] = [await openSandbox({services, directory}), await openSandbox({services, directory})]
    one.configure({
      faults: [
        {operation: 'iam:ListGroups', nth: 3, when: 'before', effect: {type: 'error', name: 'Third', message: ''}},
      ],
    })
    const list = (sandbox: Sandbox): Promise<unknown> => clientOf(sandbox).send(new ListGroupsCommand({}))
    await list(one)
    await list(other)
    await expect(list(one)).rejects.toMatchObject({name: 'Third'})
    await list(other)
  })

  test('draws the same chances from the same seed', async () => {
    const outcomes = async (seed: number): Promise<boolean[]> => {
      const sandbox = await openSandbox({services})
      sandbox.configure({
        faults: [
          {operation: '*', probability: 0.5, seed, when: 'before', effect: {type: 'error', name: 'E', message: ''}},
        ],
      })
      const calls = Array.from({length: 24}, async () => clientOf(sandbox).send(new ListGroupsCommand({})))
      return (await Promise.allSettled(calls)).map(({status}) => status === 'fulfilled')
    }
    expect(await outcomes(1)).toEqual(await outcomes(1))
    expect(await outcomes(1)).not.toEqual(await outcomes(2))
    expect(new Set(await outcomes(1)).size).toBe(2)
  })

  test('writes down its calls, and no secret', async () => {
    const sandbox = await openSandbox({services, directory})
    const client = clientOf(sandbox)
    await client.send(new CreateGroupCommand({GroupName: 'visible'}))
    await client.send(new ListGroupsCommand({}))
    await client.send(new CreateGroupCommand({GroupName: 'visible'})).catch(() => undefined)
    expect(sandbox.calls().map(({operation, mutating, error}) => [operation, mutating, error])).toEqual([
      ['CreateGroup', true, undefined],
      ['ListGroups', false, undefined],
      ['CreateGroup', true, 'EntityAlreadyExistsException'],
    ])
    const log = readFileSync(path.join(directory, 'calls.log'), 'utf8')
    for (const word of ['visible', sandbox.credentials('admin').secretAccessKey]) expect(log).not.toContain(word)
    sandbox.resetCalls()
    expect(sandbox.calls()).toEqual([])
  })

  test('after a reset is another one, for all who have it open', async () => {
    const [one, other] = [await openSandbox({services, directory}), await openSandbox({services, directory})]
    const before = one.credentials('admin')
    one.configure({pageSize: 3})
    await clientOf(one).send(new CreateGroupCommand({GroupName: 'a'}))
    one.reset()
    expect(other.credentials('admin').accessKeyId).not.toBe(before.accessKeyId)
    expect(other.settings().pageSize).toBe(1000)
    expect((await clientOf(other).send(new ListGroupsCommand({}))).Groups).toEqual([])
  })
})
