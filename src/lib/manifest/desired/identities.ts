import {withAccount} from '../../access/policy/statement.js'
import type {Pending} from '../../base/resource.js'
import {ref, type KindNode} from '../../resources/nodes.js'
import type {RoleMapping} from '../../resources/cognito/identity-pool/roles-desired.js'
import type {Environment, Manifest, MappingRule} from '../manifest.js'
import {expand} from '../rules/placeholders.js'
import {groupsWithRole, tagsOf} from './access.js'
import {inEnvironment} from './places.js'
import {makeRole, roleAddress, roleArn} from './roles.js'

/** The identity pool and the roles of its identities; guests have one only where guests are on. */
export function makeIdentities(manifest: Manifest, environment: Environment): readonly KindNode[] {
  const {name: env, auth} = environment
  const place = inEnvironment(environment)
  const {roles: existing} = auth.identityPool
  // A role for guests may be there while there are none.
  const guest = auth.guests || existing.guests !== undefined ? {guest: roleArn(environment, 'guests')} : {}
  const roles = [
    ...(existing.authenticated === undefined ? makeRole('authenticated', manifest, environment) : []),
    ...(auth.guests && existing.guests === undefined ? makeRole('guests', manifest, environment) : []),
    ...groupsWithRole(manifest.access, environment).flatMap((group) => makeRole({group}, manifest, environment)),
  ]
  const mappings = makeMappings(manifest, environment)
  return [
    {
      ...place,
      address: `${env}.identity-pool`,
      kind: 'identity-pool',
      desired: {
        name: auth.identityPool.name ?? `${manifest.project}-${env}`,
        guests: auth.guests,
        classicFlow: auth.identityPool.classicFlow ?? false,
        userPool: ref(`${env}.user-pool`, 'providerName'),
        tagged: true,
        others: auth.identityPool.otherClients,
        providers: clientsOfUsers(environment).map((client) => ({
          ...providerOf(env, client),
          serverSideTokenCheck: auth.identityPool.serverSideTokenCheck,
        })),
      },
    },
    ...roles,
    {
      ...place,
      address: `${env}.identity-pool-roles`,
      kind: 'identity-pool-roles',
      desired: {
        identityPoolId: ref(`${env}.identity-pool`),
        authenticated: roleArn(environment, 'authenticated'),
        ...guest,
        ...(mappings.length > 0 && {mappings}),
      },
    },
    ...makeTags(manifest, environment),
  ]
}

/** No user signs in through a machine's client, and of another it may be said, so no token of it becomes an identity. */
const clientsOfUsers = ({auth}: Environment): readonly string[] =>
  [...auth.clients].flatMap(([name, {type, identities}]) => (type === 'machine' || !identities ? [] : [name]))

const providerOf = (env: string, client: string) => ({
  providerName: ref(`${env}.user-pool`, 'providerName'),
  clientId: ref(`${env}.app-client.${client}`),
})

/** Claims as session tags. Roles come first: one that does not trust `sts:TagSession` yet would let nobody in. */
function makeTags(manifest: Manifest, environment: Environment): readonly KindNode[] {
  const env = environment.name
  const {claims} = tagsOf(manifest, environment)
  if (claims.size === 0) return []
  const groups = groupsWithRole(manifest.access, environment).map((group) => ({group}))
  const everybody = environment.auth.identityPool.roles.authenticated === undefined ? (['authenticated'] as const) : []
  return [
    {
      ...inEnvironment(environment),
      address: `${env}.principal-tags`,
      kind: 'principal-tags',
      desired: {
        identityPoolId: ref(`${env}.identity-pool`),
        providerName: ref(`${env}.user-pool`, 'providerName'),
        tags: Object.fromEntries(claims),
      },
      after: [...everybody, ...groups].map((who) => roleAddress(env, who)),
    },
  ]
}

/** How each app client's users get a role; none where nobody gets another than the one of all who signed in. */
function makeMappings(manifest: Manifest, environment: Environment): readonly Pending<RoleMapping>[] {
  const {name: env, auth} = environment
  const {ambiguous} = auth.identityPool
  const how =
    auth.identityPool.roleMapping ?? (groupsWithRole(manifest.access, environment).length > 0 ? 'token' : undefined)
  if (how === undefined) return []
  return clientsOfUsers(environment).flatMap((client): readonly Pending<RoleMapping>[] => {
    const rules =
      how === 'token' ? undefined : how.filter((rule) => rule.client === undefined || rule.client === client)
    if (rules?.length === 0) return []
    return [
      {
        ...providerOf(env, client),
        ambiguous,
        ...(rules && {rules: rules.map((rule) => ruleOf(rule, manifest, environment))}),
      },
    ]
  })
}

const ruleOf = ({claim, match, value, gets}: MappingRule, {project}: Manifest, {name: env}: Environment) => ({
  claim,
  match,
  value,
  roleArn:
    'group' in gets
      ? ref(roleAddress(env, gets), 'arn')
      : withAccount(`arn:aws:iam::{account}:role/${expand(gets.role, {project, env})}`, ref(`${env}.account`)),
})
