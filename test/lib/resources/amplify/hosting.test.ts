import {GetBranchCommand} from '@aws-sdk/client-amplify'
import {afterEach, describe, expect, test, vi} from 'vitest'
import {hostingApp, type HostingAppDesired} from '../../../../src/lib/resources/amplify/app.js'
import {ANOTHER, hostingBranch, type HostingBranchDesired} from '../../../../src/lib/resources/amplify/branch.js'
import {hostingDomain} from '../../../../src/lib/resources/amplify/domain.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

const APP: HostingAppDesired = {
  name: 'acme-dev',
  rules: [{source: '/<*>', target: '/index.html', status: '404-200'}],
  headers: [{pattern: '**', headers: [{key: 'Cache-Control', value: 'no-cache'}]}],
  tagged: true,
}
const KEPT = {env: 'SITE_DEV'}

const branchOf = (appId: string, password?: HostingBranchDesired['password']): HostingBranchDesired => ({
  appId,
  name: 'dev',
  stage: 'DEVELOPMENT',
  password,
  tagged: true,
})

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a hosting app', () => {
  test('is found by its tags among others of its name, where no id is on record', async () => {
    const rooms = await openRooms()
    const context = await rooms.management({address: 'dev.hosting'})
    for (const address of ['prod.hosting', 'test.hosting']) {
      await hostingApp.create(APP, await rooms.management({address}))
    }
    expect(await hostingApp.read({}, undefined, context)).toBeUndefined()
    const made = await hostingApp.create(APP, context)
    expect(await hostingApp.read({}, undefined, context)).toEqual(made)
    expect(hostingApp.diff(APP, made)).toEqual([])
    expect(made.domain).toBe(`${made.id}.amplifyapp.com`)
  })

  test('is not chosen among two that carry its tags', async () => {
    const rooms = await openRooms()
    const context = await rooms.management({address: 'dev.hosting'})
    const first = await hostingApp.create(APP, context)
    const second = await hostingApp.create(APP, context)
    await expect(hostingApp.read({}, undefined, context)).rejects.toMatchObject({code: 'AMBIGUOUS'})
    expect(await hostingApp.twins?.(first, context)).toEqual([{id: second.id}])
  })

  test('is sent once where the reply is lost, for AWS would make a second', async () => {
    const rooms = await openRooms()
    const context = await rooms.management({address: 'dev.hosting'})
    rooms.inject({operation: 'amplify:CreateApp', nth: 1, when: 'after', effect: {type: 'drop'}})
    await expect(hostingApp.create(APP, context)).rejects.toThrow()
    expect(rooms.calls('amplify:CreateApp')).toBe(1)
    expect(await hostingApp.read({}, undefined, context)).toMatchObject({name: 'acme-dev'})
  })

  test('gets other headers and rules, and loses them where awsup.yaml has none', async () => {
    const rooms = await openRooms()
    const context = await rooms.management({address: 'dev.hosting'})
    const made = await hostingApp.create(APP, context)
    const after = await hostingApp.update({...APP, rules: [], headers: []}, made, context)
    expect(after).toMatchObject({rules: [], headers: []})
    await hostingApp.delete(after, context)
    await hostingApp.delete(after, context)
    expect(await hostingApp.read({}, made.id, context)).toBeUndefined()
  })
})

describe('a hosting branch', () => {
  async function open() {
    const rooms = await openRooms()
    const context = await rooms.management({address: 'dev.hosting-branch'})
    const app = await hostingApp.create(APP, context)
    return {rooms, context, appId: app.id}
  }

  test('asks for the password that is kept, which is in nothing that awsup answers', async () => {
    vi.stubEnv('SITE_DEV', 'correct horse')
    const {context, appId, rooms} = await open()
    const desired = branchOf(appId, {user: 'team', kept: KEPT})
    const made = await hostingBranch.create(desired, context)
    expect(hostingBranch.diff(desired, made)).toEqual([])
    const found = await context.aws.amplify.send(new GetBranchCommand({appId, branchName: 'dev'}))
    const credentials = Buffer.from('team:correct horse').toString('base64')
    expect(found.branch).toMatchObject({enableBasicAuth: true, basicAuthCredentials: credentials})
    const told = JSON.stringify([made, rooms.events, rooms.receipts])
    expect(told).not.toContain('correct horse')
    expect(told).not.toContain(credentials)
  })

  test('has another password where the one that is kept changed, and then that one', async () => {
    vi.stubEnv('SITE_DEV', 'correct horse')
    const {context, appId} = await open()
    const desired = branchOf(appId, {user: 'team', kept: KEPT})
    await hostingBranch.create(desired, context)
    vi.stubEnv('SITE_DEV', 'battery staple')
    const read = await hostingBranch.read(desired, 'dev', context)
    expect(read?.password).toBe(ANOTHER)
    if (!read) return
    const after = await hostingBranch.update(desired, read, context)
    expect(hostingBranch.diff(desired, after)).toEqual([])
  })

  test('is not made open, nor left open, where its password cannot be read', async () => {
    vi.stubEnv('SITE_DEV', '')
    const {context, appId} = await open()
    const desired = branchOf(appId, {user: 'team', kept: KEPT})
    await expect(hostingBranch.create(desired, context)).rejects.toMatchObject({code: 'NO_SECRET'})
    expect(await hostingBranch.read(desired, undefined, context)).toBeUndefined()
    const open_ = await hostingBranch.create(branchOf(appId), context)
    await expect(hostingBranch.update(desired, open_, context)).rejects.toMatchObject({code: 'NO_SECRET'})
  })

  test('keeps the password that AWS has where ours cannot be read now, and says so', async () => {
    vi.stubEnv('SITE_DEV', 'correct horse')
    const {context, appId, rooms} = await open()
    const desired = branchOf(appId, {user: 'team', kept: KEPT})
    await hostingBranch.create(desired, context)
    vi.stubEnv('SITE_DEV', '')
    const read = await hostingBranch.read(desired, 'dev', context)
    expect(read && hostingBranch.diff(desired, read)).toEqual([])
    expect(rooms.events).toContainEqual(expect.objectContaining({type: 'warning', code: 'SECRET_NOT_READ'}))
  })
})

test('a domain leads to the branch, and other subdomains of it stay', async () => {
  const rooms = await openRooms()
  const context = await rooms.management({address: 'dev.hosting-domain'})
  const {id: appId} = await hostingApp.create(APP, context)
  for (const name of ['dev', 'other']) await hostingBranch.create({...branchOf(appId), name}, context)
  const desired = {appId, domain: 'app.acme.dev', branch: 'dev'}
  const made = await hostingDomain.create(desired, context)
  expect(await hostingDomain.read(desired, undefined, context)).toEqual(made)
  const moved = await hostingDomain.update({...desired, branch: 'other'}, made, context)
  expect(moved).toMatchObject({branch: 'other'})
  await hostingDomain.delete(moved, context)
  expect(await hostingDomain.read(desired, undefined, context)).toBeUndefined()
})
