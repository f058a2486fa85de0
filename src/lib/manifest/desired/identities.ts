import {compileAccess} from '../../access/compile.js'
import {identityPoolTrust} from '../../access/trust.js'
import {ref, type Node, type Pending} from '../../resource.js'
import type {IdentityPoolDesired} from '../../resources/cognito/identity-pool.js'
import type {IdentityPoolRolesDesired} from '../../resources/cognito/identity-pool-roles.js'
import type {RoleDesired} from '../../resources/iam/role.js'
import type {AccessRule, Environment, Manifest} from '../manifest.js'
import {expand} from '../rules/placeholders.js'
import {inEnvironment} from './places.js'

/** The identity pool and the roles of its identities; guests have one only where guests are on. */
export function makeIdentities(manifest: Manifest, environment: Environment): readonly Node[] {
  const {name: env, auth} = environment
  const place = inEnvironment(environment)
  const providers = [...auth.clients.keys()].map((client) => ({
    providerName: ref(`${env}.user-pool`, 'providerName'),
    clientId: ref(`${env}.app-client.${client}`),
    serverSideTokenCheck: true,
  }))
  const guest = auth.guests ? {guest: ref(`${env}.role.guest`, 'arn')} : {}
  return [
    {
      ...place,
      address: `${env}.identity-pool`,
      kind: 'identity-pool',
      desired: {
        name: `${manifest.project}-${env}`,
        guests: auth.guests,
        providers,
      } satisfies Pending<IdentityPoolDesired>,
    },
    makeRole('authenticated', manifest, environment),
    ...(auth.guests ? [makeRole('guest', manifest, environment)] : []),
    {
      ...place,
      address: `${env}.identity-pool-roles`,
      kind: 'identity-pool-roles',
      desired: {
        identityPoolId: ref(`${env}.identity-pool`),
        authenticated: ref(`${env}.role.authenticated`, 'arn'),
        ...guest,
      } satisfies Pending<IdentityPoolRolesDesired>,
    },
  ]
}

const WHO = {
  authenticated: {amr: 'authenticated', rules: 'authenticated', description: 'What users who signed in may reach'},
  guest: {amr: 'unauthenticated', rules: 'guests', description: 'What guests may reach'},
} as const

function makeRole(who: keyof typeof WHO, {project, access}: Manifest, environment: Environment): Node {
  const {name: env, region} = environment
  const {amr, rules, description} = WHO[who]
  const named = access[rules].map((rule) => expanded(rule, (name) => expand(name, {project, env})))
  const compiled = compileAccess(named, {region, environment: env, account: ref(`${env}.account`)})
  return {
    ...inEnvironment(environment),
    address: `${env}.role.${who}`,
    kind: 'role',
    desired: {
      name: `${project}-${env}-${who}`,
      description,
      trust: identityPoolTrust(ref(`${env}.identity-pool`), amr),
      inlinePolicies: compiled ? {access: compiled.document} : {},
      managedPolicies: [],
      // The shortest that IAM knows; Cognito's own credentials last an hour too.
      maxSessionDuration: 3600,
    } satisfies Pending<RoleDesired>,
  }
}

function expanded(rule: AccessRule, name: (template: string) => string): AccessRule {
  if ('dynamodb' in rule) return {dynamodb: {...rule.dynamodb, table: name(rule.dynamodb.table)}}
  if ('s3' in rule) return {s3: {...rule.s3, bucket: name(rule.s3.bucket)}}
  return {lambda: {function: name(rule.lambda.function)}}
}
