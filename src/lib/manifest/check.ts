import {ManifestError} from '../errors.js'
import {checkPool} from './check-pool.js'
import type {AccessRule, Environment, Manifest} from './manifest.js'
import type {Rule} from './read/scalars.js'
import {show, showName} from './read/show.js'
import type {Source} from './read/source.js'
import {emailAddress} from './rules/email.js'
import {bucketName, domainPrefix, functionName, tableName} from './rules/places.js'
import {expand} from './rules/placeholders.js'

/** Checks that need more than one place of the file: what names become, and what must not be shared. */
export function check(manifest: Manifest, source: Source): void {
  checkEmails(manifest, source)
  for (const environment of manifest.environments.values()) {
    checkPool(environment, source)
    checkAuth(environment, source)
    checkAccess({manifest, environment, source})
  }
  checkNoneTwice(manifest, source)
  checkGuests(manifest, source)
}

function checkEmails({organization, environments}: Manifest, source: Source): void {
  const taken = new Map<string, string>()
  for (const {name, email} of environments.values()) {
    const own = ['environments', name, 'email']
    const isOwn = source.document.hasIn(own)
    const path = isOwn ? own : ['organization', 'email']
    const problem = emailAddress(email)
    if (problem) {
      throw new ManifestError(`${path.join('.')} becomes ${show(email)} for ${name}, must ${problem.must}`, {
        at: source.at(path),
        hint: problem.hint,
      })
    }
    const other = taken.get(email.toLowerCase())
    if (other !== undefined)
      throw sharedEmail({path, name, other, hasPlaceholder: organization.email.includes('{env}')}, source)
    taken.set(email.toLowerCase(), name)
  }
}

interface SharedEmail {
  readonly path: readonly string[]
  readonly name: string
  readonly other: string
  readonly hasPlaceholder: boolean
}

function sharedEmail({path, name, other, hasPlaceholder}: SharedEmail, source: Source): ManifestError {
  const hint = 'Every AWS account needs an address of its own, for example aws+{env}@acme.dev.'
  return path[0] === 'organization' && !hasPlaceholder
    ? new ManifestError(`organization.email is the same for ${other} and ${name}, must contain {env}`, {
        at: source.at(path),
        hint,
      })
    : new ManifestError(`environments.${name}.email is also used by environments.${other}`, {at: source.at(path), hint})
}

function checkAuth({name, auth}: Environment, source: Source): void {
  const own = ['environments', name, 'auth']
  const placed = (field: string): readonly string[] =>
    source.document.hasIn([...own, field]) ? [...own, field] : ['auth', field]
  if (auth.domain !== undefined) {
    const problem = domainPrefix(auth.domain)
    if (problem) throw becomes({path: placed('domain'), value: auth.domain, name, problem}, source)
  }
}

/** Table, bucket and function names as each environment will have them. */
function checkAccess({
  manifest,
  environment,
  source,
}: {
  manifest: Manifest
  environment: Environment
  source: Source
}): void {
  for (const sort of ['authenticated', 'guests'] as const) {
    for (const [index, rule] of manifest.access[sort].entries()) {
      const [field, value, check] = nameIn(rule)
      const name = expand(value, {project: manifest.project, env: environment.name})
      const problem = check(name)
      if (problem)
        throw becomes(
          {path: ['access', sort, String(index), ...field], value: name, name: environment.name, problem},
          source,
        )
    }
  }
}

function nameIn(rule: AccessRule): readonly [field: readonly string[], value: string, rule: Rule] {
  if ('dynamodb' in rule) return [['dynamodb', 'table'], rule.dynamodb.table, tableName]
  if ('s3' in rule) return [['s3', 'bucket'], rule.s3.bucket, bucketName]
  return [['lambda', 'function'], rule.lambda.function, functionName]
}

interface Becomes {
  readonly path: readonly string[]
  readonly value: string
  readonly name: string
  readonly problem: {readonly must: string; readonly hint?: string | undefined}
}

const becomes = ({path, value, name, problem}: Becomes, source: Source): ManifestError =>
  new ManifestError(`${dotted(path)} is ${show(value)} for ${name}, must ${problem.must}`, {
    at: source.at(path),
    hint: problem.hint,
  })

const dotted = (path: readonly string[]): string => path.join('.').replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]')

/** IAM tells names apart without regard to capitals. */
function checkNoneTwice({users, userGroups}: Manifest, source: Source): void {
  for (const [section, names] of [
    ['users', [...users.keys()]],
    ['userGroups', [...userGroups.keys()]],
  ] as const) {
    const twice = firstTwice(names.map((name) => name.toLowerCase()))
    if (!twice) continue
    const [first, second] = twice.map((index) => names[index] ?? '')
    throw new ManifestError(
      `${section}.${showName(second ?? '')} differs from ${section}.${showName(first ?? '')} only in capitals`,
      {
        at: source.at([section, second ?? '']),
        hint: 'IAM takes them for the same name.',
      },
    )
  }
}

function firstTwice(values: readonly string[]): readonly [number, number] | undefined {
  const second = values.findIndex((value, index) => values.indexOf(value) < index)
  return second < 0 ? undefined : [values.indexOf(values[second] ?? ''), second]
}

function checkGuests({access, environments}: Manifest, source: Source): void {
  if (access.guests.length === 0 || [...environments.values()].some(({auth}) => auth.guests)) return
  throw new ManifestError('access.guests has rules, but guests are off in every environment', {
    at: source.at(['access', 'guests']),
    hint: 'Set auth.guests to true, or remove the rules.',
  })
}
