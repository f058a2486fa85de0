import {beforeAll, expect, test} from 'vitest'
import type {OrganizationTree} from '../../../src/lib/operations/init/organization/tree.js'
import {awsup, awsupJson, emptyFolder, INIT, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord} from '../../_helpers/worlds/project-world.js'

let project: string

beforeAll(async () => {
  project = (await makeTemplate())()
})

test('the tree has the management account at the root and the environments with their ids in the project’s unit', async () => {
  const {code, result} = await awsupJson(project, ['org', 'show'])
  expect(code).toBe(0)
  const {root, organizationId, managementAccountId} = result as unknown as OrganizationTree
  expect(organizationId).toMatch(/^o-/)
  expect(root).toMatchObject({
    name: 'Root',
    accounts: [{id: managementAccountId, management: true, state: 'ACTIVE'}],
    units: [{name: 'acme', units: []}],
  })
  const leaves = [...(root.units[0]?.accounts ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))
  expect(leaves).toMatchObject(
    ['dev', 'prod'].map((environment) => ({
      id: idOnRecord(project, environment, 'account'),
      name: `acme-${environment}`,
      email: `aws+${environment}@acme.dev`,
      state: 'ACTIVE',
      management: false,
      environment,
      ids: {
        'user-pool': idOnRecord(project, environment, 'user-pool'),
        'app-client': idOnRecord(project, environment, 'app-client.web'),
        'identity-pool': idOnRecord(project, environment, 'identity-pool'),
      },
    })),
  )
})

test('people see a tree, marked as the sandbox’s; nothing is changed by looking', async () => {
  const sandbox = await sandboxOf(project)
  sandbox.resetCalls()
  const {code, stdout} = await awsup(project, ['org', 'show'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^organization o-\S+ \(sandbox\)\nRoot r-/)
  expect(stdout).toMatch(/├── management \d{12} {2}management account/)
  expect(stdout).toMatch(/└── acme ou-/)
  expect(stdout).toContain(`acme-dev ${idOnRecord(project, 'dev', 'account')}  environment dev`)
  expect(sandbox.callSummary().mutating).toBe(0)
})

test('before there is an organization it says how to make one', async () => {
  const empty = emptyFolder()
  expect(await awsupJson(empty, ['org', 'show', '--sandbox'])).toMatchObject({code: 2, error: {code: 'NO_PROJECT'}})
  write(empty, 'awsup.yaml', read(project, 'awsup.yaml'))
  expect(await awsupJson(empty, ['org', 'show'])).toMatchObject({
    code: 5,
    error: {code: 'NO_ORGANIZATION', hint: expect.stringContaining('awsup org init') as string},
  })
  expect(INIT).toContain('--sandbox')
})
