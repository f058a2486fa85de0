import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {describeEveryKind} from '../kinds/every-kind.js'
import {serveProject, type Served} from '../served.js'
import {python, stranger, variables} from '../stranger.js'

let served: Served
beforeAll(async () => {
  served = await serveProject()
})
afterAll(() => served.stop())

test('boto3 reads back the organization, accounts, pools and users with equal ids; its waiters, paginators and typed errors work', async () => {
  const {dev, prod, organizationId} = served
  const script = join(import.meta.dirname, 'boto3_reads.py')
  const run = await stranger(python('python'), [script, dev.accountId, prod.accountId], variables(served))
  expect(run.stderr).toBe('')
  expect(run.code).toBe(0)

  const found = JSON.parse(run.stdout) as {accounts: string[]; environments: Record<string, unknown>}
  expect(found).toMatchObject({
    organization: organizationId,
    typedError: 'NoSuchEntity',
    absentPool: 'ResourceNotFoundException',
    wrongSecret: {
      sts: 'SignatureDoesNotMatch',
      iam: 'SignatureDoesNotMatch',
      organizations: 'InvalidSignatureException',
      'cognito-idp': 'InvalidSignatureException',
    },
  })
  expect(found.accounts).toEqual(expect.arrayContaining([dev.accountId, prod.accountId]))
  for (const {accountId, userPoolId, userPoolClientId, identityPoolId} of [dev, prod]) {
    expect(found.environments[accountId]).toEqual({
      caller: accountId,
      userPools: [userPoolId],
      appClients: [userPoolClientId],
      identityPools: [identityPoolId],
      users: accountId === dev.accountId ? ['alice'] : [],
      audience: identityPoolId,
    })
  }
})

/** Lists that have a paginator and never a second page: what would be on it, the sandbox has no operation to make. */
const ONE_PAGE = [
  // Its scenario asks for what fits one page.
  'account:ListRegions',
  // Takes no page size, and ten tags are on a page.
  'dynamodb:ListTagsOfResource',
  'iam:ListAccountAliases',
  'iam:ListInstanceProfilesForRole',
  // A provider has fewer tags than a page.
  'iam:ListOpenIDConnectProviderTags',
  // The functions of awsup.yaml, of which there is one here.
  'lambda:ListFunctions',
  'organizations:ListDelegatedAdministrators',
  'organizations:ListParents',
  'organizations:ListRoots',
  // Takes no page size, and a resource has fewer tags than a page.
  'organizations:ListTagsForResource',
  // As the regions.
  's3:ListObjects',
  'secretsmanager:ListSecrets',
  // An organization has one.
  'sso-admin:ListInstances',
  // Takes no page size, and a permission set has fewer tags than a page.
  'sso-admin:ListTagsForResource',
]

/** No table of the sandbox streams to Kinesis. */
const NEVER_COMES = ['dynamodb:kinesis_streaming_destination_active']

describeEveryKind({
  stranger: 'boto3',
  program: 'drive_boto3.py',
  then: (driven) => {
    test('every list that botocore has a paginator for crosses a page, one item at a time', () => {
      const {pageable = [], crossed = []} = driven().seen
      expect(pageable.filter((operation) => !crossed.includes(operation))).toEqual(ONE_PAGE)
    })

    test('every waiter of botocore on an operation that the sandbox serves comes to its end', () => {
      const {waitable = [], waited} = driven().seen
      expect(waitable.length).toBeGreaterThan(0)
      expect(waited).toEqual(waitable.filter((waiter) => !NEVER_COMES.includes(waiter)))
    })
  },
})
