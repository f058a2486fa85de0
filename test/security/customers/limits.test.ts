import {CreateBucketCommand, GetObjectCommand, PutObjectCommand} from '@aws-sdk/client-s3'
import {GetIdentityPoolRolesCommand} from '@aws-sdk/client-cognito-identity'
import {DeleteItemCommand, PutItemCommand} from '@aws-sdk/client-dynamodb'
import {GetRoleCommand} from '@aws-sdk/client-iam'
import {beforeAll, describe, expect, test} from 'vitest'
import {buckets} from '../../../src/sandbox/services/s3/tables.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {manifest} from '../../lib/manifest/samples.js'
import {DENIED, openDev} from './customers.js'

const SECTIONS = `
auth:
  signIn: [email]
  mfa: "off"
  groups: { admins: { precedence: 1 }, limited: { precedence: 2 } }
  clients: { web: { callbackUrls: ["http://localhost:5173"], authFlows: [admin] } }
access:
  authenticated:
    - s3: { bucket: acme-uploads }
    - dynamodb: { table: todos, owner: none }
  groups:
    admins: [{ lambda: { function: resize } }]
    limited:
      - statement: { effect: deny, actions: ["dynamodb:DeleteItem"], resources: ["*"] }
outputs: [{ format: json, path: config.json }]
`
const REFUSED = {name: expect.stringMatching(DENIED) as string}

let dev: Awaited<ReturnType<typeof openDev>>
beforeAll(async () => {
  dev = await openDev((await makeTemplate())(), SECTIONS)
})

describe('a bucket of the same name that is somebody else’s', () => {
  test('gets no uploads and shows no objects', async () => {
    const {admin, customer, project, ids} = dev
    await admin.s3.send(new CreateBucketCommand({Bucket: 'acme-uploads'}))
    const {s3, identityId} = await (await customer('alice')).signIn()
    const object = {Bucket: 'acme-uploads', Key: `${identityId}/a`}
    await s3.send(new PutObjectCommand({...object, Body: 'mine'}))
    expect(await (await s3.send(new GetObjectCommand(object))).Body?.transformToString()).toBe('mine')

    const sandbox = await sandboxOf(project)
    const bucket = {name: 'acme-uploads', region: 'us-east-1', createdAt: 0}
    sandbox.world((tx) => buckets.put(tx, ['acme-uploads'], {...bucket, accountId: '999999999999'}))
    const refusal = {...REFUSED, message: expect.stringContaining('no identity-based policy allows') as string}
    await expect(s3.send(new PutObjectCommand({...object, Body: 'theirs'}))).rejects.toMatchObject(refusal)
    await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject(refusal)
    sandbox.world((tx) => buckets.put(tx, ['acme-uploads'], {...bucket, accountId: ids.accountId}))
  })
})

describe('a denial under one group', () => {
  test('does not bind who is in another as well, and every look at the rules says so', async () => {
    const {admin, customer, table, project} = dev
    await table('todos')
    await admin.dynamodb.send(new PutItemCommand({TableName: 'todos', Item: {pk: {S: 'a'}}}))
    const both = await customer('both', {group: 'limited'})
    const {userPoolId: UserPoolId, identityPoolId: IdentityPoolId} = dev.ids
    const {AdminAddUserToGroupCommand} = await import('@aws-sdk/client-cognito-identity-provider')
    const join = {UserPoolId, Username: 'both@acme.dev', GroupName: 'admins'}
    await admin.cognito.send(new AdminAddUserToGroupCommand(join))
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
    const {groupRoleArns} = JSON.parse(read(project, 'config.json')) as {groupRoleArns: Record<string, string>}
    for (const group of ['admins', 'limited']) {
      const {Role} = await admin.iam.send(new GetRoleCommand({RoleName: `acme-dev-group-${group}`}))
      expect(groupRoleArns[group]).toBe(Role?.Arn)
    }
    const remove = new DeleteItemCommand({TableName: 'todos', Key: {pk: {S: 'a'}}})
    const limited = await both.signIn(groupRoleArns['limited'])
    await expect(limited.dynamodb.send(remove)).rejects.toMatchObject(REFUSED)
    const asked = await both.signIn(groupRoleArns['admins'])
    await asked.dynamodb.send(remove)
    // The role of those in no group is none of theirs.
    const {Roles} = await admin.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))
    await expect(both.signIn(Roles?.['authenticated'])).rejects.toMatchObject({name: 'NotAuthorizedException'})

    const note = 'the denial under access.groups.limited does not bind members who are in another group as well'
    for (const args of [['access', 'test'], ['access', 'show'], ['access', 'explain'], ['plan']]) {
      const {stdout, stderr} = await awsup(project, [...args, '--env', 'dev'])
      expect({args, said: stdout + stderr}).toEqual({args, said: expect.stringContaining(note) as string})
    }
  })

  test('binds where no other group has a role, and one for everybody always does', async () => {
    const project = emptyFolder()
    const deny = {statement: {effect: 'deny', actions: ['dynamodb:DeleteItem'], resources: ['*']}}
    const say = async (authenticated: readonly object[], groups: object) => {
      write(
        project,
        'awsup.yaml',
        manifest({auth: '{ groups: { a: {}, b: {} } }', access: JSON.stringify({authenticated, groups})}),
      )
      return (await awsup(project, ['access', 'test', '--env', 'dev', '--sandbox'])).stdout
    }
    const todos = {dynamodb: {table: 'todos'}}
    expect(await say([todos], {a: [deny]})).not.toContain('does not bind')
    expect(await say([todos, deny], {a: [todos], b: [todos]})).not.toContain('does not bind')
    expect(await say([todos], {a: [deny], b: [todos]})).toContain('does not bind')
  })
})

describe('a test of nothing is no pass', () => {
  test.each([[[]], [['--aws']], [['--live']]])('access test %s', async (how) => {
    const project = (await makeTemplate())()
    write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace(/^access:[^]*?(?=^\S)/m, ''))
    const {code, stdout} = await awsup(project, ['access', 'test', '--env', 'dev', ...how])
    expect({code, stdout}).toMatchObject({
      code: 10,
      stdout: expect.stringMatching(/nothing was (tested|tried): awsup.yaml has no rules under access/) as string,
    })
  })

  test('--deployed tries what no rule opens, and says that there are no rules', async () => {
    const project = (await makeTemplate())()
    const {code, result} = await awsupJson(project, ['access', 'test', '--deployed', '--env', 'dev'])
    expect(code).toBe(0)
    expect(result).toMatchObject({
      tests: [{notes: [expect.stringContaining('awsup.yaml has no rules under access') as string]}],
    })
  })
})
