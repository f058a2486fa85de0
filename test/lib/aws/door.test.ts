import {EnableRegionCommand} from '@aws-sdk/client-account'
import {ListUserPoolsCommand} from '@aws-sdk/client-cognito-identity-provider'
import {CreateUserCommand, ListUsersCommand} from '@aws-sdk/client-iam'
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {spawnSync} from 'node:child_process'
import {describe, expect, test} from 'vitest'
import {explain} from '../../../src/lib/aws/calls/refusals.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {makeMember, openVirtualClock, openWorld} from './world.js'

test('the caller is who AWS says, asked once', async () => {
  const {door, sandbox, calls} = await openWorld()
  const {accountId} = sandbox.credentials('admin')
  const [caller] = await Promise.all([door.caller(), door.caller(), door.management('eu-west-1')])
  expect(caller).toMatchObject({accountId, arn: `arn:aws:iam::${accountId}:user/admin`})
  expect(calls('sts:GetCallerIdentity')).toBe(1)
})

test('nothing is called before the first question', async () => {
  expect((await openWorld()).sandbox.calls()).toEqual([])
})

test('a member account is entered once, whoever asks at the same time, and its clients act in it', async () => {
  const world = await openWorld()
  const accountId = await makeMember(world)
  const [clients] = await Promise.all([
    world.door.member(accountId, 'eu-west-1'),
    world.door.member(accountId, 'eu-west-1'),
    world.door.member(accountId, 'us-east-1'),
    world.door.credentialsFor(accountId),
  ])
  expect(world.calls('sts:AssumeRole')).toBe(1)
  expect(world.calls('iam:ListRoles')).toBe(2)
  const {User} = await clients.iam.send(new CreateUserCommand({UserName: 'alice'}))
  expect(User?.Arn).toBe(`arn:aws:iam::${accountId}:user/alice`)
  expect(clients.accountId).toBe(accountId)
})

test('keys of a member are renewed when less than five minutes are left, and not before', async () => {
  const clock = openVirtualClock(Date.now())
  const world = await openWorld({door: {clock}})
  const accountId = await makeMember(world)
  const first = await world.door.credentialsFor(accountId)
  expect(first.expiration.getTime() - Date.now()).toBeGreaterThan(3_500_000)
  await clock.sleep(54 * 60_000)
  expect(await world.door.credentialsFor(accountId)).toBe(first)
  await clock.sleep(2 * 60_000)
  await Promise.all([world.door.credentialsFor(accountId), world.door.credentialsFor(accountId)])
  expect(world.calls('sts:AssumeRole')).toBe(3 - 1)
})

test('a new account whose role does not exist yet is waited for, and the reader is told', async () => {
  const world = await openWorld({settings: {roleDelayMs: 700}})
  const accountId = await makeMember(world)
  const {iam} = await world.door.member(accountId, 'eu-west-1')
  expect(iam).toBeDefined()
  expect(world.calls('sts:AssumeRole')).toBeGreaterThan(1)
  expect(world.events).toContainEqual(
    expect.objectContaining({type: 'waiting', what: `account ${accountId} to become accessible`}),
  )
})

test.each(['SubscriptionRequiredException', 'OptInRequired'])(
  'a new account whose services answer %s is waited for',
  async (name) => {
    const world = await openWorld()
    const accountId = await makeMember(world)
    const effect = {type: 'error', name, message: 'not yet', status: 403} as const
    world.sandbox.configure({faults: [{operation: 'cognito-idp:ListUserPools', nth: 1, when: 'before', effect}]})
    const {cognito} = await world.door.member(accountId, 'eu-west-1')
    await cognito.send(new ListUserPoolsCommand({MaxResults: 1}))
    expect(world.calls('cognito-idp:ListUserPools')).toBe(3)
  },
)

test('a new account that never gets ready is given up at the deadline, saying why', async () => {
  const clock = openVirtualClock(Date.now())
  const world = await openWorld({settings: {roleDelayMs: 3_600_000}, door: {clock}})
  const accountId = await makeMember(world)
  await expect(world.door.credentialsFor(accountId)).rejects.toMatchObject({
    code: 'TIMED_OUT',
    exitCode: 4,
    message: `waited 10 minutes for account ${accountId} to become accessible, and it is not done yet`,
    details: {last: 'AccessDenied'},
  })
})

test('an account that is not new and lets nobody in is refused at once, naming call, identity and action', async () => {
  const world = await openWorld()
  await makeMember(world)
  const error = await world.door.credentialsFor('999999999999').catch((failure: unknown) => failure)
  const {arn} = await world.door.caller()
  expect(world.calls('sts:AssumeRole')).toBe(1)
  expect(explain(error)).toMatchObject({
    code: 'ACCESS_DENIED',
    exitCode: 3,
    details: {action: 'sts:AssumeRole', identity: arn, call: 'sts:AssumeRole'},
  })
})

