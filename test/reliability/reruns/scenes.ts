import {appendFileSync, existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {CreateUserPoolCommand} from '@aws-sdk/client-cognito-identity-provider'
import {CreateTableCommand, DynamoDBClient} from '@aws-sdk/client-dynamodb'
import {CreateBucketCommand, S3Client} from '@aws-sdk/client-s3'
import {CognitoIdentityProviderClient} from '@aws-sdk/client-cognito-identity-provider'
import {matchesPassword} from '../../../src/sandbox/services/cognito-idp/users/passwords.js'
import {clients, users as poolUsers} from '../../../src/sandbox/services/cognito-idp/tables.js'
import {isPassword} from '../../../src/sandbox/services/iam/users/passwords.js'
import {accessKeys, loginProfiles, otherCredentials} from '../../../src/sandbox/services/iam/tables.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {tableTags} from '../../../src/sandbox/services/dynamodb/tables.js'
import {bucketTags, objects} from '../../../src/sandbox/services/s3/tables.js'
import type {Scene} from '../../_helpers/crash/cases.js'
import {afterInit, openCrashWorld, takeSnapshot, type CrashWorld, type Snapshot} from '../../_helpers/crash/world.js'

/** A command that changes something, from which world it begins, and what else than 0 its rerun may end with. */
export interface Command extends Omit<Scene, 'from' | 'args'> {
  readonly proof: string
  readonly name: string
  /** What it begins from, and the command line, which may name ids of it. */
  readonly begin: () => Promise<{readonly from: Snapshot; readonly args: readonly string[]}>
}

const from =
  (args: readonly string[], change?: (world: CrashWorld) => Promise<void> | void): Command['begin'] =>
  async () => ({from: await afterInit(change), args})

const yaml = (world: CrashWorld, edit: (text: string) => string): void => {
  const path = join(world.project, 'awsup.yaml')
  writeFileSync(path, edit(readFileSync(path, 'utf8')))
}

/** An environment beside dev and prod, with a user of its own, and switched on. */
async function withStaging(world: CrashWorld): Promise<void> {
  await world.count(['env', 'add', 'staging', '--yes'])
  await world.count(['user', 'create', 'ci', '--env', 'staging', '--group', 'viewers'])
  await world.count(['env', 'switch', 'staging'])
}

/** An IAM user with everything that stands in the way of its deletion, in two environments. */
async function withAlice(world: CrashWorld): Promise<void> {
  const create = ['user', 'create', 'alice', '--env', 'dev', '--env', 'prod', '--group', 'developers']
  await world.count([...create, '--console', '--access-key'])
  world.sandbox.world((tx) => {
    const [key] = accessKeys.list(tx, []).filter(({userName}) => userName === 'alice')
    if (!key) throw new Error('alice has no key')
    const own = {accountId: key.accountId, userName: 'alice', status: 'Active', createdAt: 0} as const
    otherCredentials.put(tx, [key.accountId, 'APKAEXAMPLEEXAMPLE12'], {
      ...own,
      sort: 'ssh-key',
      id: 'APKAEXAMPLEEXAMPLE12',
      body: 'ssh-rsa AAAA',
    })
    otherCredentials.put(tx, [key.accountId, 'TA7SEXAMPLEEXAMPLEEXAMPLE'], {
      ...own,
      sort: 'certificate',
      id: 'TA7SEXAMPLEEXAMPLEEXAMPLE',
      body: '-',
    })
    otherCredentials.put(tx, [key.accountId, 'ACCAEXAMPLEEXAMPLE12'], {
      ...own,
      sort: 'service',
      id: 'ACCAEXAMPLEEXAMPLE12',
      body: 'codecommit',
    })
  })
}

const CREATE_BOB = ['user', 'create', 'bob@acme.dev', '--pool', '--env', 'dev', '--env', 'prod', '--suppress-invite']

async function withBob(world: CrashWorld): Promise<void> {
  await world.count(CREATE_BOB)
}

/** Clients that keep a secret. */
async function withSite(world: CrashWorld): Promise<void> {
  yaml(world, (text) =>
    text.replace(/^( *)clients: *$/m, '$&\n$1  site: { type: server, callbackUrls: ["https://acme.dev/cb"] }'),
  )
  await world.count(['apply', '--yes'])
}

const ROTATE = ['auth', 'client', 'rotate-secret', 'site', '--env', 'dev']

async function withRotation(world: CrashWorld): Promise<void> {
  await withSite(world)
  await world.count(ROTATE)
}

const BUCKET = 'acme-awsup'
const s3Of = ({sandbox}: CrashWorld): S3Client =>
  new S3Client({
    region: 'us-east-1',
    credentials: sandbox.credentials('admin'),
    requestHandler: requestHandlerFor(sandbox),
  })

/** awsup.yaml keeps records in a bucket, where none are yet. */
async function withBucket(world: CrashWorld): Promise<void> {
  await s3Of(world).send(new CreateBucketCommand({Bucket: BUCKET}))
  appendFileSync(join(world.project, 'awsup.yaml'), `records: s3://${BUCKET}/team\n`)
}

/** The records are in S3, and one is not here. */
async function pushAndForget(world: CrashWorld): Promise<void> {
  await world.count(['records', 'push'])
  rmSync(join(world.project, '.awsup', 'aws', 'environments', 'dev.json'))
}

/** All records are there, and nobody holds the lock. */
function verifyBucket({sandbox}: CrashWorld): string | undefined {
  const keys = sandbox.world((tx) => objects.list(tx, [BUCKET]).map(({key}) => key))
  const wanted = ['environments/dev.json', 'environments/prod.json', 'organization.json'].map(
    (name) => `team/aws/${name}`,
  )
  return keys.sort().join() === wanted.join() ? undefined : `the bucket has ${keys.join(', ')}`
}

/** A lock in S3 may be of another machine: its holder is asked, and `unlock` takes it. */
async function unlock(world: CrashWorld): Promise<void> {
  const {output} = await world.run(['status', '--json'])
  const lock = (JSON.parse(output) as {result?: {lock?: {who: string; where: string} | null}}).result?.lock
  if (lock) await world.run(['unlock', '--confirm', `${lock.who}@${lock.where}`])
}

/** A user pool that somebody made by hand, in the account of the credentials; no project yet. */
async function beginImport(): ReturnType<Command['begin']> {
  const world = await openCrashWorld()
  try {
    const cognito = new CognitoIdentityProviderClient({
      region: 'us-east-1',
      credentials: world.sandbox.credentials('admin'),
      requestHandler: requestHandlerFor(world.sandbox),
    })
    const made = await cognito.send(new CreateUserPoolCommand({PoolName: 'customers', UsernameAttributes: ['email']}))
    const args = ['import', 'pool', made.UserPool?.Id ?? '', '--project', 'acme', '--env', 'dev', '--yes']
    return {from: takeSnapshot(world), args}
  } finally {
    await world.close()
  }
}

const DATA = {table: 'acme-todos', bucket: 'acme-files'} as const

/** A table and a bucket that somebody made by hand, in the account of the credentials; no project yet. */
async function beginData(sort: keyof typeof DATA): ReturnType<Command['begin']> {
  const world = await openCrashWorld()
  try {
    const options = {
      region: 'us-east-1',
      credentials: world.sandbox.credentials('admin'),
      requestHandler: requestHandlerFor(world.sandbox),
    }
    await new DynamoDBClient(options).send(
      new CreateTableCommand({
        TableName: DATA.table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{AttributeName: 'owner', KeyType: 'HASH'}],
        AttributeDefinitions: [{AttributeName: 'owner', AttributeType: 'S'}],
      }),
    )
    await s3Of(world).send(new CreateBucketCommand({Bucket: DATA.bucket}))
    const where = ['--project', 'acme', '--env', 'dev', '--region', 'us-east-1']
    return {from: takeSnapshot(world), args: ['import', sort, DATA[sort], ...where, '--yes']}
  } finally {
    await world.close()
  }
}

