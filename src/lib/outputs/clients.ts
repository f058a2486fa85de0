import {ConflictError} from '../errors.js'
import type {EnvironmentIds} from './ids.js'
import type {OutputSettings} from './settings.js'

/** An app client of the manifest with its id. */
export interface NamedClient {
  readonly name: string
  readonly id: string
}

/**
 * The app client that front ends use: the one named `web`, else the manifest's first that keeps no secret; then the
 * others in its order. Throws ConflictError when one has no id on record.
 */
export function clientsInOrder(
  {clients}: Pick<OutputSettings, 'clients'>,
  {environment, userPoolClientIds}: Pick<EnvironmentIds, 'environment' | 'userPoolClientIds'>,
): readonly [NamedClient, ...NamedClient[]] {
  const ids = new Map(Object.entries(userPoolClientIds))
  const found = [...clients.keys()].map((name): NamedClient => {
    const id = ids.get(name)
    if (id !== undefined) return {name, id}
    throw new ConflictError(`${environment}.app-client.${name} is not made yet`, {
      code: 'NOT_MADE',
      hint: `Make it: awsup apply --env ${environment}`,
    })
  })
  const isFrontEnd = ({name}: NamedClient): boolean => ['web', 'native'].includes(clients.get(name)?.type ?? 'web')
  const main = found.find(({name}) => name === 'web') ?? found.find(isFrontEnd) ?? found[0]
  if (!main) throw new Error('the manifest always has an app client')
  return [main, ...found.filter((client) => client !== main)]
}