test('an account older than two hours is refused at once', async () => {
  const world = await openWorld({settings: {roleDelayMs: 3_600_000 * 9}})
  const accountId = await makeMember(world)
  const clock = openVirtualClock(Date.now() + 3 * 3_600_000)
  const old = await openWorld({
    door: {clock, credentials: world.sandbox.credentials('admin'), requestHandler: requestHandlerFor(world.sandbox)},
  })
  world.sandbox.resetCalls()
  await expect(old.door.credentialsFor(accountId)).rejects.toMatchObject({name: 'AccessDenied'})
  expect(world.calls('sts:AssumeRole')).toBe(1)
})

test('the root user is refused before any account is entered, and told the way out', async () => {
  const world = await openWorld({as: 'root'})
  const accountId = await makeMember(world)
  await expect(world.door.member(accountId, 'eu-west-1')).rejects.toMatchObject({
    code: 'ROOT_USER',
    exitCode: 3,
    hint: expect.stringContaining('Make an IAM user') as string,
  })
  expect(world.calls('sts:AssumeRole')).toBe(0)
})

test('keys that turn out to be of another account than the one meant are not used any further', async () => {
  const world = await openWorld()
  const accountId = await makeMember(world)
  const real = requestHandlerFor(world.sandbox)
  // AWS (as far as we can tell) says that the keys of the member belong elsewhere.
  const handle: typeof real.handle = async (request, options) => {
    const answer = await real.handle(request, options)
    const body: unknown = answer.response.body
    const text = body instanceof Uint8Array ? Buffer.from(body).toString() : ''
    answer.response.body = Buffer.from(text.replace(`<Account>${accountId}<`, '<Account>222222222222<'))
    return answer
  }
  const wrong = await openWorld({
    door: {credentials: world.sandbox.credentials('admin'), requestHandler: {...real, handle}},
  })
  world.sandbox.resetCalls()
  await expect(wrong.door.member(accountId, 'eu-west-1')).rejects.toMatchObject({
    code: 'WRONG_ACCOUNT',
    exitCode: 5,
    details: {accountId: '222222222222', expected: accountId},
  })
  expect(world.sandbox.calls().map(({operation}) => operation)).toEqual([
    'GetCallerIdentity',
    'AssumeRole',
    'DescribeAccount',
    'GetCallerIdentity',
  ])
  // Nor are they handed to anybody else.
  await expect(wrong.door.credentialsFor(accountId)).rejects.toMatchObject({code: 'WRONG_ACCOUNT', exitCode: 5})
})

/** A door to a member account that was made three hours ago, whose answers are changed on their way. */
async function openLater(change: (text: string, accountId: string) => string) {
  const clock = openVirtualClock(Date.now() - 3 * 3_600_000)
  const world = await openWorld({clock})
  const accountId = await makeMember(world)
  await clock.sleep(3 * 3_600_000)
  const real = requestHandlerFor(world.sandbox)
  const handle: typeof real.handle = async (request, options) => {
    const answer = await real.handle(request, options)
    const body: unknown = answer.response.body
    if (body instanceof Uint8Array) answer.response.body = Buffer.from(change(Buffer.from(body).toString(), accountId))
    return answer
  }
  const {door} = await openWorld({
    door: {credentials: world.sandbox.credentials('admin'), requestHandler: {...real, handle}},
  })
  world.sandbox.resetCalls()
  return {accountId, door, called: () => world.sandbox.calls().map(({operation}) => operation)}
}

/** GetCallerIdentity says that it is another account's. */
const asOther = (text: string, accountId: string): string =>
  text.replace(`<Account>${accountId}<`, '<Account>222222222222<')

