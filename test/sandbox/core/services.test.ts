import {CognitoIdentityClient, ListIdentityPoolsCommand} from '@aws-sdk/client-cognito-identity'
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {IAMClient, ListUsersCommand} from '@aws-sdk/client-iam'
import {DescribeOrganizationCommand, OrganizationsClient} from '@aws-sdk/client-organizations'
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {beforeAll, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {loadServices} from '../../../src/sandbox/core/services.js'
import {findErrorShape, findOperationShape} from '../../../src/sandbox/wire/schemas.js'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openSandbox()
})

const config = (
  as: 'admin' | 'root' = 'admin',
): {
  requestHandler: ReturnType<typeof requestHandlerFor>
  region: string
  credentials: ReturnType<Sandbox['credentials']>
} => ({
  requestHandler: requestHandlerFor(sandbox),
  region: 'eu-west-1',
  credentials: sandbox.credentials(as),
})

test('a new sandbox is one account without an organization, with an administrator', async () => {
  const {accountId} = sandbox.credentials('admin')
  await expect(new STSClient(config()).send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
    Account: accountId,
    Arn: `arn:aws:iam::${accountId}:user/admin`,
  })
  await expect(new STSClient(config('root')).send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
    UserId: accountId,
    Arn: `arn:aws:iam::${accountId}:root`,
  })
  expect((await new IAMClient(config()).send(new ListUsersCommand({}))).Users).toHaveLength(1)
  await expect(new OrganizationsClient(config()).send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
    name: 'AWSOrganizationsNotInUseException',
  })
  expect(
    (await new CognitoIdentityProviderClient(config()).send(new ListUserPoolsCommand({MaxResults: 1}))).UserPools,
  ).toEqual([])
  expect(
    (await new CognitoIdentityClient(config()).send(new ListIdentityPoolsCommand({MaxResults: 1}))).IdentityPools,
  ).toEqual([])
})

test('an unsigned call that names nothing there is answered by the service, not by a missing signature', async () => {
  const cognito = new CognitoIdentityProviderClient(config())
  const input = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: 'nobody',
    AuthParameters: {USERNAME: 'a', PASSWORD: 'b'},
  } as const
  await expect(cognito.send(new InitiateAuthCommand(input))).rejects.toMatchObject({name: 'ResourceNotFoundException'})
})

/** AWS's models leave these out. */
const UNMODELLED = ['ValidationError', 'ValidationException']

test('every operation of every service is one of AWS, and every service names its validation error', async () => {
  for (const found of await loadServices()) {
    const service = 'load' in found ? await found.load() : found
    const names = Object.keys(service.operations)
    expect(names.filter((name) => findOperationShape(service.sdk, name) === undefined)).toEqual([])
    expect(names.filter((name) => service.model.findOperation(name) === undefined)).toEqual([])
    const named = findErrorShape(service, service.validationError) !== undefined
    expect([service.name, named || UNMODELLED.includes(service.validationError)]).toEqual([service.name, true])
  }
})
