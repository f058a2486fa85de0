import {rmSync} from 'node:fs'
import {UpdateUserAttributesCommand} from '@aws-sdk/client-cognito-identity-provider'
import {PutItemCommand, ScanCommand, UpdateItemCommand} from '@aws-sdk/client-dynamodb'
import {GetObjectCommand, ListObjectsV2Command, PutObjectCommand} from '@aws-sdk/client-s3'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {makeUser, openAccessWorld, signIn, type SignedIn} from './_helpers/world.js'

const AUTH = `
  mfa: off
  attributes: { tenant: { type: string, maxLength: 64 } }
  groups: { admins: { precedence: 1 } }
  clients: { web: { authFlows: [admin] } }`.replace('mfa: off', 'mfa: "off"')

const RULES = `
  authenticated:
    - dynamodb: { table: todos }
    - dynamodb: { table: invoices, owner: "custom:tenant" }
    - s3: { bucket: acme-uploads, prefix: "private/{owner}", owner: sub }
    - s3: { bucket: acme-uploads, prefix: "tenants/{owner}", owner: "custom:tenant" }`

const ADMINS = `
  groups:
    admins:
      - dynamodb: { table: todos, owner: none, actions: [read, scan] }`

let world: Awaited<ReturnType<typeof openAccessWorld>>
let dev: Awaited<ReturnType<typeof world.apply>>
const who = () => ({...dev, options: world.options})

beforeAll(async () => {
  world = await openAccessWorld()
  dev = await world.apply({auth: AUTH, access: RULES + ADMINS})
  const stack = await world.stack(dev.accountId)
  await stack.table('todos')
  await stack.table('invoices')
  await stack.bucket('acme-uploads')
  await makeUser({name: 'alice', attributes: {'custom:tenant': 'acme'}}, who())
  await makeUser({name: 'bob'}, who())
  await makeUser({name: 'star', attributes: {'custom:tenant': '*'}}, who())
  await makeUser({name: 'root', group: 'admins'}, who())
})

afterAll(() => rmSync(world.root, {recursive: true, force: true}))

const put = ({dynamodb}: SignedIn, TableName: string, owner: string) =>
  dynamodb.send(new PutItemCommand({TableName, Item: {owner: {S: owner}, id: {S: '1'}}}))
const upload = ({s3}: SignedIn, Key: string) =>
  s3.send(new PutObjectCommand({Bucket: 'acme-uploads', Key, Body: 'hello'}))
const DENIED = {name: expect.stringMatching(/^AccessDenied/) as string}

describe('what the manifest says is what users who sign in may', () => {
  test('a second plan finds nothing to change', () => {
    expect(dev.again.steps.filter(({action}) => action !== 'no-op')).toEqual([])
  })

  test('by identity: the own items, nobody else’s', async () => {
    const [alice, bob] = [await signIn('alice', who()), await signIn('bob', who())]
    await expect(put(alice, 'todos', alice.identityId)).resolves.toBeDefined()
    await expect(put(alice, 'todos', bob.identityId)).rejects.toMatchObject(DENIED)
    await expect(alice.dynamodb.send(new ScanCommand({TableName: 'todos'}))).rejects.toMatchObject(DENIED)
  })

  test('by a claim: the tenant’s items and objects; without the claim, none', async () => {
    const [alice, bob] = [await signIn('alice', who()), await signIn('bob', who())]
    await expect(put(alice, 'invoices', 'acme')).resolves.toBeDefined()
    await expect(put(alice, 'invoices', 'other')).rejects.toMatchObject(DENIED)
    await expect(upload(alice, 'tenants/acme/a')).resolves.toBeDefined()
    await expect(upload(alice, 'tenants/acme2/a')).rejects.toMatchObject(DENIED)
    await expect(put(bob, 'invoices', 'acme')).rejects.toMatchObject(DENIED)
    await expect(upload(bob, 'tenants//a')).rejects.toMatchObject(DENIED)
    const list = new ListObjectsV2Command({Bucket: 'acme-uploads', Prefix: 'tenants/acme/'})
    await expect(alice.s3.send(list)).resolves.toMatchObject({KeyCount: 1})
    await expect(bob.s3.send(list)).rejects.toMatchObject(DENIED)
  })

  test('a claim that is a wildcard opens nothing that is a pattern', async () => {
    const star = await signIn('star', who())
    await expect(upload(star, 'tenants/acme/b')).rejects.toMatchObject(DENIED)
    await expect(upload(star, 'tenants/*/b')).rejects.toMatchObject(DENIED)
    await expect(put(star, 'invoices', 'acme')).rejects.toMatchObject(DENIED)
  })

  test('by sub: the own folder', async () => {
    const [alice, bob] = [await signIn('alice', who()), await signIn('bob', who())]
    const sub = JSON.parse(atob(alice.accessToken.split('.')[1] ?? '')) as {sub: string}
    await upload(alice, `private/${sub.sub}/a`)
    const read = new GetObjectCommand({Bucket: 'acme-uploads', Key: `private/${sub.sub}/a`})
    await expect(alice.s3.send(read)).resolves.toBeDefined()
    await expect(bob.s3.send(read)).rejects.toMatchObject(DENIED)
  })

  test('nobody writes the claim that their rights go by', async () => {
    const {accessToken: AccessToken} = await signIn('bob', who())
    const change = (Name: string, Value: string) =>
      dev.aws.cognito.send(new UpdateUserAttributesCommand({AccessToken, UserAttributes: [{Name, Value}]}))
    await expect(change('name', 'Bob')).resolves.toBeDefined()
    await expect(change('custom:tenant', 'acme')).rejects.toMatchObject({name: 'NotAuthorizedException'})
  })
})

describe('a group with rules of its own', () => {
  test('gives its members a role in which they may that, and what everybody may', async () => {
    const root = await signIn('root', who())
    expect(root.roleArn).toContain('acme-dev-group-admins')
    await expect(root.dynamodb.send(new ScanCommand({TableName: 'todos'}))).resolves.toBeDefined()
    await expect(put(root, 'todos', root.identityId)).resolves.toBeDefined()
    const Key = {owner: {S: 'somebody'}, id: {S: '1'}}
    await expect(root.dynamodb.send(new UpdateItemCommand({TableName: 'todos', Key}))).rejects.toMatchObject(DENIED)
    expect((await signIn('bob', who())).roleArn).toContain('acme-dev-authenticated')
  })

  test('that loses them leaves its members with what everybody may, not locked out', async () => {
    dev = await world.apply({auth: AUTH, access: RULES})
    expect(dev.plan.steps.map(({address, action}) => [address, action])).toEqual(
      expect.arrayContaining([
        ['dev.group.admins', 'update'],
        ['dev.role.group.admins', 'delete'],
      ]),
    )
    expect(dev.again.steps.filter(({action}) => action !== 'no-op')).toEqual([])
    const root = await signIn('root', who())
    expect(root.roleArn).toContain('acme-dev-authenticated')
    await expect(put(root, 'todos', root.identityId)).resolves.toBeDefined()
    await expect(root.dynamodb.send(new ScanCommand({TableName: 'todos'}))).rejects.toMatchObject(DENIED)
  })
})
