import {CreateUserPoolClientCommand, CreateUserPoolCommand} from '@aws-sdk/client-cognito-identity-provider'
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import {GetRoleCommand, IAMClient} from '@aws-sdk/client-iam'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {mintSession} from '../../../src/sandbox/auth/session.js'
import {dynamodb} from '../../../src/sandbox/services/dynamodb/service.js'
import {openApplication} from '../../sandbox/signed-in.js'

/** Somebody with data, by everything that can own it. */
export interface Owner {
  readonly identity: string
  /** Claim → value. */
  readonly claims: Readonly<Record<string, string>>
}

const owner = (name: string, digit: string): Owner => ({
  identity: `eu-west-1:${digit.repeat(8)}-1111-4111-8111-${digit.repeat(12)}`,
  claims: {
    sub: `${digit.repeat(8)}-2222-4222-8222-${digit.repeat(12)}`,
    'custom:tenant': `tenant-${name}`,
    'custom:team': `team-${name}`,
    nickname: `nick-${name}`,
  },
})

export const VICTIM = owner('victim', '1')
export const MALLORY = owner('mallory', '2')

/** Whatever the data of somebody may be kept under. */
export const keysOf = ({identity, claims}: Owner): readonly string[] => [identity, ...Object.values(claims)]

export const TABLES = ['one', 'two'] as const
export const BUCKET = 'acme'

interface Session {
  readonly identity: string
  readonly tags: Readonly<Record<string, string>>
}

