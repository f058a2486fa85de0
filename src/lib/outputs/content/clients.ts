import {ConflictError} from '../../base/errors.js'
import type {EnvironmentIds} from './ids.js'
import type {OutputSettings} from './settings.js'

/** An app client of the manifest with its id. */
export interface NamedClient {
  readonly name: string
  readonly id: string
}

/** An environment's app clients: `main` is absent where none is for front ends. */
export interface NamedClients {
  readonly main: NamedClient | undefined
  /** In the manifest's order. */
  readonly others: readonly NamedClient[]
}

/** Who reads a file: pages in a browser, or applications on devices alone. */
export type FrontEnd = 'web' | 'native'

type Asked = Pick<OutputSettings, 'clients'>
type Ids = Pick<EnvironmentIds, 'environment' | 'userPoolClientIds'>

/**
 * The app client that front ends use, and the others: among those of type web the one named `web`, else the first;
 * without any the first of type native. Never one of a server or a machine: it keeps a secret, which a front end
 * cannot. Throws ConflictError when one has no id on record.
 *
 * @param kind `native`: for a file that only applications on devices read, those of type native come first, where it is
 * plain which: there is one, or one named `native`, or one that comes back by a scheme of its own
 */
export function findClients(
  {clients}: Asked,
  {environment, userPoolClientIds}: Ids,
  kind: FrontEnd = 'web',
): NamedClients {
  const ids = new Map(Object.entries(userPoolClientIds))
  const found = [...clients.keys()].map((name): NamedClient => {
    const id = ids.get(name)
    if (id !== undefined) return {name, id}
    throw new ConflictError(`${environment}.app-client.${name} is not made yet`, {
      code: 'NOT_MADE',
      hint: `Make it: awsup apply --env ${environment}`,
    })
  })
  const ofType = (type: string) => found.filter(({name}) => (clients.get(name)?.type ?? 'web') === type)
  const web = ofType('web')
  const native = ofType('native')
  const ofScheme = native.filter(({name}) => clients.get(name)?.callbackUrls.some((url) => !/^https?:/i.test(url)))
  const plain = onlyOf(native) ?? native.find(({name}) => name === 'native') ?? onlyOf(ofScheme)
  const main = (kind === 'native' ? plain : undefined) ?? web.find(({name}) => name === 'web') ?? web[0] ?? native[0]
  return {main, others: found.filter((client) => client !== main)}
}

const onlyOf = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined)

/**
 * The one that front ends use. Throws ConflictError where there is none (which awsup.yaml is refused for), or no id.
 */
export function requireFrontEndClient(settings: Asked, ids: Ids, kind: FrontEnd = 'web'): NamedClient {
  const {main} = findClients(settings, ids, kind)
  if (main) return main
  throw new ConflictError(`${ids.environment} has no app client for front ends`, {
    code: 'NO_CLIENT',
    hint: 'Declare one below auth.clients: web: { type: web }. Those of servers and machines keep a secret.',
  })
}
