import {findApis, isApis} from './apis.js'
import {findData, isDataThings} from './data.js'
import type {EnvironmentIds} from './ids.js'
import type {JsonEdit} from '../edit/json-edit.js'
import {isTexts} from '../edit/json-object.js'
import type {Told} from './settings.js'

/** The environment's name, its tables, buckets and APIs, and the values of awsup.yaml where it has any: awsup's own keys in a file of Amplify's. Pure. */
export function ownKeys({values, data, apis}: Told, ids: EnvironmentIds): object {
  const found = findApis({apis}, ids)
  return {
    environment: ids.environment,
    ...findData({data}, ids),
    ...(Object.keys(found).length > 0 ? {apis: found} : {}),
    ...(values.size > 0 ? {values: Object.fromEntries(values)} : {}),
  }
}

/** Keys of things, and whether a value of one may be awsup's. */
const THINGS = new Map([
  ['tables', isDataThings],
  ['buckets', isDataThings],
  ['apis', isApis],
])

/**
 * The same among other keys. What others keep under these names stays, where it is nothing that awsup writes. Pure.
 *
 * @param kept what the object holds
 */
export function editsOfOwn(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const isOthersName = 'environment' in kept && typeof kept.environment !== 'string'
  const ours = new Map<string, unknown>(Object.entries(ownKeys(told, ids)))
  const held = new Map<string, unknown>(Object.entries(kept))
  const things = [...THINGS.keys()].filter((name) => held.has(name))
  const isOurThing = (name: string): boolean => THINGS.get(name)?.(held.get(name)) === true
  const isOthersThing = (name: string): boolean => things.includes(name) && !isOurThing(name)
  const hadValues = told.values.size === 0 && 'values' in kept && isTexts(kept.values)
  return [
    ...[...ours]
      .filter(([name]) => !(isOthersName && name === 'environment') && !isOthersThing(name))
      .map(([name, value]) => ({at: [name], value})),
    ...things.filter((name) => !ours.has(name) && isOurThing(name)).map((name) => ({at: [name], value: undefined})),
    ...(hadValues ? [{at: ['values'], value: undefined}] : []),
  ]
}
