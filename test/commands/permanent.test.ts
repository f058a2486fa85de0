import {ListIdentityPoolsCommand} from '@aws-sdk/client-cognito-identity'
import {AdminCreateUserCommand, ListUserPoolsCommand} from '@aws-sdk/client-cognito-identity-provider'
import {GetRoleCommand} from '@aws-sdk/client-iam'
import {ListAccountsCommand} from '@aws-sdk/client-organizations'
import {cpSync, mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../_helpers/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

function edit(project: string, from: string | RegExp, to: string): void {
  const yaml = read(project, 'awsup.yaml')
  const changed = yaml.replace(from, to)
  if (changed === yaml) throw new Error(`awsup.yaml has no ${String(from)}`)
  write(project, 'awsup.yaml', changed)
}

/** A project whose dev has three users. */
async function withUsers(): Promise<string> {
  const project = copy()
  const {enter} = await openProjectWorld(project)
  const {cognito} = await enter(idOnRecord(project, 'dev', 'account'))
  for (const Username of ['a@acme.dev', 'b@acme.dev', 'c@acme.dev']) {
    const UserPoolId = idOnRecord(project, 'dev', 'user-pool')
    await cognito.send(new AdminCreateUserCommand({UserPoolId, Username, MessageAction: 'SUPPRESS'}))
  }
  return project
}

/** All that may be lost, and all that writes to it. */
async function everything(project: string) {
  const {management, sandbox, enter} = await openProjectWorld(project)
  const {Accounts = []} = await management.organizations.send(new ListAccountsCommand({}))
  const {cognito, identity, iam} = await enter(idOnRecord(project, 'dev', 'account'))
  const {UserPools = []} = await cognito.send(new ListUserPoolsCommand({MaxResults: 60}))
  const {IdentityPools = []} = await identity.send(new ListIdentityPoolsCommand({MaxResults: 60}))
  const {Role} = await iam.send(new GetRoleCommand({RoleName: 'acme-dev-authenticated'}))
  return {
    accounts: Accounts.map(({Id}) => Id),
    pools: UserPools.map(({Id}) => Id),
    identityPools: IdentityPools.map(({IdentityPoolId}) => IdentityPoolId),
    trust: Role?.AssumeRolePolicyDocument,
    writes: sandbox.callSummary().mutating,
  }
}

const MOVES: readonly (readonly [string, string | RegExp, string])[] = [
  ['another region', 'dev: { region: us-east-1', 'dev: { region: eu-west-1'],
  ['an account that exists', 'dev: { region: us-east-1', 'dev: { region: us-east-1, account: management'],
  ['another name of the environment', '  dev: {', '  development: {'],
  ['another name of the project', 'project: acme', 'project: other'],
]

describe.each(MOVES)('what holds users is never left behind by %s', (_what, from, to) => {
  test.each([[['plan']], [['plan', '--check']], [['apply', '--yes']], [['org', 'init', '--yes']]])(
    '%j',
    async (args) => {
      const project = await withUsers()
      edit(project, from, to)
      const files = textsOf(project)
      const sandbox = await sandboxOf(project)
      sandbox.resetCalls()

      const {code, error} = await awsupJson(project, args)
      expect(code).toBe(5)
      expect(error.hint).toMatch(/put .*back in awsup\.yaml/i)
      expect(sandbox.callSummary().mutating).toBe(0)
      expect(textsOf(project)).toEqual(files)
    },
  )
})
