import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {reasonOf, renderTable, ROWS} from './table.js'

// To take a change over on purpose: vitest run --project suite test/lib/access/team --update, then read what changed.
const HEAD = `# What the roles of people may do

What AWS answers when a session of each ready-made role, or a person, sends a sensitive request, as awsup's evaluator works it
out of the policies that \`apply\` writes. awsup's test writes this file; read every line that a change touches.

Columns

- \`admin\`, \`developer\`, \`viewer\`: the ready-made roles, in the account of an environment.
- \`limited\`: AdministratorAccess under the permissions boundary of developers. Nothing but the boundary holds it.
- \`deployer\`: a run of a machine with the ready-made role; \`ci-strong\`: one with AdministratorAccess under the boundary of machines.
- \`person\`: jane, a user in the management account, with MFA, who has developer in dev and viewer in prod.
- why developers may: the reason where developers are answered yes.

Answers

- yes: the policies of who asks allow it. What the request needs elsewhere (a trust policy, another action) is not asked here.
- no: no policy allows it.
- never: a policy denies it, whatever else is attached.

Roles under /app/ are what developers make. *Bounded*: the request meets the boundary of developers, on the role, or in the
request where it sets one. *Not bounded*, *other boundary*: it meets none, or another.

Two exceptions, which no boundary can close

1. A thing that exists with a stronger role. Who may change what a function, stack, instance, build project or IAM Roles
   Anywhere profile does has the role that an administrator gave it.
2. A stronger role or policy under /app/. A role there without the boundary can be passed to a service and, where its trust
   policy says so, assumed; a policy there can be rewritten, also one that a stronger role has. Administrators make nothing
   stronger there.

Actions are those that the service authorization reference calls Write or Permissions management.
`

test('what every role may do of what is sensitive stands in sensitive.md', async () => {
  await expect(renderTable(HEAD)).toMatchFileSnapshot(join(import.meta.dirname, 'sensitive.md'))
})

test('whatever developers may do has a reason', () => {
  const without = ROWS.filter((row) => reasonOf(row) === undefined)
  expect(without.map(({action, target}) => `${action} on ${target.name}`)).toEqual([])
})

test('the table has the sensitive actions of every service by which somebody could become more', () => {
  const actions = [...new Set(ROWS.map(({action}) => action))]
  expect(actions.length).toBeGreaterThanOrEqual(400)
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/guide/team.md'), 'utf8')
  expect(page).toContain(`${actions.length} sensitive actions`)
  const services = new Set(actions.map((action) => action.split(':')[0]))
  expect([...services]).toEqual(
    expect.arrayContaining(['iam', 'organizations', 'sts', 'cognito-idp', 'cognito-identity', 's3', 'dynamodb']),
  )
})
