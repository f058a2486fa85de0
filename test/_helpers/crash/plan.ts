import {openDoor} from '../../../src/lib/aws/door.js'
import type {Plan} from '../../../src/lib/engine/plan/plan.js'
import {loadProject, planChanges} from '../../../src/lib/index.js'
import {openSessionBehind} from '../../../src/lib/project/session.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import type {CrashWorld} from './world.js'

/** What `awsup plan` would find to do now. Throws what a plan refuses: damaged records, another account, drift that cannot be. */
export async function planOf({project: root, sandbox}: Pick<CrashWorld, 'project' | 'sandbox'>): Promise<Plan> {
  const project = loadProject({root, target: 'aws'})
  const report = (): void => undefined
  const {signal} = new AbortController()
  const credentials = sandbox.credentials('admin')
  const door = await openDoor(
    {target: 'sandbox', requestHandler: requestHandlerFor(sandbox), credentials},
    report,
    signal,
  )
  try {
    return await planChanges(await openSessionBehind(door, project, {report, signal}), {})
  } finally {
    door.close()
  }
}
