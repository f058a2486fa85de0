import {findData, isDataThings} from './data.js'
import type {EnvironmentIds} from './ids.js'
import type {JsonEdit} from '../edit/json-edit.js'
import {isTexts} from '../edit/json-object.js'
import type {Told} from './settings.js'

/** The environment's name, its tables and buckets, and the values of awsup.yaml where it has any: awsup's own keys in a file of Amplify's. Pure. */
export const ownKeys = ({values, data}: Told, ids: EnvironmentIds): object => ({
  environment: ids.environment,
  ...findData({data}, ids),
  ...(values.size > 0 ? {values: Object.fromEntries(values)} : {}),
})

/**
 * The same among other keys. What others keep under these names stays, where it is nothing that awsup writes. Pure.
 *
 * @param kept what the object holds
 */
export function editsOfOwn(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const isOthersName = 'environment' in kept && typeof kept.environment !== 'string'
  const ours = new Map<string, unknown>(Object.entries(ownKeys(told, ids)))
  const held = new Map<string, unknown>(Object.entries(kept))
  const things = ['tables', 'buckets'].filter((name) => held.has(name))
  const isOthersThing = (name: string): boolean => things.includes(name) && !isDataThings(held.get(name))
  const hadValues = told.values.size === 0 && 'values' in kept && isTexts(kept.values)
  return [
    ...[...ours]
      .filter(([name]) => !(isOthersName && name === 'environment') && !isOthersThing(name))
      .map(([name, value]) => ({at: [name], value})),
    ...things
      .filter((name) => !ours.has(name) && isDataThings(held.get(name)))
      .map((name) => ({at: [name], value: undefined})),
    ...(hadValues ? [{at: ['values'], value: undefined}] : []),
  ]
}
