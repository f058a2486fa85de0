import {mapCondition, rulesFor, type AccessRule, type AccessRules, type Who} from '../../access/rules.js'
import type {Place} from '../../access/statement.js'
import {makePrincipalTags, type PrincipalTags} from '../../access/tags.js'
import {ref} from '../../resource.js'
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
  return rulesFor(access, who).map((rule) => expandRule(rule, {project, env: name}))
}

/** The groups of an environment that have a role of their own. */
export const groupsWithRole = ({groups}: AccessRules, {auth}: Pick<Environment, 'auth'>): readonly string[] =>
  [...groups.keys()].filter((group) => auth.groups.has(group))

/** Replaces placeholders in every name of a rule. Pure. */
export function expandRule(rule: AccessRule, placeholders: Placeholders): AccessRule {
  const named = (template: string): string => expand(template, placeholders)
  if ('dynamodb' in rule) return {dynamodb: {...rule.dynamodb, table: named(rule.dynamodb.table)}}
  if ('s3' in rule) return {s3: {...rule.s3, bucket: named(rule.s3.bucket), prefix: named(rule.s3.prefix)}}
  if ('lambda' in rule) return {lambda: {function: named(rule.lambda.function)}}
  if ('appsync' in rule) {
    const {api, apis, fields} = rule.appsync
    return {appsync: {api: apis ? (apis[placeholders.env] ?? '') : named(api), fields}}
  }
  if ('iot' in rule) return {iot: {...rule.iot, topics: rule.iot.topics.map(named)}}
  const {condition, resources, ...rest} = rule.statement
  return {statement: {...rest, resources: resources.map(named), condition: mapCondition(condition, named)}}
}
