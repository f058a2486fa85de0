import {makeFacts} from '../content/facts.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {JsonEdit} from '../edit/json-edit.js'
import type {Told} from '../content/settings.js'
import {renderJson} from '../edit/render-keys.js'
import type {Format} from './format.js'
import {ENDPOINT, endpoint} from './options.js'

export const json: Format<'json'> = {
  options: ENDPOINT,
  forFrontEnds: false,
  partOf: () => 'keys',
  page: {
    path: 'any',
    options: '`endpoint`',
    readers: 'any application, with `fetch`, when it starts',
    survives: 'every key that is not in the list below',
  },
  read: ({path, fields}) => ({format: 'json', path, endpoint: fields('endpoint', endpoint)}),
  render: ({path, endpoint}, {told, ids, existing}) =>
    renderJson({path, existing, editsOf: () => editsOfJson({endpoint, told, ids})}),
}

interface JsonInput {
  readonly endpoint: string | undefined
  readonly told: Told
  readonly ids: EnvironmentIds
}

/** Keys that are awsup's also where this environment has nothing to say under them. */
const OURS_AT_TIMES = ['userPoolClientId', 'groupRoleArns', 'domain', 'endpoint', 'tables', 'buckets', 'apis', 'values']

/**
 * A JSON file that an application fetches when it starts, so that one build serves all environments: see `Facts`. Every
 * key that is not awsup's is kept. Pure.
 */
function editsOfJson({endpoint, told, ids}: JsonInput): readonly JsonEdit[] {
  const facts = Object.entries(makeFacts({...told, ids, endpoint}))
  const names = new Set(facts.map(([name]) => name))
  return [
    ...OURS_AT_TIMES.filter((name) => !names.has(name)).map((name) => ({at: [name], value: undefined})),
    ...facts.map(([name, value]: [string, unknown]) => ({at: [name], value})),
  ]
}