describe('an account that is not new is looked at with what STS said of its keys', () => {
  test('and asked who it is before the first change alone, once for all of them', async () => {
    const {accountId, door, called} = await openLater((text) => text)
    const {iam} = await door.member(accountId, 'eu-west-1')
    await iam.send(new ListUsersCommand({}))
    expect(called()).toEqual(['GetCallerIdentity', 'AssumeRole', 'DescribeAccount', 'ListUsers'])
    await Promise.all(['alice', 'bob'].map((UserName) => iam.send(new CreateUserCommand({UserName}))))
    expect(called().slice(4).sort()).toEqual(['CreateUser', 'CreateUser', 'GetCallerIdentity'])
    expect(called()[4]).toBe('GetCallerIdentity')
  })

  test('and with keys that STS gave for another account it is not looked at', async () => {
    const {accountId, door, called} = await openLater((text, id) => text.replace(`sts::${id}:`, 'sts::222222222222:'))
    await expect(door.member(accountId, 'eu-west-1')).rejects.toMatchObject({
      code: 'WRONG_ACCOUNT',
      details: {accountId: '222222222222', expected: accountId},
    })
    expect(called()).toEqual(['GetCallerIdentity', 'AssumeRole'])
  })

  test.each([
    ['no ARN', (text: string) => text.replace(/<AssumedRoleUser>.*<\/AssumedRoleUser>/s, '')],
    ['an ARN that is none of STS', (text: string) => text.replace(/arn:aws:sts::\d+:assumed-role/, 'arn:aws:iam::x')],
  ])('and where STS says %s with the keys, AWS is asked first', async (_what, change) => {
    const {accountId, door, called} = await openLater((text, id) => asOther(change(text), id))
    await expect(door.member(accountId, 'eu-west-1')).rejects.toMatchObject({code: 'WRONG_ACCOUNT'})
    expect(called()).toEqual(['GetCallerIdentity', 'AssumeRole', 'GetCallerIdentity'])
  })

  test('and where its keys turn out to be of another account, nothing is changed and nobody gets them', async () => {
    const {accountId, door, called} = await openLater(asOther)
    const {iam} = await door.member(accountId, 'eu-west-1')
    await expect(iam.send(new CreateUserCommand({UserName: 'alice'}))).rejects.toMatchObject({code: 'WRONG_ACCOUNT'})
    expect(called()).not.toContain('CreateUser')
    await expect(door.credentialsFor(accountId)).rejects.toMatchObject({code: 'WRONG_ACCOUNT'})
  })
})

test('credentials of another management account than the one on record are refused', async () => {
  const world = await openWorld({door: {managementAccountId: '111111111111'}})
  await expect(world.door.management('eu-west-1')).rejects.toMatchObject({code: 'WRONG_ACCOUNT', exitCode: 5})
  expect(world.sandbox.calls().map(({operation}) => operation)).toEqual(['GetCallerIdentity'])
})

test('a wrong secret is explained', async () => {
  const {sandbox} = await openWorld()
  const credentials = {...sandbox.credentials('admin'), secretAccessKey: 'x'.repeat(40)}
  const world = await openWorld({door: {credentials, requestHandler: requestHandlerFor(sandbox)}})
  const error = await world.door.caller().catch((failure: unknown) => failure)
  expect(explain(error)).toMatchObject({code: 'WRONG_SECRET', exitCode: 3})
})

test('a timeout for readiness that is no number is refused before any call', async () => {
  process.env['AWSUP_READY_TIMEOUT'] = 'soon'
  try {
    await expect(openWorld()).rejects.toMatchObject({exitCode: 2})
  } finally {
    delete process.env['AWSUP_READY_TIMEOUT']
  }
})

test('no notice of the SDK about Node reaches stderr, and no child sees the switch that keeps it quiet', () => {
  const program = `
    const {build} = await import('esbuild')
    const {outputFiles} = await build({
      stdin: {contents: "export {quietly} from './src/lib/aws/clients/quietly.ts'", resolveDir: '.', loader: 'ts'},
      bundle: true, write: false, format: 'esm', platform: 'node', packages: 'external',
    })
    const {quietly} = await import('data:text/javascript,' + encodeURIComponent(outputFiles[0].text.replaceAll('import("@aws-sdk', 'import("@none')))
    const {STSClient} = await import('@aws-sdk/client-sts')
    quietly(() => new STSClient({region: 'eu-west-1'}))
    new STSClient({region: 'eu-west-1'})
    console.log(Object.keys(process.env).filter((name) => name.startsWith('AWS_SDK_JS')).length)
  `
  const {stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    cwd: process.cwd(),
  })
  expect({stdout, stderr}).toEqual({stdout: '0\n', stderr: ''})
})

test('the sandbox takes a plain client too, so what the tests see is not the door alone', async () => {
  const {sandbox} = await openWorld()
  const sts = new STSClient({
    region: 'eu-west-1',
    credentials: sandbox.credentials('admin'),
    requestHandler: requestHandlerFor(sandbox),
  })
  expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(sandbox.credentials('admin').accountId)
})

test('a region that is off in an account is said at once, by its name, however new the account is', async () => {
  const clock = openVirtualClock(Date.now())
  const world = await openWorld({door: {clock}})
  const accountId = await makeMember(world)
  const error = await world.door.member(accountId, 'eu-south-1').catch((failure: unknown) => failure)
  expect(error).toMatchObject({
    code: 'REGION_OFF',
    exitCode: 4,
    message: `region eu-south-1 is not on in account ${accountId}: AWS says DISABLED`,
    hint: expect.stringContaining('aws account enable-region --region-name eu-south-1') as string,
  })
  expect(clock.slept).toEqual([])
  await expect(world.door.management('af-south-1')).rejects.toMatchObject({code: 'REGION_OFF'})
})