/** Tagged as this project's, whole and once. */
function verifyData({sandbox}: CrashWorld): string | undefined {
  const all = sandbox.world((tx) => [...tableTags.list(tx, []), ...bucketTags.list(tx, [])])
  const owned = all.map((tags) => Object.keys(tags).filter((name) => name.startsWith('awsup:')).length)
  return owned.join() === '3' ? undefined : `of awsup's tags there are ${owned.join()}`
}

/** What awsup wrote for Amplify, without awsup: the environment is imported from there. */
async function beginAmplify(): ReturnType<Command['begin']> {
  let account = ''
  const snapshot = await afterInit(async (world) => {
    await world.count(['env', 'switch', 'dev'])
    const dev = readFileSync(join(world.project, '.awsup', 'aws', 'environments', 'dev.json'), 'utf8')
    account = (JSON.parse(dev) as {resources: {account: {id: string}}}).resources.account.id
    for (const path of ['awsup.yaml', '.awsup']) rmSync(join(world.project, path), {recursive: true})
  })
  const args = ['import', 'amplify', '--project', 'acme', '--env', 'dev', '--account', account, '--yes']
  return {from: snapshot, args}
}

/** A rule for a bucket that exists, so that a live test has something to try. */
async function withRule(world: CrashWorld): Promise<void> {
  appendFileSync(join(world.project, 'awsup.yaml'), 'access: { authenticated: [{ s3: { bucket: acme-drops } }] }\n')
  await world.count(['apply', '--yes'])
  const {output} = await world.run(['credentials', 'dev'])
  const keys = JSON.parse(output) as Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string>
  const s3 = new S3Client({
    region: 'us-east-1',
    credentials: {
      accessKeyId: keys.AccessKeyId,
      secretAccessKey: keys.SecretAccessKey,
      sessionToken: keys.SessionToken,
    },
    requestHandler: requestHandlerFor(world.sandbox),
  })
  await s3.send(new CreateBucketCommand({Bucket: 'acme-drops'}))
}

