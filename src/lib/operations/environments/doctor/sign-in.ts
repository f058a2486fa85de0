import {requireEnvironment} from '../../../project/project.js'
import type {Session} from '../../../project/session.js'
import {personAddress} from '../../users/people.js'
import {envFlag} from '../../users/rotation/rotation.js'
import {DAY_MS, type UserKey, type UserState} from '../../users/state.js'
import {readStates} from '../../users/states.js'
import type {Finding} from './finding.js'

/** Keys that are older than so many days, or were not used for as long, are told. */
export const MAX_KEY_AGE_DAYS = 90

/** Old and unused access keys of an environment's IAM users, and passwords without MFA. A disabled user has none of it. */
export async function checkSignIn(session: Session, name: string, maxAgeDays: number): Promise<readonly Finding[]> {
  const environment = requireEnvironment(session.project, name)
  // People are in the account of the organization, which they cannot look at themselves.
  const states = await readStates(session, [environment], {people: session.actor.kind === 'administrator'})
  return [...states].flatMap(([address, state]) => {
    const user = address.slice(address.indexOf('.user.') + '.user.'.length)
    const isPerson = address === personAddress(user)
    const asked = {address, user, maxAgeDays, environment: isPerson ? undefined : environment}
    return state === undefined || state.disabled ? [] : findingsOf(asked, state)
  })
}

interface Asked {
  readonly address: string
  readonly user: string
  /** Absent in the management account. */
  readonly environment: string | undefined
  readonly maxAgeDays: number
}

function findingsOf(asked: Asked, {keys, password, mfa}: UserState): readonly Finding[] {
  const {address, user, environment} = asked
  const active = keys.filter(({status}) => status === 'Active')
  const withoutMfa: Finding = {
    ...{about: 'aws', subject: address},
    problem: 'has a console password and no MFA device',
    fix: `${user} signs in and registers an authenticator (Security credentials, Assign MFA device); until then, to keep the account out of reach: awsup user disable ${user}${envFlag(environment)}`,
  }
  return [
    ...(password && mfa === 'none' ? [withoutMfa] : []),
    ...active.flatMap((key) => findingOf(asked, {key, isOnly: keys.length === 1})),
  ]
}

/** A key that nothing uses is taken out of use, not replaced. */
function findingOf(
  {address, user, environment, maxAgeDays}: Asked,
  {key, isOnly}: {readonly key: UserKey; readonly isOnly: boolean},
): readonly Finding[] {
  const about = {about: 'aws', subject: address} as const
  const unusedDays = daysSince(key.lastUsed?.at ?? key.createdAt)
  if (unusedDays >= maxAgeDays) {
    const what = key.lastUsed === undefined ? 'was never used' : `was not used for ${unusedDays} days`
    const problem = `has the access key ${key.id}, which ${what} and is ${key.ageDays} days old`
    const enter = environment === undefined ? '' : `awsup exec ${environment} -- `
    const fix = `${enter}aws iam update-access-key --user-name ${user} --access-key-id ${key.id} --status Inactive`
    return [{...about, problem, fix}]
  }
  if (key.ageDays < maxAgeDays) return []
  const problem = `has the access key ${key.id}, which is ${key.ageDays} days old`
  const rotate = `awsup user keys rotate ${user}${envFlag(environment)}`
  return [{...about, problem, fix: isOnly ? rotate : `${rotate} --finish`}]
}

const daysSince = (at: string): number => Math.floor((Date.now() - Date.parse(at)) / DAY_MS)
