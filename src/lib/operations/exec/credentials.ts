import {ACCESS_ROLE} from '../../base/access-role.js'
import type {Door} from '../../aws/door.js'
import {type Actor, actorOf, roleOf, type Wish} from '../../project/actor.js'
import {openGuard, requireNamed} from '../../project/ownership.js'
import {recordsFolder, requireEnvironment, type Project, type Target} from '../../project/project.js'
import {openFileRecords} from '../../records/files/file-records.js'
import type {ActingAs} from '../../sessions/entry.js'
import {findActor, openKnownDoor, type SessionOptions} from '../../project/session.js'
import {requireIds} from '../environments/environments.js'
import {keepRole, type KeptOptions} from './kept.js'
import {enterByPortal, findPortal} from './portal.js'

/** Short-lived credentials of an environment, for one session. */
export interface EnvironmentCredentials {
  /** Whom they were given to, and as what: a role of awsup.yaml, or the role by which administrators enter. */
  readonly as: ActingAs
  readonly accountId: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration: Date
}

/**
 * Enters the environment's account, once AWS said that it is that, and answers what to sign with. A session that an
 * earlier run made from the same files, settings and keys is taken again (docs/decisions/accounts/0037).
 */
export async function openCredentials(
  project: Project,
  environment: string,
  options: SessionOptions & Pick<KeptOptions, 'leastLeftMs'>,
): Promise<EnvironmentCredentials> {
  const kept = keepRole(project, environment, options)
  const {accountId, region} = requireIds(project, requireEnvironment(project, environment))
  const portal = await findPortal(project, options)
  if (portal) return enterByPortal(project, {environment, accountId, region, session: portal}, options)
  const session = await kept(async () => {
    const door = await openKnownDoor(project, options)
    const records = await openFileRecords(recordsFolder(project)).list()
    const caller = await door.caller()
    const actor = actorOf(project, records, caller)
    if (actor.kind === 'administrator') {
      requireNamed(project, records, {environment, own: caller.accountId})
      await openGuard({door, project, records})(accountId)
    }
    const as = actingAs(project, {actor, environment, wish: options.wish ?? {}})
    const credentials = await door.credentialsFor(accountId)
    // Those of somebody who is in the account already are the caller's own.
    return {accountId, as, credentials, keep: actor.kind !== 'role'}
  })
  return {as: session.as, accountId: session.accountId, region, ...session.credentials}
}

interface Acting {
  readonly actor: Actor
  readonly environment: string
  readonly wish: Wish
}

/** Who acts in an environment as what. Throws AccessError where awsup.yaml gives no such role. Pure. */
function actingAs({manifest}: Project, {actor, environment, wish}: Acting): ActingAs {
  if (actor.kind === 'role') return {role: actor.role, ...(actor.user !== undefined && {user: actor.user})}
  if (actor.kind === 'person') return {user: actor.name, role: roleOf(manifest, {name: actor.name, environment, wish})}
  return {role: wish.role ?? manifest.environments.get(environment)?.account?.role ?? ACCESS_ROLE}
}

/** Who a session acts as. */
export interface Identity {
  readonly target: Target
  readonly accountId: string
  readonly arn: string
  readonly userId: string
  /** A person of awsup.yaml. */
  readonly user?: string
  /** Environment → role, of a person, or of who has assumed a role already. */
  readonly roles?: Readonly<Record<string, string>>
}

export async function readIdentity(
  door: Door,
  {target, project}: {readonly target: Target; readonly project?: Project},
): Promise<Identity> {
  const caller = await door.caller()
  if (!project) return {target, ...caller}
  const actor = await findActor(project, caller)
  if (actor.kind === 'administrator') return {target, ...caller}
  if (actor.kind === 'role') {
    const user = actor.user === undefined ? {} : {user: actor.user}
    return {target, ...caller, ...user, roles: {[actor.environment]: actor.role}}
  }
  const roles = Object.fromEntries(project.manifest.users.get(actor.name)?.roles ?? [])
  return {target, ...caller, user: actor.name, roles}
}