/** One account of the sandbox with two tables, a bucket and a user pool with other people's app clients. */
export async function openGround() {
  const application = await openApplication([dynamodb])
  const {world, config, allow} = application
  const admin = new DynamoDBClient(config())
  const files = new S3Client({...config(), forcePathStyle: true})
  await files.send(new CreateBucketCommand({Bucket: BUCKET}))
  for (const TableName of TABLES) {
    await admin.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{AttributeName: 'pk', KeyType: 'HASH'}],
        AttributeDefinitions: ['pk', 'list'].map((AttributeName) => ({AttributeName, AttributeType: 'S'})),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-list',
            KeySchema: [{AttributeName: 'list', KeyType: 'HASH'}],
            Projection: {ProjectionType: 'ALL'},
          },
        ],
      }),
    )
    for (const person of [VICTIM, MALLORY])
      for (const key of keysOf(person)) {
        await admin.send(new PutItemCommand({TableName, Item: itemOf(key)}))
        await files.send(new PutObjectCommand({Bucket: BUCKET, Key: `p/${key}/a`, Body: 'secret'}))
      }
  }
  const {UserPool} = await world.idp.send(
    new CreateUserPoolCommand({
      PoolName: 'acme-dev',
      Schema: ['tenant', 'team'].map((Name) => ({Name, AttributeDataType: 'String', Mutable: true})),
    }),
  )
  const UserPoolId = UserPool?.Id ?? ''
  const foreign = [undefined, ['email'], ['email', 'custom:tenant'], ['email', 'custom:team']]
  const clients = await Promise.all(
    foreign.map(async (WriteAttributes, index) => {
      const input = {UserPoolId, ClientName: `foreign-${index}`, WriteAttributes}
      return (await world.idp.send(new CreateUserPoolClientCommand(input))).UserPoolClient ?? {}
    }),
  )
  const {Role} = await new IAMClient(config()).send(new GetRoleCommand({RoleName: 'web'}))
  const {accountId} = world
  return {
    accountId,
    allow,
    cognito: world.idp,
    userPoolId: UserPoolId,
    clients,
    /** Credentials of the identity pool, for an identity with these session tags. */
    enter: ({identity, tags}: Session) => {
      const claims = {
        type: 'role',
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/web/CognitoIdentityCredentials`,
        userId: `${Role?.RoleId ?? ''}:CognitoIdentityCredentials`,
        roleName: 'web',
        roleId: Role?.RoleId ?? '',
        sessionName: 'CognitoIdentityCredentials',
        sessionPolicies: [],
        context: {
          'cognito-identity.amazonaws.com:sub': [identity],
          'cognito-identity.amazonaws.com:aud': ['eu-west-1:00000000-0000-4000-8000-000000000000'],
          'cognito-identity.amazonaws.com:amr': ['authenticated'],
        },
        principalTags: tags,
        mfa: undefined,
      } as const
      const keys = world.sandbox.world((tx) => mintSession(claims, {tx, now: world.clock.now, seconds: 3600}))
      const options = config(keys)
      return {items: new DynamoDBClient(options), files: new S3Client({...options, forcePathStyle: true})}
    },
  }
}

const itemOf = (key: string) => ({pk: {S: key}, list: {S: key}, name: {S: 'name'}, card: {S: 'CARD'}})

/** A request for what is kept under `theirs`; `own` is the sender's own key. */
export interface Attack {
  readonly does: 'reads' | 'writes'
  readonly send: (
    db: DynamoDBClient,
    at: {readonly table: string; readonly theirs: string; readonly own: string},
  ) => Promise<object>
}

const key = (value: string) => ({pk: {S: value}})
const equals = (name: string, value: string) => ({
  KeyConditionExpression: '#k = :k',
  ExpressionAttributeNames: {'#k': name},
  ExpressionAttributeValues: {':k': {S: value}},
})

export const ITEM_ATTACKS: Readonly<Record<string, Attack>> = {
  GetItem: {
    does: 'reads',
    send: (db, {table: TableName, theirs}) => db.send(new GetItemCommand({TableName, Key: key(theirs)})),
  },
  'GetItem of some': {
    does: 'reads',
    send: (db, {table: TableName, theirs}) =>
      db.send(
        new GetItemCommand({
          TableName,
          Key: key(theirs),
          ProjectionExpression: 'pk, #n',
          ExpressionAttributeNames: {'#n': 'name'},
        }),
      ),
  },
  BatchGetItem: {
    does: 'reads',
    send: (db, {table, theirs, own}) =>
      db.send(new BatchGetItemCommand({RequestItems: {[table]: {Keys: [key(own), key(theirs)]}}})),
  },
  TransactGetItems: {
    does: 'reads',
    send: (db, {table: TableName, theirs}) =>
      db.send(new TransactGetItemsCommand({TransactItems: [{Get: {TableName, Key: key(theirs)}}]})),
  },
  Query: {
    does: 'reads',
    send: (db, {table: TableName, theirs}) => db.send(new QueryCommand({TableName, ...equals('pk', theirs)})),
  },
  'Query of the index': {
    does: 'reads',
    send: (db, {table: TableName, theirs}) =>
      db.send(new QueryCommand({TableName, IndexName: 'by-list', ...equals('list', theirs)})),
  },
  Scan: {does: 'reads', send: (db, {table: TableName}) => db.send(new ScanCommand({TableName}))},
  'Scan of the index': {
    does: 'reads',
    send: (db, {table: TableName}) => db.send(new ScanCommand({TableName, IndexName: 'by-list', Select: 'COUNT'})),
  },
  PutItem: {
    does: 'writes',
    send: (db, {table: TableName, theirs}) => db.send(new PutItemCommand({TableName, Item: itemOf(theirs)})),
  },
  'PutItem that answers': {
    does: 'reads',
    send: (db, {table: TableName, theirs}) =>
      db.send(new PutItemCommand({TableName, Item: itemOf(theirs), ReturnValues: 'ALL_OLD'})),
  },
  UpdateItem: {
    does: 'writes',
    send: (db, {table: TableName, theirs}) => db.send(new UpdateItemCommand({TableName, Key: key(theirs)})),
  },
  'UpdateItem that answers': {
    does: 'reads',
    send: (db, {table: TableName, theirs}) =>
      db.send(new UpdateItemCommand({TableName, Key: key(theirs), ReturnValues: 'ALL_NEW'})),
  },
  DeleteItem: {
    does: 'writes',
    send: (db, {table: TableName, theirs}) =>
      db.send(new DeleteItemCommand({TableName, Key: key(theirs), ConditionExpression: 'attribute_exists(pk)'})),
  },
  BatchWriteItem: {
    does: 'writes',
    send: (db, {table, theirs, own}) =>
      db.send(
        new BatchWriteItemCommand({
          RequestItems: {[table]: [own, theirs].map((one) => ({PutRequest: {Item: itemOf(one)}}))},
        }),
      ),
  },
  TransactWriteItems: {
    does: 'writes',
    send: (db, {table: TableName, theirs}) =>
      db.send(new TransactWriteItemsCommand({TransactItems: [{Put: {TableName, Item: itemOf(theirs)}}]})),
  },
}

interface ObjectAttack {
  readonly send: (files: S3Client, at: {readonly theirs: string; readonly own: string}) => Promise<object>
}

const Bucket = BUCKET

export const OBJECT_ATTACKS: Readonly<Record<string, ObjectAttack>> = {
  GetObject: {send: (files, {theirs}) => files.send(new GetObjectCommand({Bucket, Key: `p/${theirs}/a`}))},
  PutObject: {
    send: (files, {theirs}) => files.send(new PutObjectCommand({Bucket, Key: `p/${theirs}/a`, Body: 'mine'})),
  },
  DeleteObject: {send: (files, {theirs}) => files.send(new DeleteObjectCommand({Bucket, Key: `p/${theirs}/b`}))},
  CopyObject: {
    send: (files, {theirs, own}) =>
      files.send(new CopyObjectCommand({Bucket, Key: `p/${own}/stolen`, CopySource: `${Bucket}/p/${theirs}/a`})),
  },
  'a list': {
    send: (files, {theirs}) => files.send(new ListObjectsV2Command({Bucket, Prefix: `p/${theirs}/`})),
  },
  'a list of the folder above': {send: (files) => files.send(new ListObjectsV2Command({Bucket, Prefix: 'p/'}))},
  'a list of everything': {send: (files) => files.send(new ListObjectsV2Command({Bucket}))},
}
