import type {AwsCredentials} from '../../aws/credentials/credentials.js'
import {requireAccount} from '../../aws/credentials/identity.js'
import {findPortalSession, type PortalSession} from '../../aws/sign-in/portal-session.js'
import {openPortal} from '../../aws/sign-in/portal.js'
import {UsageError} from '../../base/errors.js'
import {GLOBAL_REGION} from '../../base/regions.js'
import {notGiven, requireRole, setOwner} from '../../project/actor.js'
import type {Project} from '../../project/project.js'
import {openKnownDoor, type SessionOptions} from '../../project/session.js'
import type {ActingAs} from '../../sessions/entry.js'
import {openIds} from '../environments/environments.js'

/** The session of IAM Identity Center by which the caller enters environments; `undefined`: by credentials of their own. */
export async function findPortal(
  project: Project,
  {profile}: Pick<SessionOptions, 'profile'>,
): Promise<PortalSession | undefined> {
  const {manifest, target} = project
  if (manifest.identityCenter === undefined || target === 'sandbox') return undefined
  const findIds = openIds(project)
  const accounts = [...manifest.environments.keys()].flatMap((name) => findIds(name)?.accountId ?? [])
  return findPortalSession({profile, session: manifest.project, accounts})
}

interface Entering {
  readonly environment: string
  readonly accountId: string
  readonly region: string
  readonly session: PortalSession
}

/**
 * Credentials of the permission set that the person has in the environment, which the portal gives. Throws AccessError
 * where nobody is signed in, and where the person has no role there, or not the one that is asked for; UsageError where
 * there are several, or a length is asked for: the permission set says how long a session lasts.
 */
export async function enterByPortal(
  project: Project,
  {environment, accountId, region, session}: Entering,
  options: SessionOptions,
): Promise<AwsCredentials & Entered> {
  const {role: wished, durationS} = options.wish ?? {}
  if (wished !== undefined) requireRole(project.manifest, wished)
  const asked = wished ?? roleOfProfile(project, {environment, accountId, session})
  if (durationS !== undefined) {
    throw new UsageError('with IAM Identity Center the permission set says how long a session lasts', {
      hint: 'Leave out --duration, or have roles.<name>.sessionDuration changed in awsup.yaml.',
      details: {flag: '--duration'},
    })
  }
  const door = await openKnownDoor(project, options)
  const portal = openPortal(await door.portal(session.region), session)
  const held = (await portal.roles(accountId)).flatMap((set) => {
    const owner = setOwner(project, set)
    return owner?.environment === environment ? [{set, role: owner.role}] : []
  })
  const {set, role} = choose(project, {held, environment, asked})
  const credentials = await portal.credentials(accountId, set)
  const {sts} = await door.withKeys({accountId, region: GLOBAL_REGION}, credentials)
  const {readIdentity} = await import('../../aws/credentials/identity.js')
  const identity = await readIdentity(sts)
  requireAccount(identity, accountId)
  const user = identity.arn.split('/').at(-1)
  return {as: {...(user !== undefined && {user}), role}, accountId, region, ...credentials}
}

/** The role that a profile of `awsup profiles sync` names, where it is one of this environment. */
function roleOfProfile(
  project: Project,
  {environment, accountId, session: {chosen}}: Omit<Entering, 'region'>,
): string | undefined {
  const owner = chosen?.accountId === accountId ? setOwner(project, chosen.set) : undefined
  return owner?.environment === environment ? owner.role : undefined
}

interface Entered {
  readonly as: ActingAs
  readonly accountId: string
  readonly region: string
}

interface Held {
  readonly set: string
  readonly role: string
}

function choose(
  {manifest}: Project,
  {
    held,
    environment,
    asked,
  }: {readonly held: readonly Held[]; readonly environment: string; readonly asked: string | undefined},
): Held {
  const found = asked === undefined ? held : held.filter(({role}) => role === asked)
  const [first, second] = found
  if (first && second === undefined) return first
  const names = held.map(({role}) => role)
  if (first && second) {
    throw new UsageError(`you have several roles in ${environment}: ${names.join(', ')}`, {
      code: 'SEVERAL_ROLES',
      hint: `Say which: --role ${first.role}`,
      details: {environment, roles: names},
    })
  }
  throw notGiven(manifest, {environment, asked, given: names})
}
