import {variableName} from '../../text/variable-name.js'
import {either, record} from '../read/collections.js'
import {text, type Rule} from '../read/scalars.js'
import {shaped} from '../read/shape.js'
import {refused, type Read, type Spot} from '../read/spot.js'
import {environmentName, MOST_ENVIRONMENTS, every, pattern} from '../rules/names.js'
import {template} from '../rules/placeholders.js'

/** Names of environment variables that outputs give to ids. */
const TAKEN =
  /^(ENVIRONMENT|TARGET|ACCOUNT_ID|AWS_.*|REGION|USER_POOL_.*|IDENTITY_POOL_ID|GROUP_ROLE_ARNS|API_ENDPOINTS|(TABLE|BUCKET)_(NAMES|ARNS)|DOMAIN|ENDPOINT)$/

const valueName: Rule = every(
  pattern(
    'be 1–64 letters, digits, hyphens and underscores that begin with a letter',
    /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    'For example: todosTable',
  ),
  (name) => (TAKEN.test(variableName(name)) ? {must: 'be another: outputs have an id of that name'} : undefined),
)

const valueText: Rule = every(
  template,
  pattern('be one line of 1–1024 characters', /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,1024}$/u),
  // A dotenv file, which knows no escapes, has no way to write these.
  pattern('have no backtick and no backslash at the end', /^[^`]*(?<!\\)$/),
)

/** What applications are told beside ids: one text for all environments, or one for each by its name. */
export type Values = ReadonlyMap<string, string | ReadonlyMap<string, string>>

/** No two names may become the same environment variable. */
function distinct<T>(read: Read<T>): Read<ReadonlyMap<string, T>> {
  const all = record({name: valueName, read, max: 100})
  return shaped(all.shape, (spot) => {
    const found = all(spot)
    requireDistinct([...found.keys()], spot)
    return found
  })
}

/** `values`: `{ table: "todos-{env}", apiUrl: { dev: …, prod: … } }`. */
export const values: Read<Values> = distinct(
  either(text(valueText), record({name: environmentName, read: text(valueText), max: MOST_ENVIRONMENTS})),
)

/** `environments.<name>.values`: those of one environment, before what stands at the top. */
export const ownValues = distinct(text(valueText))

/** No two names become the same environment variable. */
function requireDistinct(names: readonly string[], spot: Spot): void {
  const twins = findTwins(names)
  if (!twins) return
  const [first, second] = twins
  throw refused(
    spot,
    `has ${first} and ${second}, which are both ${variableName(second)} as an environment variable`,
    'Rename one of them.',
  )
}

/** The first two names that become the same environment variable. Pure. */
export function findTwins(names: Iterable<string>): readonly [first: string, second: string] | undefined {
  const variables = new Map<string, string>()
  for (const name of names) {
    const other = variables.get(variableName(name))
    if (other !== undefined) return [other, name]
    variables.set(variableName(name), name)
  }
  return undefined
}

/** What an environment is told, its own before what is said for all. Pure. */
export const valuesOf = (
  name: string,
  own: ReadonlyMap<string, string> | undefined,
  shared: Values,
): ReadonlyMap<string, string> =>
  new Map([
    ...[...shared].flatMap(([key, said]): [string, string][] => {
      const told = typeof said === 'string' ? said : said.get(name)
      return told === undefined ? [] : [[key, told]]
    }),
    ...(own ?? []),
  ])
