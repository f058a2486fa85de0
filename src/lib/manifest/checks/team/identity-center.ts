import {ManifestError} from '../../../base/errors.js'
import {SET_NAME_MAX, setName} from '../../../access/team/names.js'
import {rolesIn} from '../../desired/team/team.js'
import type {IamUser, IdentityCenter, Manifest} from '../../manifest.js'
import {show, showName} from '../../read/show.js'
import type {Source} from '../../read/source.js'

/** What fits IAM Identity Center, where people sign in with it, and what means nothing elsewhere. Throws ManifestError. */
export function checkIdentityCenter(manifest: Manifest, source: Source): void {
  const {identityCenter: center} = manifest
  if (!center) {
    requireNoDirectory(manifest, source)
    return
  }
  checkSetNames(manifest, center, source)
  checkAccounts(manifest, source)
  checkPrincipals(manifest, source)
}

function requireNoDirectory({users}: Manifest, source: Source): void {
  for (const [name, user] of users) {
    for (const key of ['userName', 'group'] as const) {
      if (user[key] === undefined) continue
      throw new ManifestError(`users.${showName(name)}.${key} needs signIn: identity-center`, {
        at: source.at(['users', name, key]),
        hint: 'IAM users have the name that they have here. Add signIn: identity-center, or remove this key.',
      })
    }
  }
}

/** Sets of all environments are in one place: `x-viewer` of dev and `viewer` of dev-x would be the same one. */
function checkSetNames(manifest: Manifest, {prefix}: IdentityCenter, source: Source): void {
  const taken = new Map<string, Place>()
  for (const env of manifest.environments.keys()) {
    for (const [role] of rolesIn(manifest, env)) {
      const name = setName(prefix ?? manifest.project, env, role)
      const other = taken.get(name)
      if (other) throw sameName(name, [other, {env, role}], source)
      taken.set(name, {env, role})
      if (name.length <= SET_NAME_MAX) continue
      const left = SET_NAME_MAX - setName('', env, role).length
      throw new ManifestError(
        `the permission set ${name} has ${name.length} characters, at most ${SET_NAME_MAX} are possible`,
        {
          at: source.at(['signIn']),
          hint:
            left < 2
              ? `Give the role ${role} or the environment ${env} a shorter name.`
              : `Write what its name begins with, in ${left} characters or less: signIn: { with: identity-center, prefix: ${manifest.project.slice(0, left).replace(/-+$/, '')} }`,
        },
      )
    }
  }
}

interface Place {
  readonly env: string
  readonly role: string
}

function sameName(name: string, [one, two]: readonly [Place, Place], source: Source): ManifestError {
  return new ManifestError(
    `the role ${one.role} of ${one.env} and the role ${two.role} of ${two.env} would be one permission set, ${name}`,
    {
      at: source.at(['signIn']),
      hint: `IAM Identity Center has one list of names for all accounts. Give the role ${one.role} or the role ${two.role} another name.`,
    },
  )
}

/** Only who may write IAM in the management account can assign there, and no guardrail holds it. */
function checkAccounts(manifest: Manifest, source: Source): void {
  for (const {name: env, account} of manifest.environments.values()) {
    if (account?.id !== 'management' || rolesIn(manifest, env).length === 0) continue
    const [user] = [...manifest.users].find(([, {roles}]) => roles?.has(env)) ?? []
    throw new ManifestError(`${env} is in the management account, where awsup assigns no permission sets`, {
      at: source.at(user === undefined ? ['environments', env, 'account'] : ['users', user, 'roles', env]),
      hint: 'Give roles in environments with an account of their own, or assign people there in the console.',
    })
  }
}

/** One user or group is one entry: two would make, and delete, the same assignment. */
function checkPrincipals({users}: Manifest, source: Source): void {
  const taken = new Map<string, string>()
  for (const [name, user] of users) {
    if (!user.roles) continue
    const principal = principalOf(name, user)
    const other = taken.get(principal)
    if (other !== undefined) {
      const what =
        user.group === undefined ? `the user ${show(user.userName ?? name)}` : `the group ${show(user.group)}`
      throw new ManifestError(`users.${showName(name)} is ${what}, as users.${showName(other)} is`, {
        at: source.at(['users', name]),
        hint: 'IAM Identity Center takes names that differ in case alone for the same. Write all roles in one entry.',
      })
    }
    taken.set(principal, name)
  }
}

const principalOf = (name: string, {userName, group}: IamUser): string =>
  group === undefined ? `user ${(userName ?? name).toLowerCase()}` : `group ${group.toLowerCase()}`
