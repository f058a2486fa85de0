import {
  AccountClient,
  EnableRegionCommand,
  GetRegionOptStatusCommand,
  paginateListRegions,
} from '@aws-sdk/client-account'
import {CognitoIdentityProviderClient, ListUserPoolsCommand} from '@aws-sdk/client-cognito-identity-provider'
import {DynamoDBClient, ListTablesCommand} from '@aws-sdk/client-dynamodb'
import {IAMClient, ListUsersCommand} from '@aws-sdk/client-iam'
import {ListBucketsCommand, S3Client} from '@aws-sdk/client-s3'
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {describe, expect, onTestFinished, test} from 'vitest'
import {isOptIn, knownRegions} from '../../../../src/lib/base/regions.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'
import {serve} from '../../../../src/sandbox/server/server.js'

/** Its administrator in a region, in this process. */
const inside = (sandbox: Sandbox, region: string) => ({
  region,
  credentials: sandbox.credentials('admin'),
  requestHandler: requestHandlerFor(sandbox),
  maxAttempts: 1,
})

/** The same through a port, where no name of a host says that a region is none. */
async function served(sandbox: Sandbox, region: string) {
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  return {region, credentials: sandbox.credentials('admin'), endpoint: server.endpoint, maxAttempts: 1}
}

/** One harmless call to services of each protocol. */
const asked = (config: ReturnType<typeof inside> | Awaited<ReturnType<typeof served>>) => ({
  'sts:GetCallerIdentity': () => new STSClient(config).send(new GetCallerIdentityCommand({})),
  'cognito-idp:ListUserPools': () =>
    new CognitoIdentityProviderClient(config).send(new ListUserPoolsCommand({MaxResults: 1})),
  'dynamodb:ListTables': () => new DynamoDBClient(config).send(new ListTablesCommand({})),
  's3:ListBuckets': () => new S3Client({...config, forcePathStyle: true}).send(new ListBucketsCommand({})),
})

describe('a region that AWS does not have', () => {
  test('has no hosts', async () => {
    const sandbox = await openSandbox()
    for (const send of Object.values(asked(inside(sandbox, 'eu-west-9')))) {
      await expect(send()).rejects.toMatchObject({code: 'ENOTFOUND'})
    }
    expect(sandbox.calls()).toEqual([])
  })

  test.each(['eu-west-9', 'us-esat-1', 'us-east-1a', 'global', 'cn-north-1', 'us-gov-west-1'])(
    'is refused in a signature, where an endpoint of one’s own hides it: %s',
    async (region) => {
      const config = await served(await openSandbox(), region)
      const wrong = asked(config)
      await expect(wrong['sts:GetCallerIdentity']()).rejects.toMatchObject({
        name: 'SignatureDoesNotMatch',
        message: `Credential should be scoped to a valid region, not '${region}'. `,
      })
      await expect(wrong['cognito-idp:ListUserPools']()).rejects.toMatchObject({name: 'InvalidSignatureException'})
      await expect(wrong['dynamodb:ListTables']()).rejects.toMatchObject({name: 'InvalidSignatureException'})
      await expect(wrong['s3:ListBuckets']()).rejects.toMatchObject({name: 'AuthorizationHeaderMalformed'})
      await expect(new IAMClient(config).send(new ListUsersCommand({}))).rejects.toMatchObject({
        name: 'SignatureDoesNotMatch',
      })
    },
  )
})

describe('a region that is off', () => {
  test('knows no key of the account, and every key once it is on', async () => {
    const sandbox = await openSandbox({settings: {regionChangeMs: 0}})
    const there = asked(inside(sandbox, 'eu-south-1'))
    await expect(there['sts:GetCallerIdentity']()).rejects.toMatchObject({name: 'InvalidClientTokenId'})
    await expect(there['cognito-idp:ListUserPools']()).rejects.toMatchObject({name: 'UnrecognizedClientException'})
    await expect(there['dynamodb:ListTables']()).rejects.toMatchObject({name: 'UnrecognizedClientException'})
    await expect(there['s3:ListBuckets']()).rejects.toMatchObject({name: 'InvalidAccessKeyId'})
    // The Account service and IAM are asked elsewhere.
    const config = await served(sandbox, 'eu-south-1')
    await new IAMClient(config).send(new ListUsersCommand({}))
    await new AccountClient(config).send(new EnableRegionCommand({RegionName: 'eu-south-1'}))
    for (const send of Object.values(there)) await send()
  })

  test('is on only when the enabling is done, and asking again does not begin it again', async () => {
    let now = Date.now()
    const sandbox = await openSandbox({clock: () => now, settings: {regionChangeMs: 60_000}})
    const account = new AccountClient(inside(sandbox, 'us-east-1'))
    const status = async () => {
      const {RegionOptStatus} = await account.send(new GetRegionOptStatusCommand({RegionName: 'eu-south-1'}))
      return RegionOptStatus
    }
    await account.send(new EnableRegionCommand({RegionName: 'eu-south-1'}))
    now += 40_000
    await account.send(new EnableRegionCommand({RegionName: 'eu-south-1'}))
    expect(await status()).toBe('ENABLING')
    const there = asked(inside(sandbox, 'eu-south-1'))
    await expect(there['cognito-idp:ListUserPools']()).rejects.toMatchObject({name: 'UnrecognizedClientException'})
    now += 20_000
    expect(await status()).toBe('ENABLED')
    await there['cognito-idp:ListUserPools']()
  })
})

describe('which regions there are', () => {
  test('awsup, the sandbox and the SDK know the same', async () => {
    const account = new AccountClient(inside(await openSandbox({settings: {pageSize: 7}}), 'us-east-1'))
    const listed: string[] = []
    const byDefault: string[] = []
    for await (const {Regions = []} of paginateListRegions({client: account}, {})) {
      listed.push(...Regions.map(({RegionName = ''}) => RegionName))
      byDefault.push(
        ...Regions.flatMap(({RegionName = '', RegionOptStatus}) =>
          RegionOptStatus === 'ENABLED_BY_DEFAULT' ? [RegionName] : [],
        ),
      )
    }
    expect(listed).toEqual([...knownRegions()].toSorted())
    expect(byDefault).toEqual(listed.filter((region) => !isOptIn(region)))
    // A new region of the SDK's has to be put on both lists.
    expect(listed).toEqual(regionsOfTheSdk())
  })
})

/** The commercial regions in the partition data of the SDK, which exports no list of them. */
function regionsOfTheSdk(): readonly string[] {
  const file = createRequire(import.meta.url).resolve('@aws-sdk/core/client')
  const [commercial = ''] = readFileSync(file, 'utf8').split('"aws-cn"')
  const codes = [...commercial.matchAll(/"((?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d)"/g)].map(([, code = '']) => code)
  return [...new Set(codes)].toSorted()
}
