import type {GetIdentityPoolRolesResponse, MappingRule as AwsRule} from '@aws-sdk/client-cognito-identity'
import type {Opening} from '../../../access/openings/opening.js'
import {roleName} from '../../../manifest/desired/roles.js'
import {expand} from '../../../manifest/rules/placeholders.js'
import {acceptBy, type Known} from './known.js'

/**
 * Rules of role mappings that awsup.yaml does not declare. Mappings by token give the roles of groups, which are looked
 * at as groups.
 */
export function findMappings(
  {Roles: roles = {}, RoleMappings: mappings = {}}: Pick<GetIdentityPoolRolesResponse, 'Roles' | 'RoleMappings'>,
  known: Known,
): readonly Opening[] {
  const meant = meantRules(known)
  return Object.entries(mappings).flatMap(([key, {RulesConfiguration: rules}]) => {
    const more = (rules?.Rules ?? []).find(
      (rule) => rule.RoleARN !== roles['authenticated'] && !meant.has(textOf({...rule, role: nameIn(rule.RoleARN)})),
    )
    if (!more) return []
    const subject = `role mapping ${key}`
    return [
      {
        subject,
        problem: `gives the role ${more.RoleARN ?? ''} where ${more.Claim ?? ''} ${more.MatchType ?? ''} ${more.Value ?? ''}, which awsup.yaml does not say`,
        fix: `Remove the rule, or declare it under auth.identityPool.roleMapping; or ${acceptBy(subject)}`,
      },
    ]
  })
}

function meantRules({project: {manifest}, environment}: Known): ReadonlySet<string> {
  const {roleMapping} = environment.auth.identityPool
  if (typeof roleMapping !== 'object') return new Set()
  const {project} = manifest
  const env = environment.name
  return new Set(
    roleMapping.map(({claim, match, value, gets}) =>
      textOf({
        Claim: claim,
        MatchType: match,
        Value: value,
        role:
          'group' in gets ? roleName(gets, project, env) : (expand(gets.role, {project, env}).split('/').at(-1) ?? ''),
      }),
    ),
  )
}

const textOf = ({Claim, MatchType, Value, role}: Omit<AwsRule, 'RoleARN'> & {readonly role: string}): string =>
  JSON.stringify([Claim, MatchType, Value, role])

const nameIn = (arn = ''): string => arn.split('/').at(-1) ?? ''
