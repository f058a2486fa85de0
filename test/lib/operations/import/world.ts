import {applyChanges, planChanges} from '../../../../src/lib/operations/changes/apply.js'
import {
  keepImport,
  prepareImport,
  type AnyRequest,
  type Importing,
} from '../../../../src/lib/operations/import/import.js'
import {openImport, type ImportRequest} from '../../../../src/lib/operations/import/read/place.js'
import type {DataRequest} from '../../../../src/lib/operations/import/data/request.js'
import type {FoundOutput} from '../../../../src/lib/import/found.js'
import {loadProject} from '../../../../src/lib/project/load/from-text.js'
import {openSession, type Session} from '../../../../src/lib/project/session.js'
import type {Event} from '../../../../src/lib/base/events.js'
import {emptyFolder} from '../../../_helpers/cli.js'
import {openProjectWorld} from '../../../_helpers/worlds/project-world.js'

type Scope = Parameters<typeof planChanges>[1]

export const REGION = 'us-east-1'

/** An empty folder with an AWS of its own, where somebody made things by hand; and what taking them in comes to. */
export async function openImportWorld() {
  const root = emptyFolder()
  const world = await openProjectWorld(root)
  world.sandbox.configure({accountCreationMs: 0, roleDelayMs: 0, newRoleDelayMs: 0})
  const events: Event[] = []
  const options = {report: (event: Event): void => void events.push(event), signal: new AbortController().signal}
  const open = (): Promise<Session> => openSession(loadProject({root, target: 'sandbox'}), options)

  const prepare = async (requests: readonly AnyRequest[], outputs: readonly FoundOutput[] = []) => {
    const {base, project} = openImport({root, target: 'sandbox', project: 'acme'}, requests)
    const session = await openSession(project, options)
    return {session, importing: await prepareImport(session, base, {requests, outputs})}
  }
  return {
    ...world,
    root,
    events,
    prepare,
    mutations: (): number => world.sandbox.calls().filter(({mutating}) => mutating).length,
    /** Takes the pools in, and writes it. */
    take: async (requests: readonly AnyRequest[]): Promise<Importing> => {
      const {session, importing} = await prepare(requests)
      await keepImport(session, importing)
      return importing
    },
    /** What `awsup plan` says now. */
    plan: async (scope: Scope = {}) => planChanges(await open(), scope),
    apply: async (scope: Scope = {}) => {
      const session = await open()
      return applyChanges(session, await planChanges(session, scope))
    },
  }
}

export const dataRequest = (sort: DataRequest['sort'], name: string, more: Partial<DataRequest> = {}): DataRequest => ({
  sort,
  environment: 'dev',
  name,
  as: undefined,
  region: REGION,
  accountId: undefined,
  accessRole: undefined,
  ...more,
})

export const request = (userPoolId: string, more: Partial<ImportRequest> = {}): ImportRequest => ({
  environment: 'dev',
  userPoolId,
  identityPoolId: undefined,
  clients: {},
  accountId: undefined,
  accessRole: undefined,
  ...more,
})
