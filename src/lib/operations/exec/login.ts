import type {Project} from '../../project/project.js'
import {findActor, openKnownDoor, type SessionOptions} from '../../project/session.js'
import {AccessError, UsageError} from '../../base/errors.js'

/** Whose session is open, and until when. */
export interface LoggedIn {
  readonly user: string
  /** Environment → role. */
  readonly roles: Readonly<Record<string, string>>
  /** ISO 8601. */
  readonly expiration: string
}

/**
 * Opens the session from which a person's roles are assumed, with a code of the MFA device; one that is open is kept. Throws
 * AccessError for who has no roles in awsup.yaml.
 */
export async function logIn(project: Project, options: SessionOptions): Promise<LoggedIn> {
  if (project.manifest.identityCenter && project.target !== 'sandbox') {
    throw new UsageError('people sign in with IAM Identity Center here, which needs no code', {
      code: 'OTHER_SIGN_IN',
      hint: `Sign in there: aws sso login --sso-session ${project.manifest.project}. The section is written by awsup profiles sync.`,
    })
  }
  const door = await openKnownDoor(project, options)
  const caller = await door.caller()
  const actor = await findActor(project, caller)
  const roles = Object.fromEntries((actor.kind === 'person' && project.manifest.users.get(actor.name)?.roles) || [])
  if (actor.kind !== 'person') {
    throw new AccessError(`${caller.arn} is no user with roles in awsup.yaml`, {
      code: 'NOT_GRANTED',
      hint: 'Administrators need no login: awsup uses their credentials as they are. A colleague signs in with the own access key: --profile <name>.',
      details: {arn: caller.arn},
    })
  }
  if (Object.keys(roles).length === 0) {
    throw new AccessError(`${actor.name} has no roles in awsup.yaml`, {
      code: 'NOT_GRANTED',
      hint: `An administrator of the organization gives them: users.${actor.name}.roles in awsup.yaml, then awsup apply.`,
      details: {arn: caller.arn, user: actor.name},
    })
  }
  const {expiration} = await door.signIn()
  return {user: actor.name, roles, expiration: expiration.toISOString()}
}
