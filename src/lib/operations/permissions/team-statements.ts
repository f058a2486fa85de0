import {teamPath} from '../../access/team/names.js'
import type {Manifest} from '../../manifest/manifest.js'
import {rolesIn} from '../../manifest/desired/team/team.js'
import {ROOMS} from '../../resources/index.js'
import {OWN_ACTIONS} from './own-actions.js'
import type {PolicyStatement} from './policy.js'

/** Whether environments have roles of people or of deployers, which stand under the project's own path. */
export const hasTeam = (manifest: Manifest): boolean =>
  manifest.deployers.size > 0 || [...manifest.environments.keys()].some((name) => rolesIn(manifest, name).length > 0)

/**
 * What people take in the account where they sign in: users and policies under the project's own path, and nothing else. A
 * user who does not exist yet has no path: IAM is asked about the bare name.
 */
export function peopleStatements(manifest: Manifest): readonly PolicyStatement[] {
  if (!hasTeam(manifest)) return []
  const people = [...manifest.users].flatMap(([name, {roles}]) => (roles ? [`arn:aws:iam::*:user/${name}`] : []))
  const rooms = ['iam-user', 'managed-policy'].flatMap((kind) => ROOMS.get(kind)?.actions ?? [])
  const own = OWN_ACTIONS.filter((action) => /^iam:.*(User|LoginProfile|AccessKey|MFADevice)/.test(action))
  const path = teamPath(manifest.project)
  return [
    {
      Sid: 'AwsupPeople',
      Effect: 'Allow',
      Action: [...new Set([...rooms, ...own])].sort(),
      Resource: [`arn:aws:iam::*:mfa/*`, `arn:aws:iam::*:policy${path}*`, `arn:aws:iam::*:user${path}*`, ...people],
    },
  ]
}
