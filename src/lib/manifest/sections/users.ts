import type {IamUser} from '../manifest.js'
import {userGroupName, userName, environmentName, MOST_ENVIRONMENTS, policyArn} from '../rules/names.js'
import {findNearest} from '../../text/nearest.js'
import {lacks, list, mapping, record} from '../read/collections.js'
import {optional, section} from '../read/keys.js'
import {flag, text, type Rule} from '../read/scalars.js'
import {stating} from '../read/shape.js'
import {show} from '../read/show.js'
import {refused, type Read} from '../read/spot.js'
import {directoryGroup, directoryUser, teamRoleName} from '../rules/team.js'

/** The IAM groups that exist without being written: AWS's own policies for people who run, build and look. */
const BUILT_IN: ReadonlyMap<string, readonly string[]> = new Map([
  ['admins', ['arn:aws:iam::aws:policy/AdministratorAccess']],
  ['developers', ['arn:aws:iam::aws:policy/PowerUserAccess']],
  ['viewers', ['arn:aws:iam::aws:policy/ReadOnlyAccess']],
])

/** `userGroups`. ≤10 policies, IAM's quota. */
export const userGroups = record({
  name: userGroupName,
  read: list(text(policyArn), {max: 10, distinct: true}),
  max: 100,
})

/** Those that are written, with the built-in ones; one of the same name takes a built-in one's place. */
export const withBuiltIn = (
  written: ReadonlyMap<string, readonly string[]> = new Map(),
): ReadonlyMap<string, readonly string[]> => new Map([...BUILT_IN, ...written])

interface Known {
  readonly environments: readonly string[]
  readonly groups: readonly string[]
  readonly roles: readonly string[]
}

/**
 * `users`: who may use which environments, in which groups; `machine` for those without MFA. ≤10 groups, IAM's quota.
 * What is not known may be any name.
 */
export function users({environments, groups, roles}: Partial<Known> = {}): Read<ReadonlyMap<string, IamUser>> {
  const environment = list(text(known('an environment of this file', {rule: environmentName, names: environments})), {
    min: 1,
    max: MOST_ENVIRONMENTS,
    distinct: true,
  })
  const group = list(text(known('a group', {rule: userGroupName, names: groups})), {max: 10, distinct: true})
  const place = known('an environment of this file', {rule: environmentName, names: environments})
  const role = text(known('a role of this file or a ready-made one', {rule: teamRoleName, names: roles}))
  return record({
    name: userName,
    max: 5000,
    read: mapping(
      {
        /**
         * The role that the user can assume in each environment, as environment: role. One IAM user is made, in the
         * account of the organization. Written instead of `environments`.
         */
        roles: optional(record({name: place, read: role, min: 1, max: MOST_ENVIRONMENTS})),
        /**
         * User name in IAM Identity Center, where it is not the name here.
         * @example jane@acme.dev
         */
        userName: optional(text(directoryUser)),
        /**
         * Display name of a group in IAM Identity Center: the roles are those of its members.
         * @example Developers
         */
        group: optional(text(directoryGroup)),
        /** Environments that the user may use: an IAM user is made in the account of each. */
        environments: optional(environment),
        /**
         * IAM groups of the user: those of `userGroups`, or the built-in `admins`, `developers` and `viewers`.
         * @default []
         */
        groups: section(group),
        /**
         * Whether this is a program: it has an access key and no password, and its groups allow it to work without MFA.
         * @default false
         */
        machine: section(flag),
      },
      ({roles, userName, group, environments, groups, machine}, spot, at) => {
        if (roles?.size === 0)
          throw refused(spot, 'has no roles', 'Give one: roles: { dev: viewer }. Or remove the user.')
        if (roles) {
          const other = Object.entries({environments, groups, machine}).find(([, said]) => said !== undefined)
          if (other)
            throw refused(
              spot,
              `has roles and ${other[0]}`,
              'With roles the user is in one account, and assumes a role in each environment. Keep one of the two.',
            )
        } else if (userName !== undefined || group !== undefined) throw lacks(spot, 'roles')
        else if (!environments) throw lacks(spot, 'environments')
        if (userName !== undefined && group !== undefined)
          throw refused(at('group'), 'stands with userName', 'It is a user or a group: keep one of the two.')
        const user = {environments: environments ?? [], groups: groups ?? [], machine: machine ?? false}
        if (!roles) return user
        return {...user, roles, ...(userName !== undefined && {userName}), ...(group !== undefined && {group})}
      },
    ),
  })
}

function known(
  what: string,
  {rule, names}: {readonly rule: Rule; readonly names: readonly string[] | undefined},
): Rule {
  return stating(rule.clauses ?? [], (value) => {
    if (!names) return rule(value)
    if (names.includes(value)) return undefined
    const meant = findNearest(value, names)
    const hint = meant === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${show(meant)}?`
    return rule(value) ?? {must: `be ${what}`, hint}
  })
}
