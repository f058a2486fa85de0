import {CreateGroupCommand, IdentitystoreClient} from '@aws-sdk/client-identitystore'
import {ListInstancesCommand, SSOAdminClient} from '@aws-sdk/client-sso-admin'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {killsOf, rehearse, runCases, type Case, type Scene} from '../../_helpers/crash/cases.js'
import {lostReplies} from '../../_helpers/crash/replies.js'
import {openCrashWorld, takeSnapshot, type Crash, type Snapshot} from '../../_helpers/crash/world.js'
import {cases} from '../../_helpers/proofs/soak.js'

const MINUTE = 60_000
const KINDS: readonly Crash['kind'][] = ['before', 'executed', 'replied', 'write']
const REGION = 'us-east-1'
const APPLY = ['apply', '--yes']
const TEAM = `signIn: { with: identity-center, region: ${REGION} }
users:
  developers: { group: Developers, roles: { dev: developer } }
`

/** Every reply lost in both ways; in `npm run test:reliability` those of these operations, in one. */
const lost = (writes: readonly string[], ...operations: readonly string[]): readonly Case[] =>
  lostReplies(writes).filter(
    ({name}) =>
      cases(0, 1) === 1 ||
      (name.endsWith('the connection is lost') && operations.some((one) => name.startsWith(`sso-admin:${one}`))),
  )

/** One environment, and IAM Identity Center with one group, which is developer there; nothing of that is made yet. */
async function withTeam(): Promise<Snapshot> {
  const world = await openCrashWorld()
  try {
    const {project, sandbox} = world
    sandbox.configure({identityCenter: REGION, provisioningMs: 0})
    const init = ['org', 'init', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--env', 'dev', '--yes']
    await world.count([...init, '--region', REGION])
    const options = {
      region: REGION,
      credentials: sandbox.credentials('admin'),
      requestHandler: requestHandlerFor(sandbox),
    }
    const {Instances = []} = await new SSOAdminClient(options).send(new ListInstancesCommand({}))
    const store = new IdentitystoreClient(options)
    await store.send(
      new CreateGroupCommand({IdentityStoreId: Instances[0]?.IdentityStoreId, DisplayName: 'Developers'}),
    )
    edit(project, (text) => `${text}${TEAM}`)
    return takeSnapshot(world)
  } finally {
    await world.close()
  }
}

/** The same, made. */
async function withRole(from: Snapshot): Promise<Snapshot> {
  const world = await openCrashWorld(from)
  try {
    await world.count(APPLY)
    return takeSnapshot(world)
  } finally {
    await world.close()
  }
}

let begun: Snapshot
let made: Snapshot
beforeAll(async () => {
  begun = await withTeam()
  made = await withRole(begun)
}, MINUTE)

/** A run with awsup.yaml changed; it is so in every world before anything else. */
const changed = (change: (text: string) => string): Scene => ({
  from: made,
  args: APPLY,
  isWhole: true,
  prepare: ({project}) => {
    edit(project, change)
    return Promise.resolve()
  },
})

function edit(project: string, change: (text: string) => string): void {
  const file = join(project, 'awsup.yaml')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}

const ONE = {
  'sso-admin/permission-sets': 1,
  'sso-admin/assignments': 1,
  'sso-admin/provisions': 1,
  'identitystore/groups': 1,
  'iam/policies': 1,
}

test(
  'a role of IAM Identity Center, killed anywhere and every reply lost, is one set and one assignment',
  {timeout: 30 * MINUTE},
  async () => {
    const scene: Scene = {from: begun, args: APPLY, isWhole: true}
    const apply = await rehearse(scene)
    expect(apply.shape.counts).toMatchObject(ONE)
    expect(apply.writes).toEqual(
      expect.arrayContaining(['sso-admin:CreatePermissionSet', 'sso-admin:CreateAccountAssignment']),
    )
    const all = [
      ...killsOf(apply.counts, KINDS, cases(43, 1)),
      ...lost(apply.writes, 'CreatePermissionSet', 'PutInlinePolicy'),
    ]
    const {failures} = await runCases(
      `identity center (apply, N = ${apply.counts.call}, M = ${apply.counts.write})`,
      apply,
      all,
    )
    expect(failures).toEqual([])

    // An assignment takes a moment: it is under way, and its request is on no record, when the same command is run again.
    const prepare: Scene['prepare'] = ({sandbox}) => {
      sandbox.configure({provisioningMs: 2500})
      return Promise.resolve()
    }
    const assigned = lost(['sso-admin:CreateAccountAssignment'], 'CreateAccountAssignment')
    const slow = await runCases('identity center (slow assignment)', {...apply, scene: {...scene, prepare}}, assigned)
    expect(slow.failures).toEqual([])
  },
)

test(
  'a role that changes, killed anywhere and every reply lost, is in force in every account',
  {timeout: 30 * MINUTE},
  async () => {
    const change = await rehearse(
      changed((text) => `${text}roles: { developer: { sessionDuration: 8h, boundary: none } }\n`),
    )
    expect(change.shape.counts).toMatchObject({...ONE, 'iam/policies': 0})
    expect(change.writes).toContain('sso-admin:ProvisionPermissionSet')
    const all = [...killsOf(change.counts, KINDS, cases(37, 1)), ...lost(change.writes, 'ProvisionPermissionSet')]
    expect((await runCases('identity center (change)', change, all)).failures).toEqual([])
  },
)

test(
  'the last person of a role, killed anywhere and every reply lost, takes everything of it along',
  {timeout: 30 * MINUTE},
  async () => {
    const leave = await rehearse(changed((text) => text.replace(/^users:\n.*\n/m, '')))
    expect(leave.shape.counts).toMatchObject({
      'sso-admin/permission-sets': 0,
      'sso-admin/assignments': 0,
      'sso-admin/provisions': 0,
      'identitystore/groups': 1,
      'iam/policies': 0,
    })
    const all = [...killsOf(leave.counts, KINDS, cases(37, 1)), ...lost(leave.writes, 'DeletePermissionSet')]
    expect((await runCases('identity center (leave)', leave, all)).failures).toEqual([])
  },
)
