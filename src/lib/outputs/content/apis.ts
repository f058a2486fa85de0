import {apiVariable} from '../../text/variable-name.js'
import type {EnvironmentIds} from './ids.js'
import type {ApiFact, Told} from './settings.js'

/** Name in awsup.yaml → API. */
export type Apis = Readonly<Record<string, ApiFact>>

/** The APIs that have a name; none in the sandbox, which serves no API. Pure. */
export const findApis = ({apis}: Pick<Told, 'apis'>, {target}: Pick<EnvironmentIds, 'target'>): Apis =>
  target === 'sandbox' ? {} : Object.fromEntries(apis ?? [])

/** The same as environment variables: `API_ORDERS`. */
export const apiVariables = (
  told: Pick<Told, 'apis'>,
  ids: Pick<EnvironmentIds, 'target'>,
): readonly (readonly [string, string])[] =>
  Object.entries(findApis(told, ids)).map(([name, {endpoint}]) => [apiVariable(name), endpoint] as const)

/** Whether it may be what awsup writes of APIs. Anything else is somebody else's. Pure. */
export const isApis = (value: unknown): value is Apis =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(
    (one: unknown) =>
      typeof one === 'object' && one !== null && 'endpoint' in one && 'region' in one && Object.keys(one).length === 2,
  )

/** Names of the APIs that awsup wrote into a file of Amplify's: it says so itself, under `apis`. Pure. */
export const namesBefore = (kept: object): readonly string[] =>
  'apis' in kept && isApis(kept.apis) ? Object.keys(kept.apis) : []
