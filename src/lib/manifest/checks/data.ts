import {ManifestError} from '../../base/errors.js'
import {findNearest} from '../../text/nearest.js'
import {bucketVariable, tableVariable, variableName} from '../../text/variable-name.js'
import {bucketNameOf, chosenName, tableNameOf} from '../desired/data/names.js'
import type {DataName} from '../data.js'
import type {Environment, Manifest} from '../manifest.js'
import {becomes, dotted} from '../read/becomes.js'
import type {Rule} from '../read/scalars.js'
import {show} from '../read/show.js'
import type {Source} from '../read/source.js'
import {bucketNameOnAws, chosenBucketName, tableNameOnAws} from '../sections/data/rules.js'

/** Twelve digits, as long as every account's id. */
const SOME_ACCOUNT = '000000000000'

/** What names of `data` become in each environment, and whether no two are the same. Throws ManifestError. */
export function checkData(manifest: Manifest, source: Source): void {
  const {tables, buckets} = manifest.data
  checkVariables(manifest, source)
  checkEnvironments(manifest, source)
  const taken = new Map<string, string>()
  for (const environment of manifest.environments.values()) {
    const {name: env, region} = environment
    for (const [key, table] of tables) {
      const path = pathOf(['data', 'tables', key], table, environment)
      const name = tableNameOf(key, table, {manifest, environment})
      requireName({path, name, rule: tableNameOnAws, environment}, source)
      requireFree({path, name, place: `table ${accountOf(environment)} ${region} ${name}`, env}, taken, source)
    }
    for (const [key, bucket] of buckets) {
      const path = pathOf(['data', 'buckets', key], bucket, environment)
      const name = bucketNameOf(key, bucket, {manifest, environment})
      const isChosen = chosenName(bucket.name, {manifest, environment}) !== undefined
      const rule = isChosen ? chosenBucketName : bucketNameOnAws
      requireName({path, name: name.replace('{account}', SOME_ACCOUNT), rule, environment}, source)
      requireFree({path, name, place: `bucket ${name}`, env}, taken, source)
    }
  }
}

function pathOf(
  path: readonly string[],
  {name}: {readonly name: DataName | undefined},
  {name: env}: Environment,
): readonly string[] {
  if (typeof name === 'string') return [...path, 'name']
  return name?.has(env) ? [...path, 'name', env] : path
}

/** Environments that a name is given for and awsup.yaml does not have. Throws ManifestError. */
function checkEnvironments({data, environments}: Manifest, source: Source): void {
  const known = [...environments.keys()]
  for (const sort of ['tables', 'buckets'] as const) {
    for (const [key, {name}] of data[sort]) {
      const named = name === undefined || typeof name === 'string' ? [] : [...name.keys()]
      const unknown = named.find((one) => !environments.has(one))
      if (unknown === undefined) continue
      const meant = findNearest(unknown, known)
      throw new ManifestError(`${dotted(['data', sort, key, 'name', unknown])} is no environment of awsup.yaml`, {
        at: source.at(['data', sort, key, 'name', unknown]),
        hint: meant === undefined ? `It has: ${known.join(', ')}.` : `Did you mean ${meant}?`,
      })
    }
  }
}

/** Where environments have an account of their own, names of tables are the environment's. */
const accountOf = ({name, account}: Environment): string => account?.id ?? `of ${name}`

interface Named {
  readonly path: readonly string[]
  readonly name: string
  readonly rule: Rule
  readonly environment: Environment
}

function requireName({path, name, rule, environment}: Named, source: Source): void {
  const problem = rule(name)
  if (!problem) return
  const isLong = path[1] === 'buckets' && name.length > 63
  throw becomes(
    {
      path,
      value: name,
      name: environment.name,
      problem: isLong
        ? {must: `have at most 63 characters, and has ${name.length}`, hint: 'Shorten it, or choose another: name.'}
        : {...problem, hint: problem.hint ?? 'Choose what AWS calls it: name.'},
    },
    source,
  )
}

interface Taking {
  readonly path: readonly string[]
  readonly name: string
  readonly place: string
  readonly env: string
}

function requireFree({path, name, place, env}: Taking, taken: Map<string, string>, source: Source): void {
  const here = `${dotted(path)} of ${env}`
  const other = taken.get(place)
  if (other !== undefined)
    throw new ManifestError(`${dotted(path)} is ${show(name)} for ${env}, and so is ${other}`, {
      at: source.at(path),
      hint: 'Environments that share an account need names of their own: name: "<name>-{env}".',
    })
  taken.set(place, here)
}

/** Outputs have a variable for the name of each, and one for each value. */
function checkVariables({data: {tables, buckets}, environments}: Manifest, source: Source): void {
  const taken = new Map<string, string>()
  for (const {values} of environments.values()) {
    for (const name of values.keys()) taken.set(variableName(name), `values.${name}`)
  }
  const all = [
    ...[...tables.keys()].map((key) => [['data', 'tables', key], tableVariable(key)] as const),
    ...[...buckets.keys()].map((key) => [['data', 'buckets', key], bucketVariable(key)] as const),
  ]
  for (const [path, variable] of all) {
    for (const one of [variable, `${variable}_ARN`]) {
      const other = taken.get(one)
      if (other !== undefined)
        throw new ManifestError(`${dotted(path)} is ${one} as an environment variable, and so is ${other}`, {
          at: source.at(path),
          hint: 'Rename one of them.',
        })
      taken.set(one, dotted(path))
    }
  }
}
