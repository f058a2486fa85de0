import type {EnvironmentIds} from './ids.js'
import type {JsonEdit} from '../edit/json-edit.js'
import {isTexts} from '../edit/json-object.js'
import type {Told} from './settings.js'

/** The environment's name, and the values of awsup.yaml where it has any: awsup's own keys in a file of Amplify's. Pure. */
export const ownKeys = ({values}: Told, {environment}: EnvironmentIds): object => ({
  environment,
  ...(values.size > 0 ? {values: Object.fromEntries(values)} : {}),
})

/**
 * The same among other keys. What others keep under these names stays, where it is nothing that awsup writes. Pure.
 *
 * @param kept what the object holds
 */
export function editsOfOwn(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const isOthersName = 'environment' in kept && typeof kept.environment !== 'string'
  const hadValues = told.values.size === 0 && 'values' in kept && isTexts(kept.values)
  return [
    ...Object.entries(ownKeys(told, ids))
      .filter(([name]) => !(isOthersName && name === 'environment'))
      .map(([name, value]: [string, unknown]) => ({at: [name], value})),
    ...(hadValues ? [{at: ['values'], value: undefined}] : []),
  ]
}
