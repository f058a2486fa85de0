import {userGroupName, userName, environmentName, policyArn} from '../rules/names.js'
import {findNearest} from '../../text/nearest.js'
import {fields, list, record} from '../read/collections.js'
import {flag, text, type Rule} from '../read/scalars.js'
import {show} from '../read/show.js'
import type {Read, Spot} from '../read/spot.js'

/** The IAM groups that exist without being written: AWS's own policies for people who run, build and look. */
const BUILT_IN: ReadonlyMap<string, readonly string[]> = new Map([
  ['admins', ['arn:aws:iam::aws:policy/AdministratorAccess']],
  ['developers', ['arn:aws:iam::aws:policy/PowerUserAccess']],
  ['viewers', ['arn:aws:iam::aws:policy/ReadOnlyAccess']],
])

/**
 * `userGroups` with the built-in ones; one of the same name takes a built-in one's place. ≤10 policies, IAM's quota.
 */
export function userGroups(spot: Spot | undefined): ReadonlyMap<string, readonly string[]> {
  const read: Read<readonly string[]> = list(text(policyArn), {max: 10, distinct: true})
  return new Map([...BUILT_IN, ...(spot ? record({name: userGroupName, read, max: 100})(spot) : [])])
}

/** `users`: who may use which environments, in which groups; `machine` for those without MFA. ≤10 groups, IAM's quota. */
export function users({
  environments,
  groups,
}: {
  readonly environments: readonly string[]
  readonly groups: readonly string[]
}) {
  const environment = list(text(known('an environment of this file', {rule: environmentName, names: environments})), {
    min: 1,
    max: 100,
    distinct: true,
  })
  const group = list(text(known('a group', {rule: userGroupName, names: groups})), {max: 10, distinct: true})
  return record({
    name: userName,
    max: 5000,
    read: (spot) => {
      const {required, section} = fields(spot, ['environments', 'groups', 'machine'])
      return {
        environments: required('environments', environment),
        groups: section('groups', group) ?? [],
        machine: section('machine', flag) ?? false,
      }
    },
  })
}

function known(what: string, {rule, names}: {readonly rule: Rule; readonly names: readonly string[]}): Rule {
  return (value) => {
    if (names.includes(value)) return undefined
    const meant = findNearest(value, names)
    const hint = meant === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${show(meant)}?`
    return rule(value) ?? {must: `be ${what}`, hint}
  }
}
