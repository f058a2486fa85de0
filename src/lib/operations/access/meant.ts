import type {TestedRole} from '../../access/matrix/matrix.js'
import type {Who} from '../../access/rules.js'
import {groupsWithRole, inAccount, rulesIn, tagsOf} from '../../manifest/desired/access.js'
import {roleAddress} from '../../manifest/desired/roles.js'
import type {Project} from '../../project/project.js'
import {groundOf} from '../../project/ground.js'

/** A role of the identity pool as awsup.yaml means it, before anything is compiled. */
export interface MeantRole extends Omit<TestedRole, 'policies' | 'boundary'> {
  readonly address: string
  /** The group of the user pool whose members get it. */
  readonly group?: string
}

/**
 * Every role that identities of an environment can get: of those who signed in, of guests where they are on, of groups.
 */
export function rolesOf(project: Project, name: string): readonly MeantRole[] {
  const {manifest} = project
  const environment = manifest.environments.get(name)
  if (!environment) return []
  const tags = tagsOf(manifest, environment).claims
  const {account} = groundOf(project, name)
  const role = (who: Who): MeantRole => ({
    role: typeof who === 'object' ? `group:${who.group}` : who === 'guests' ? 'guest' : who,
    address: roleAddress(name, who),
    ...(typeof who === 'object' ? {group: who.group} : {}),
    signedIn: who !== 'guests',
    rules: inAccount(rulesIn(manifest, environment, who), account),
    tags,
  })
  // What a role that was there allows is not for awsup.yaml to mean.
  const {roles: existing} = environment.auth.identityPool
  return [
    ...(existing.authenticated === undefined ? [role('authenticated')] : []),
    ...(environment.auth.guests && existing.guests === undefined ? [role('guests')] : []),
    ...groupsWithRole(manifest.access, environment).map((group) => role({group})),
  ]
}