/** What follows a word in the facts that were printed. */
const fact = (output: string, name: string): string => new RegExp(`^ *${name} +(\\S+)$`, 'm').exec(output)?.[1] ?? ''

const readSecrets = ({project}: CrashWorld, file: string): unknown =>
  existsSync(join(project, file)) ? JSON.parse(readFileSync(join(project, file), 'utf8')) : undefined

interface FiledSecrets {
  readonly environment: string
  readonly accountId: string
  readonly password: string
  readonly secretAccessKey: string
}

/** The one key and the one password in each account are those of the file. */
function verifyFile(world: CrashWorld): string | undefined {
  const filed = (readSecrets(world, 'ci.json') ?? []) as readonly FiledSecrets[]
  if (filed.length !== 2) return `the file has secrets of ${filed.length} environments`
  return world.sandbox.world((tx) => {
    for (const {environment, accountId, password, secretAccessKey} of filed) {
      const own = accessKeys.list(tx, []).filter((key) => key.userName === 'ci' && key.accountId === accountId)
      if (own.length !== 1 || own[0]?.secretAccessKey !== secretAccessKey) return `${own.length} keys in ${environment}`
      const profile = loginProfiles.get(tx, [accountId, 'ci'])
      if (!isPassword(password, profile?.passwordHash ?? '')) return `the password of ${environment} is another one`
    }
    return undefined
  })
}

/** Each pool's user has the temporary password of the file. */
function verifyPoolFile(world: CrashWorld): string | undefined {
  const filed = (readSecrets(world, 'bob.json') ?? []) as readonly {userPoolId: string; temporaryPassword: string}[]
  if (filed.length !== 2) return `the file has ${filed.length} users`
  const found = world.sandbox.world((tx) => poolUsers.list(tx, []))
  const wrong = filed.find(({userPoolId, temporaryPassword}) => {
    const user = found.find(({poolId}) => poolId === userPoolId)
    return !matchesPassword(temporaryPassword, user?.passwordHash)
  })
  return wrong && `the password of ${wrong.userPoolId} is another one`
}

const secretsOfSite = ({sandbox}: CrashWorld) =>
  sandbox.world((tx) => clients.list(tx, []).find(({secrets}) => secrets)?.secrets ?? [])

/** Of two secrets the newer one is the one that was handed out. */
function verifyRotation(world: CrashWorld, secret: string): string | undefined {
  const found = secretsOfSite(world)
  if (found.length !== 2) return `${found.length} secrets instead of 2`
  return found[1]?.value === secret ? undefined : `shown is ${secret}, which is not the newer secret`
}

const FILED = ['--secrets-file', 'site.json']

