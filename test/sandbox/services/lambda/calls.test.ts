import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity'
import {CreateRoleCommand, IAMClient, PutRolePolicyCommand} from '@aws-sdk/client-iam'
import {
  AddPermissionCommand,
  GetFunctionCommand,
  LambdaClient,
  ListFunctionsCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {describe, expect, test, vi} from 'vitest'
import {compileCase} from '../../../lib/access/_helpers/cases.js'
import {handlerOf, invoke, openWorld, REGION, type World} from './world.js'

const COGNITO = 'cognito-identity.amazonaws.com'
const SEE = `export const handler = async (event, context) => ({identity: context.identity ?? null, arn: context.invokedFunctionArn})`
const see = (): Promise<World> =>
  openWorld({'see.mjs': SEE}, (folder) => ({
    see: {runs: handlerOf(folder, 'see.mjs'), aliases: ['live']},
    other: {runs: handlerOf(folder, 'see.mjs')},
  }))

const settings = ({endpoint, sandbox}: World) => ({
  region: REGION,
  endpoint,
  credentials: sandbox.credentials('admin'),
  maxAttempts: 1,
})

/** A client with a role of this account that may do what these statements say. */
async function clientWith(world: World, Statement: readonly object[]): Promise<LambdaClient> {
  const iam = new IAMClient(settings(world))
  const RoleName = 'caller'
  const trust = {Effect: 'Allow', Principal: {AWS: world.accountId}, Action: 'sts:AssumeRole'}
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({Version: '2012-10-17', Statement: [trust]}),
    }),
  )
  if (Statement.length > 0) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'p',
        PolicyDocument: JSON.stringify({Version: '2012-10-17', Statement}),
      }),
    )
  }
  const {Credentials} = await new STSClient(settings(world)).send(
    new AssumeRoleCommand({RoleArn: `arn:aws:iam::${world.accountId}:role/${RoleName}`, RoleSessionName: 'session'}),
  )
  const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = Credentials ?? {}
  return new LambdaClient({
    ...settings(world),
    credentials: {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken},
  })
}

const denied = {name: 'AccessDeniedException', $metadata: {httpStatusCode: 403}}

describe('who may call a function', () => {
  test('is tested on the ARN as the call qualifies it', async () => {
    const world = await see()
    const arn = `arn:aws:lambda:${REGION}:${world.accountId}:function:see`
    const lambda = await clientWith(world, [
      {Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: [`${arn}:live`, arn.replace(':see', ':gone')]},
    ])
    expect(await invoke(lambda, {name: 'see:live'})).toMatchObject({status: 200, value: {arn: `${arn}:live`}})
    expect(await invoke(lambda, {name: 'see', Qualifier: 'live'})).toMatchObject({status: 200})
    expect(await invoke(lambda, {name: `${arn}:live`})).toMatchObject({status: 200})
    await expect(invoke(lambda, {name: 'see'})).rejects.toMatchObject(denied)
    await expect(invoke(lambda, {name: 'see:$LATEST'})).rejects.toMatchObject(denied)
    await expect(invoke(lambda, {name: 'other'})).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining(
        `is not authorized to perform: lambda:InvokeFunction on resource: ${arn.replace(':see', ':other')}`,
      ) as unknown,
    })
    // Whether it exists is told to those who may call it.
    await expect(invoke(lambda, {name: 'gone'})).rejects.toMatchObject({name: 'ResourceNotFoundException'})
  })

  test.each([
    {rule: {function: 'see', alias: 'live'}, open: 'see:live', shut: 'see'},
    {rule: {function: 'see'}, open: 'see', shut: 'see:live'},
  ])('a rule $rule of awsup.yaml opens $open and not $shut', async ({rule, open, shut}) => {
    const world = await see()
    const compiled = JSON.stringify(compileCase({access: {authenticated: [{lambda: rule}]}})?.Statement)
    const statements = JSON.parse(compiled.replaceAll('012345678901', world.accountId)) as readonly object[]
    const lambda = await clientWith(world, statements)
    const [name = '', Qualifier] = open.split(':')
    expect(await invoke(lambda, {name, Qualifier})).toMatchObject({status: 200})
    await expect(invoke(lambda, {name: shut})).rejects.toMatchObject(denied)
    await expect(invoke(lambda, {name: 'see:$LATEST'})).rejects.toMatchObject(denied)
  })

  test('is said by the function’s own policy as well, of that qualifier alone, until it is removed', async () => {
    const world = await see()
    const lambda = await clientWith(world, [])
    await expect(invoke(lambda, {name: 'see'})).rejects.toMatchObject(denied)
    const FunctionName = 'see'
    const grant = {FunctionName, Action: 'lambda:InvokeFunction', StatementId: 's'}
    const Principal = `arn:aws:iam::${world.accountId}:role/caller`
    await world.lambda.send(new AddPermissionCommand({...grant, Principal, Qualifier: 'live'}))
    await expect(invoke(lambda, {name: 'see'})).rejects.toMatchObject(denied)
    expect(await invoke(lambda, {name: 'see:live'})).toMatchObject({status: 200})
    await world.lambda.send(new RemovePermissionCommand({FunctionName, StatementId: 's', Qualifier: 'live'}))
    await expect(invoke(lambda, {name: 'see:live'})).rejects.toMatchObject(denied)
    // The account alone leaves it to the account's own policies.
    await world.lambda.send(new AddPermissionCommand({...grant, Principal: world.accountId}))
    await expect(invoke(lambda, {name: 'see'})).rejects.toMatchObject(denied)
  })

  test('reads what functions there are only with a permission', async () => {
    const world = await see()
    const lambda = await clientWith(world, [])
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject(denied)
    await expect(lambda.send(new GetFunctionCommand({FunctionName: 'see'}))).rejects.toMatchObject(denied)
  })
})

