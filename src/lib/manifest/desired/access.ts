import {DEFAULT_STAGE} from '../../access/forms/api/rule.js'
import {bodiesOf, fromForms} from '../../access/forms/registry.js'
import {rulesFor, type AccessRule, type AccessRules, type Who} from '../../access/rules.js'
import type {Place} from '../../access/policy/statement.js'
import {makePrincipalTags, type PrincipalTags} from '../../access/tags.js'
import {ref} from '../../resources/nodes.js'
import {placed} from '../checks/access/placed-rules.js'
import type {Environment, Manifest} from '../manifest.js'
import {expand} from '../rules/placeholders.js'
import {dataNames} from './data/names.js'

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
  manifest: Pick<Manifest, 'project' | 'access' | 'data'>,
  environment: Pick<Environment, 'name' | 'region'>,
  who: Who,
): readonly AccessRule[] {
  return expandRules(rulesFor(manifest.access, who), manifest, environment)
}

/** The groups of an environment that have a role of their own. */
export const groupsWithRole = ({groups}: AccessRules, {auth}: Pick<Environment, 'auth'>): readonly string[] =>
  [...groups.keys()].filter((group) => auth.groups.has(group))

/**
 * The same rules with placeholders replaced in every name, and names of `data` as AWS has them: a bucket of the account has
 * `{account}` in its name, until that is known. Pure.
 */
export function expandRules(
  rules: readonly AccessRule[],
  manifest: Pick<Manifest, 'project' | 'data'>,
  environment: Pick<Environment, 'name' | 'region'>,
): readonly AccessRule[] {
  const {name: env} = environment
  const names = {
    named: (template: string) => expand(template, {project: manifest.project, env}),
    environment: env,
    ...dataNames(manifest, environment),
  }
  return fromForms(rules, (form, rule): AccessRule => form.expand(rule, names))
}

/** The same rules once the account is known. Pure. */
export const inAccount = (rules: readonly AccessRule[], account: string): readonly AccessRule[] =>
  rules.map((rule) =>
    's3' in rule ? {s3: {...rule.s3, bucket: rule.s3.bucket.replaceAll('{account}', account)}} : rule,
  )

/** Where clients call an API. */
export interface ApiAddress {
  /** Without a slash at the end. */
  readonly endpoint: string
  /** A client that signs its requests needs it. */
  readonly region: string
}

/**
 * The APIs that access rules give a name, in one environment. The default stage of an HTTP API is not in its address, every
 * other stage is (API Gateway developer guide, "Call an API"). Pure.
 */
export function apisOf(
  manifest: Pick<Manifest, 'access' | 'project' | 'data'>,
  environment: Pick<Environment, 'name' | 'region'>,
): ReadonlyMap<string, ApiAddress> {
  const rules = placed(manifest.access).map(({rule}) => rule)
  return new Map(
    bodiesOf(expandRules(rules, manifest, environment), 'api').flatMap(({name, api, stage, region: said}) => {
      if (name === undefined) return []
      const region = said ?? environment.region
      const host = `https://${api}.execute-api.${region}.amazonaws.com`
      return [[name, {endpoint: stage === DEFAULT_STAGE ? host : `${host}/${stage}`, region}] as const]
    }),
  )
}
