import {fromForms} from '../../access/forms/registry.js'
import {rulesFor, type AccessRule, type AccessRules, type Who} from '../../access/rules.js'
import type {Place} from '../../access/policy/statement.js'
import {makePrincipalTags, type PrincipalTags} from '../../access/tags.js'
import {ref} from '../../resources/nodes.js'
import type {Environment, Manifest} from '../manifest.js'
import {expand, type Placeholders} from '../rules/placeholders.js'

/** The session tags of one environment's users. Pure. */
export const tagsOf = ({access}: Pick<Manifest, 'access'>, {auth}: Pick<Environment, 'auth'>): PrincipalTags =>
  makePrincipalTags(access, auth.identityPool.principalTags)

/** Where an environment's access rules apply. Pure. */
export const placeOf = (manifest: Pick<Manifest, 'access'>, environment: Environment): Place => ({
  region: environment.region,
  account: ref(`${environment.name}.account`),
  tags: tagsOf(manifest, environment).tags,
})

/** All rules that hold for somebody in an environment, with its names in them. Pure. */
export function rulesIn(
  {project, access}: Pick<Manifest, 'project' | 'access'>,
  {name}: Pick<Environment, 'name'>,
  who: Who,
): readonly AccessRule[] {
  return expandRules(rulesFor(access, who), {project, env: name})
}

/** The groups of an environment that have a role of their own. */
export const groupsWithRole = ({groups}: AccessRules, {auth}: Pick<Environment, 'auth'>): readonly string[] =>
  [...groups.keys()].filter((group) => auth.groups.has(group))

/** The same rules with placeholders replaced in every name. Pure. */
export const expandRules = (rules: readonly AccessRule[], placeholders: Placeholders): readonly AccessRule[] =>
  fromForms(rules, (form, rule): AccessRule =>
    form.expand(rule, {named: (template) => expand(template, placeholders), environment: placeholders.env}),
  )