test('context.identity is that of an identity pool’s credentials, and of no others', async () => {
  const world = await see()
  expect((await world.call('see')).value).toMatchObject({identity: null})
  const identity = new CognitoIdentityClient(settings(world))
  const {IdentityPoolId} = await identity.send(
    new CreateIdentityPoolCommand({IdentityPoolName: 'acme', AllowUnauthenticatedIdentities: true}),
  )
  const iam = new IAMClient(settings(world))
  const trust = {
    Effect: 'Allow',
    Principal: {Federated: COGNITO},
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {StringEquals: {[`${COGNITO}:aud`]: IdentityPoolId}},
  }
  const RoleName = 'guests'
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({Version: '2012-10-17', Statement: [trust]}),
    }),
  )
  const may = {Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*'}
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'p',
      PolicyDocument: JSON.stringify({Version: '2012-10-17', Statement: [may]}),
    }),
  )
  const Roles = {unauthenticated: `arn:aws:iam::${world.accountId}:role/${RoleName}`}
  await identity.send(new SetIdentityPoolRolesCommand({IdentityPoolId, Roles}))
  const {IdentityId} = await identity.send(new GetIdCommand({IdentityPoolId}))
  const {Credentials} = await identity.send(new GetCredentialsForIdentityCommand({IdentityId}))
  const {AccessKeyId = '', SecretKey = '', SessionToken = ''} = Credentials ?? {}
  const lambda = new LambdaClient({
    ...settings(world),
    credentials: {accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken},
  })
  expect((await invoke(lambda, {name: 'see'})).value).toMatchObject({
    identity: {cognitoIdentityId: IdentityId, cognitoIdentityPoolId: IdentityPoolId},
  })
})

test('a function calls the sandbox with the keys of its role, which changes no roles', async () => {
  // With no SDK in reach: the keys are in its environment as SDKs look for them.
  const world = await openWorld({'keys.mjs': `export const handler = async () => process.env`}, (folder) => ({
    keys: {runs: handlerOf(folder, 'keys.mjs')},
    named: {runs: handlerOf(folder, 'keys.mjs'), role: 'nobody'},
  }))
  const env = (await world.call('keys')).value as Record<string, string>
  const config = {
    region: env['AWS_REGION'] ?? '',
    endpoint: env['AWS_ENDPOINT_URL'] ?? '',
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
      sessionToken: env['AWS_SESSION_TOKEN'] ?? '',
    },
    maxAttempts: 1,
  }
  const {Functions} = await new LambdaClient(config).send(new ListFunctionsCommand({}))
  expect(Functions?.map(({FunctionName}) => FunctionName)).toEqual(['keys', 'named'])
  await expect(
    new IAMClient(config).send(new CreateRoleCommand({RoleName: 'more', AssumeRolePolicyDocument: '{}'})),
  ).rejects.toMatchObject({name: 'AccessDenied'})
  await expect(world.call('named')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: 'The role defined for the function cannot be assumed by Lambda.',
  })
})

