import {makeFacts} from '../content/facts.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {JsonEdit} from '../edit/json-edit.js'
import type {Told} from '../content/settings.js'

interface JsonInput {
  readonly endpoint: string | undefined
  readonly told: Told
  readonly ids: EnvironmentIds
}

/** Keys that are awsup's also where this environment has nothing to say under them. */
const OURS_AT_TIMES = ['userPoolClientId', 'domain', 'endpoint', 'values']

/**
 * A JSON file that an application fetches when it starts, so that one build serves all environments: see `Facts`. Every
 * key that is not awsup's is kept. Pure.
 */
export function editsOfJson({endpoint, told, ids}: JsonInput): readonly JsonEdit[] {
  const facts = Object.entries(makeFacts({...told, ids, endpoint}))
  const names = new Set(facts.map(([name]) => name))
  return [
    ...OURS_AT_TIMES.filter((name) => !names.has(name)).map((name) => ({at: [name], value: undefined})),
    ...facts.map(([name, value]: [string, unknown]) => ({at: [name], value})),
  ]
}