/** Every command that changes something, but those that crash.test.ts and handed-over.test.ts are about. */
export const COMMANDS: readonly Command[] = [
  {proof: '10a', name: 'env add', isWhole: true, begin: from(['env', 'add', 'staging', '--yes'])},
  {
    proof: '10b',
    name: 'env remove',
    isWhole: true,
    begin: from(['env', 'remove', 'staging', '--confirm', 'staging'], withStaging),
  },
  {
    proof: '10c',
    name: 'user delete',
    isWhole: true,
    doneCode: 2,
    begin: from(['user', 'delete', 'alice', '--confirm', 'alice'], withAlice),
  },
  {
    proof: '10d',
    name: 'user delete --pool',
    isWhole: true,
    doneCode: 2,
    begin: from(
      ['user', 'delete', 'bob@acme.dev', '--pool', '--env', 'dev', '--env', 'prod', '--confirm', 'bob@acme.dev'],
      withBob,
    ),
  },
  {
    proof: '10e',
    name: 'user create --console --access-key --secrets-file',
    isWhole: true,
    doneCode: 2,
    verify: verifyFile,
    begin: from([
      ...['user', 'create', 'ci', '--env', 'dev', '--env', 'prod', '--group', 'viewers'],
      ...['--console', '--access-key', '--secrets-file', 'ci.json'],
    ]),
  },
  {
    proof: '10f',
    name: 'user create --pool --secrets-file',
    isWhole: true,
    doneCode: 2,
    verify: verifyPoolFile,
    begin: from([...CREATE_BOB, '--secrets-file', 'bob.json']),
  },
  {
    proof: '10g',
    name: 'auth attribute add',
    isWhole: true,
    begin: from(['auth', 'attribute', 'add', 'tenant', '--max-length', '64', '--no-mutable', '--yes']),
  },
  {
    proof: '10h',
    name: 'auth client rotate-secret',
    isWhole: true,
    isShownOnce: true,
    verify: (world, output) => verifyRotation(world, fact(output, 'secret')),
    begin: from(ROTATE, withSite),
  },
  {
    proof: '10i',
    name: 'auth client rotate-secret --secrets-file',
    isWhole: true,
    doneCode: 2,
    verify: (world) => verifyRotation(world, (readSecrets(world, 'site.json') as {secret?: string}).secret ?? ''),
    begin: from([...ROTATE, ...FILED], withSite),
  },
  {
    proof: '10j',
    name: 'auth client rotate-secret --finish',
    isWhole: true,
    doneCode: 5,
    begin: from([...ROTATE, '--finish'], withRotation),
  },
  {
    proof: '10k',
    name: 'auth client secret --secrets-file',
    isWhole: true,
    verify: (world) =>
      (readSecrets(world, 'site.json') as {secret?: string}).secret === secretsOfSite(world)[0]?.value
        ? undefined
        : 'the secret in the file is another one',
    begin: from(['auth', 'client', 'secret', 'site', '--env', 'dev', ...FILED], withRotation),
  },
  {
    proof: '10l',
    name: 'records push',
    isWhole: false,
    between: unlock,
    begin: from(['records', 'push'], withBucket),
    verify: verifyBucket,
  },
  {
    proof: '10m',
    name: 'records pull',
    isWhole: false,
    begin: from(['records', 'pull'], withBucket),
    prepare: pushAndForget,
  },
  {proof: '10n', name: 'import pool', isWhole: false, begin: beginImport},
  ...(
    [
      ['10r', 'table'],
      ['10s', 'bucket'],
    ] as const
  ).map(([proof, sort]) => ({
    proof,
    name: `import ${sort}`,
    isWhole: false,
    begin: () => beginData(sort),
    verify: verifyData,
  })),
  {proof: '10o', name: 'import amplify', isWhole: false, begin: beginAmplify},
  {
    proof: '10q',
    name: 'access test --live',
    isWhole: true,
    verify: ({sandbox}) => {
      const left = sandbox.world((tx) => objects.list(tx, ['acme-drops']).length)
      return left === 0 ? undefined : `${left} objects are left`
    },
    begin: from(['access', 'test', '--live', '--env', 'dev'], withRule),
  },
  {proof: '10p', name: 'export terraform', isWhole: false, begin: from(['export', 'terraform'])},
]
