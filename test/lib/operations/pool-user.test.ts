import {expect, test} from 'vitest'
import {loadProject, openSession} from '../../../src/lib/index.js'
import {beginErrand} from '../../../src/lib/operations/changes/errands.js'
import {requireIds} from '../../../src/lib/operations/environments/environments.js'
import {createPoolUsers} from '../../../src/lib/operations/pool-users/creation.js'
import {poolUserErrand} from '../../../src/lib/operations/pool-users/pool-users.js'
import {users} from '../../../src/sandbox/services/cognito-idp/tables.js'
import {makeTemplate, sandboxOf} from '../../_helpers/cli.js'

const REQUEST = {
  name: 'bob@acme.dev',
  environments: ['dev'],
  email: undefined,
  groups: [],
  suppressInvite: true,
  password: undefined,
}
const HOUR = 3_600_000

test('a user from long before or after the run that died is somebody else’s, and one from then is its own', async () => {
  const root = (await makeTemplate())()
  const project = loadProject({root, target: 'sandbox'})
  const session = await openSession(project, {report: () => undefined, signal: new AbortController().signal})
  const errand = poolUserErrand({name: REQUEST.name, environment: 'dev'}, requireIds(project, 'dev'))
  await createPoolUsers(session, REQUEST)
  const sandbox = await sandboxOf(root)
  const hashes = () => sandbox.world((tx) => users.list(tx, []).map(({passwordHash}) => passwordHash))
  const before = hashes()

  for (const [ms, isOurs] of [
    [-HOUR, false],
    [HOUR, false],
    [0, true],
  ] as const) {
    const at = new Date(Date.now() + ms).toISOString()
    await beginErrand(session.engine, errand, {invitation: 'suppressed'})
    const intent = await session.engine.records.intent('dev.pool-user.bob@acme.dev')
    if (!intent) throw new Error('no intent')
    await session.engine.records.openIntent({...intent, at})
    if (isOurs) {
      expect((await createPoolUsers(session, REQUEST))[0]?.user.temporaryPassword).toBeDefined()
      expect(hashes()).not.toEqual(before)
    } else {
      await expect(createPoolUsers(session, REQUEST)).rejects.toMatchObject({exitCode: 5})
      expect(hashes()).toEqual(before)
      expect(await session.engine.records.intents()).toEqual([])
    }
  }
})
