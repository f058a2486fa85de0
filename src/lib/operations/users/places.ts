import {ConflictError, UsageError} from '../../base/errors.js'
import type {Engine} from '../../engine/engine.js'
import {show} from '../../manifest/read/show.js'
import {userName} from '../../manifest/rules/names.js'
import {MANIFEST, requireEnvironments, type Project} from '../../project/project.js'
import type {Recorded} from '../../records/records.js'
import {personAddress} from './people.js'
import {findNearest} from '../../text/nearest.js'

/** Where awsup.yaml puts an IAM user of somebody. */
export interface MeantPlace {
  /** `undefined` in the management account. */
  readonly environment: string | undefined
  /** `dev.user.alice` */
  readonly address: string
}

/** An IAM user that was made. */
export interface UserPlace extends MeantPlace {
  readonly accountId: string
  readonly region: string
  /** The name that it has on AWS. */
  readonly user: string
}

/** Whose IAM users are meant, and in which environments: in all of theirs where none is named. */
export interface UserChoice {
  readonly name: string
  readonly environments?: readonly string[] | undefined
}

/** Everywhere that a user of awsup.yaml has an IAM user. The one place that knows it. */
export function placesOf({manifest}: Pick<Project, 'manifest'>, name: string): readonly MeantPlace[] {
  const user = manifest.users.get(name)
  if (user?.roles && manifest.identityCenter) return []
  if (user?.roles) return [{environment: undefined, address: personAddress(name)}]
  return (user?.environments ?? []).map((environment) => ({environment, address: `${environment}.user.${name}`}))
}

/** As people read it: `dev`. */
export const renderPlace = ({environment}: Pick<MeantPlace, 'environment'>): string =>
  environment ?? 'the management account'

/**
 * Where the user is meant to be, of the named environments. Throws UsageError for a name that no IAM user can have, a user
 * that awsup.yaml has not, and an environment that the user is not in. Asks nobody.
 */
export function requireMeant(project: Project, {name, environments = []}: UserChoice): readonly MeantPlace[] {
  requireKnown(project, name)
  requireIamUser(project, name)
  requireEnvironments(project, environments)
  const places = placesOf(project, name)
  const chosen = new Set(environments)
  const outside = environments.find((environment) => places.every((place) => place.environment !== environment))
  if (outside !== undefined) {
    throw new UsageError(`${show(name)} is not in ${outside}`, {
      code: 'NO_USER',
      hint: `${MANIFEST} has ${name} in: ${places.map(renderPlace).join(', ')}.`,
      details: {user: name, environment: outside},
    })
  }
  return chosen.size === 0
    ? places
    : places.filter(({environment}) => environment !== undefined && chosen.has(environment))
}

/** Keys, passwords and MFA of people in IAM Identity Center are its own, and have no API (Identity Store API reference). */
function requireIamUser({manifest}: Project, name: string): void {
  if (!manifest.identityCenter || !manifest.users.get(name)?.roles) return
  throw new UsageError(`${show(name)} signs in with IAM Identity Center, and is no IAM user`, {
    code: 'OTHER_SIGN_IN',
    hint: 'Passwords, MFA devices and disabling are done in its console: IAM Identity Center, Users. What awsup gives is in awsup.yaml: users.<name>.roles.',
    details: {user: name},
  })
}

function requireKnown({manifest}: Project, name: string): void {
  if (manifest.users.has(name)) return
  const known = [...manifest.users.keys()]
  const wrong = userName(name)
  if (wrong) {
    throw new UsageError(`there is no user ${show(name)} in ${MANIFEST}, and can be none: a name must ${wrong.must}`, {
      hint: wrong.hint,
      details: {argument: 'name'},
    })
  }
  const nearest = findNearest(name, known)
  throw new UsageError(`there is no user ${show(name)} in ${MANIFEST}`, {
    code: 'NO_USER',
    hint:
      nearest === undefined
        ? `${MANIFEST} has: ${known.join(', ') || 'no users'}. A user that is no longer in it: awsup user delete <name>`
        : `Did you mean ${show(nearest)}?`,
    details: {user: name},
  })
}

/**
 * Those that are made, by the records. One that is not made yet is told as a warning; throws ConflictError `NOT_MADE` where
 * none is.
 */
export async function requireMade(
  {records, report}: Pick<Engine, 'records' | 'report'>,
  {name, places}: {readonly name: string; readonly places: readonly MeantPlace[]},
): Promise<readonly UserPlace[]> {
  const made = madeOf(await records.list(), places)
  const missing = places.filter(({address}) => made.every((place) => place.address !== address))
  const where = missing.map(renderPlace).join(', ')
  if (made.length === 0) {
    const env = missing[0]?.environment
    throw new ConflictError(`user ${name} is not made yet in ${where}`, {
      code: 'NOT_MADE',
      hint: `Make it first: awsup apply${env === undefined ? '' : ` --env ${env}`}`,
      details: {user: name},
    })
  }
  if (missing.length > 0)
    report({
      type: 'warning',
      code: 'NOT_MADE',
      message: `user ${name} is not made yet in ${where}: nothing is done there`,
    })
  return made
}

/** Of these, those that are on record. Pure. */
export const madeOf = (records: readonly Recorded[], places: readonly MeantPlace[]): readonly UserPlace[] =>
  places.flatMap((place) => {
    const found = records.find(({address, kind}) => address === place.address && kind === 'iam-user')
    return found ? [{...place, accountId: found.accountId, region: found.region, user: found.id}] : []
  })