test('a region that was enabled just now is waited for until STS knows the account there, also of an old account', async () => {
  const clock = openVirtualClock(Date.now())
  const world = await openWorld({settings: {regionChangeMs: 0}, door: {clock}})
  const accountId = await makeMember(world)
  await clock.sleep(3 * 3_600_000)
  const {account} = await world.door.member(accountId, 'eu-west-1')
  await account.send(new EnableRegionCommand({RegionName: 'eu-south-1'}))
  const effect = {type: 'error', name: 'InvalidClientTokenId', message: 'not here yet', status: 403} as const
  world.sandbox.configure({faults: [{operation: 'sts:GetCallerIdentity', nth: 1, when: 'before', effect}]})
  expect((await world.door.member(accountId, 'eu-south-1')).region).toBe('eu-south-1')
  expect(world.events).toContainEqual(
    expect.objectContaining({type: 'waiting', what: `region eu-south-1 to know account ${accountId}`}),
  )
})

test('who may not ask whether a region is on finds out by using it, and is told its name', async () => {
  const world = await openWorld({settings: {regionChangeMs: 0}})
  const accountId = await makeMember(world)
  const effect = {type: 'error', name: 'AccessDeniedException', message: 'no', status: 403} as const
  world.sandbox.configure({faults: [{operation: 'account:GetRegionOptStatus', when: 'before', effect}]})
  const clock = openVirtualClock(Date.now())
  const denied = await openWorld({
    door: {clock, credentials: world.sandbox.credentials('admin'), requestHandler: requestHandlerFor(world.sandbox)},
  })
  await expect(denied.door.member(accountId, 'eu-south-1')).rejects.toMatchObject({
    code: 'TIMED_OUT',
    hint: expect.stringContaining('AWS answered InvalidClientTokenId in eu-south-1 the last time.') as string,
    details: {last: 'InvalidClientTokenId', region: 'eu-south-1'},
  })
})

test('a wait that ends with STS off in the region says the region and what enables it', async () => {
  const clock = openVirtualClock(Date.now())
  const world = await openWorld({door: {clock}})
  const accountId = await makeMember(world)
  const effect = {type: 'error', name: 'RegionDisabledException', message: 'STS is not activated', status: 403} as const
  world.sandbox.configure({faults: [{operation: 'sts:AssumeRole', when: 'before', effect}]})
  await expect(world.door.credentialsFor(accountId)).rejects.toMatchObject({
    code: 'TIMED_OUT',
    hint: expect.stringMatching(/region eu-west-1 is off in the account.*account:EnableRegion/) as string,
  })
})

test('keys that a region does not know are explained with the region, not as keys that nobody knows', async () => {
  const world = await openWorld({door: {region: 'eu-south-1'}})
  const error = await world.door.caller().catch((failure: unknown) => failure)
  expect(explain(error)).toMatchObject({
    code: 'REGION_OFF',
    exitCode: 3,
    message: 'AWS does not know these credentials in region eu-south-1 (sts:GetCallerIdentity)',
  })
})

test('an account whose region is off by default is entered through STS in us-east-1, at its regional endpoint', async () => {
  const world = await openWorld({settings: {regionChangeMs: 0}})
  const accountId = await makeMember(world)
  const real = requestHandlerFor(world.sandbox)
  const asked: string[] = []
  const handle: typeof real.handle = async (request, options) => {
    const text = Buffer.from((request.body as Uint8Array | undefined) ?? '').toString()
    asked.push(`${request.hostname} ${/Action=(\w+)/.exec(text)?.[1] ?? ''}`)
    return real.handle(request, options)
  }
  const {account} = await world.door.member(accountId, 'eu-west-1')
  await account.send(new EnableRegionCommand({RegionName: 'eu-south-1'}))
  const door = {credentials: world.sandbox.credentials('admin'), requestHandler: {...real, handle}}
  const {door: opened} = await openWorld({door: {...door, region: undefined}})
  await opened.member(accountId, 'eu-south-1')
  expect(asked.filter((one) => one.includes('AssumeRole'))).toEqual(['sts.us-east-1.amazonaws.com AssumeRole'])
  expect(asked.filter((one) => one.startsWith('sts.amazonaws.com'))).toEqual([])
  expect(asked).toContain('sts.eu-south-1.amazonaws.com GetCallerIdentity')
})
