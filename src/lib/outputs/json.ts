import {makeFacts} from './facts.js'
import type {EnvironmentIds} from './ids.js'
import {loadObject, merge, renderObject} from './json-object.js'
import type {Told} from './settings.js'

interface JsonInput {
  readonly path: string
  readonly endpoint: string | undefined
  readonly told: Told
  readonly ids: EnvironmentIds
  /** The file as it is; `undefined` when there is none. */
  readonly existing: string | undefined
}

/** Keys that are awsup's also where this environment has nothing to say under them. */
const OURS_AT_TIMES = ['userPoolClientId', 'domain', 'endpoint', 'values']

/**
 * A JSON file that an application fetches when it starts, so that one build serves all environments: see `Facts`. Every
 * key that is not awsup's is kept. Throws ConflictError when the file that is there is not a JSON object.
 */
export function renderJson({path, endpoint, told, ids, existing}: JsonInput): string {
  return renderObject(merge(loadObject(path, existing), makeFacts({...told, ids, endpoint}), OURS_AT_TIMES))
}