test('a call of type Event answers at once and is done once; DryRun only asks whether it may', async () => {
  const world = await openWorld(
    {
      'note.mjs': `import {appendFileSync} from 'node:fs'; export const handler = async () => { appendFileSync('noted', 'x'); throw new Error('no') }`,
    },
    (folder) => ({note: {runs: handlerOf(folder, 'note.mjs')}}),
  )
  const noted = join(world.folder, 'noted')
  expect(await world.call('note', {}, {InvocationType: 'DryRun', LogType: 'None'})).toMatchObject({status: 204})
  expect(await world.call('note', {}, {InvocationType: 'Event', LogType: 'None'})).toMatchObject({
    status: 202,
    value: undefined,
  })
  await vi.waitFor(() => expect(existsSync(noted)).toBe(true), {timeout: 20_000})
  await setTimeout(100)
  expect(readFileSync(noted, 'utf8')).toBe('x')
})

test('a browser may call it, and reads of the answer what AWS lets it read', async () => {
  const {endpoint} = await see()
  const path = `${endpoint}/2015-03-31/functions/see/invocations`
  const headers = {
    origin: 'https://app.acme.dev',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,x-amz-log-type',
  }
  const preflight = await fetch(path, {method: 'OPTIONS', headers})
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,x-amz-log-type')
  expect(preflight.headers.get('access-control-max-age')).toBe('172800')
  const answer = await fetch(path, {method: 'POST', headers: {origin: headers.origin}, body: '{}'})
  expect(answer.headers.get('access-control-expose-headers')?.toLowerCase().split(',')).toEqual([
    'x-amzn-requestid',
    'x-amzn-errortype',
    'x-amzn-errormessage',
    'date',
    'x-amz-log-result',
    'x-amz-function-error',
  ])
})

describe('a command', () => {
  const commands = {
    'greet.py': `
import json, os, sys
event = json.load(sys.stdin)
print('to the log', file=sys.stderr)
print('a line before')
context = json.loads(os.environ['AWSUP_CONTEXT'])
print(json.dumps({'hello': event['name'], 'function': context['functionName']}))`,
    'fail.py': `
import json, sys
print(json.dumps({'errorType': 'ValueError', 'errorMessage': 'no name'}))
sys.exit(1)`,
    'die.py': `import sys; sys.exit(7)`,
    'chat.py': `print('nothing of use')`,
    'hang.py': `
import os, time
if os.fork() == 0: open('child', 'w').write(str(os.getpid()))
time.sleep(600)`,
  }
  const open = (): Promise<World> =>
    openWorld(commands, () =>
      Object.fromEntries(
        [...Object.keys(commands), 'missing'].map((file) => [
          file.replace('.py', ''),
          {
            runs: {command: file === 'missing' ? ['./nothing-of-that-name'] : ['python3', file]},
            timeout: file === 'hang.py' ? 2 : 20,
          },
        ]),
      ),
    )

  test('reads the event, answers with its last line, and what it says else is its log', async () => {
    const {call} = await open()
    const {value, log, error} = await call('greet', {name: 'Ada'})
    expect([error, value]).toEqual([undefined, {hello: 'Ada', function: 'greet'}])
    expect(log).toContain('to the log\n')
    expect(log).toContain('a line before\n')
  })

  test('that fails, says nothing of use or does not exist is an answer with FunctionError', async () => {
    const {call} = await open()
    expect(await call('fail')).toMatchObject({
      error: 'Unhandled',
      value: {errorType: 'ValueError', errorMessage: 'no name'},
    })
    expect((await call('die')).value).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/exit status 7$/) as unknown,
    })
    expect((await call('chat')).value).toMatchObject({errorType: 'Runtime.InvalidResponse'})
    expect((await call('missing')).value).toMatchObject({errorType: 'Runtime.InvalidEntrypoint'})
  })

  test('that hangs is ended by its timeout, with the processes that it forked', async () => {
    const {call, folder} = await open()
    expect((await call('hang')).value).toMatchObject({errorType: 'Sandbox.Timedout'})
    const forked = Number(readFileSync(join(folder, 'child'), 'utf8'))
    await vi.waitFor(() => expect(isAlive(forked)).toBe(false), {timeout: 5_000})
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // One that nobody waits for yet has ended all the same.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
