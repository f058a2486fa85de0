import {compileAccess} from '../../../access/policy/compile.js'
import {
  deployerAddress,
  deployerBoundary,
  deployerBoundaryAddress,
  deployerBoundaryName,
  deployerPolicy,
  deployerRoleName,
  deployerTrust,
  planAddress,
  planPolicy,
  planRoleName,
  type Deployer,
  type DeployerScope,
  type Issuer,
  type Subjects,
} from '../../../access/team/deployer.js'
import {teamPath} from '../../../access/team/names.js'
import {READY_MADE} from '../../../access/team/role.js'
import {ref, type KindNode} from '../../../resources/nodes.js'
import type {Environment, Manifest} from '../../manifest.js'
import {expand} from '../../rules/placeholders.js'
import {expandRules, placeOf} from '../access.js'
import {hasDeployers, inEnvironment, partitionOf} from '../places.js'

/** `1h`: what a token is exchanged for lasts as long as a run may take, at most. */
const SESSION_S = 3600

/**
 * What lets machines into an environment's account: a provider for each issuer, one boundary, and for each machine a role
 * that applies, and where its issuer tells pull requests apart one that only looks. Nothing where there are no machines.
 */
export function makeDeployers(manifest: Manifest, environment: Environment): readonly KindNode[] {
  const {project, deployers} = manifest
  const env = environment.name
  if (!hasDeployers(manifest, env)) return []
  const place = inEnvironment(environment)
  const path = teamPath(project)
  const scope = scopeOf(manifest, environment)
  const here = [...deployers].flatMap(([name, deployer]) => {
    const subjects = deployer.environments.get(env)
    return subjects ? [{name, deployer, subjects}] : []
  })
  const boundary = ref(deployerBoundaryAddress(env), 'arn')
  const roleNode = ({name, deployer, subjects}: Here, isPlan: boolean): KindNode => ({
    ...place,
    address: isPlan ? planAddress(env, name) : deployerAddress(env, name),
    kind: 'role',
    desired: {
      name: isPlan ? planRoleName(project, env, name) : deployerRoleName(project, env, name),
      path,
      boundary,
      description: isPlan ? `What runs of ${name} may look at` : `What runs of ${name} may do`,
      trust: deployerTrust(ref(providerAddress(env, deployer.issuer), 'arn'), deployer.issuer, {
        names: isPlan ? subjects.plan : subjects.apply,
        isOpenEnded: subjects.isOpenEnded,
      }),
      ...(isPlan
        ? {inlinePolicies: {plan: planPolicy(scope)}, managedPolicies: []}
        : policiesOf(deployer, manifest, {environment, scope})),
      maxSessionDuration: SESSION_S,
    },
  })
  return [
    ...issuersOf(here.map(({deployer}) => deployer)).map(([{label, url}, clientIds]): KindNode => ({
      ...place,
      address: `${env}.oidc.${label}`,
      kind: 'oidc-provider',
      desired: {url, clientIds},
    })),
    {
      ...place,
      address: deployerBoundaryAddress(env),
      kind: 'managed-policy',
      desired: {
        name: deployerBoundaryName(project, env),
        path,
        description: 'The most that machines, and the roles that they may change, may do here',
        document: deployerBoundary(scope),
      },
    },
    ...here.flatMap((one) => [roleNode(one, false), ...(one.subjects.plan.length > 0 ? [roleNode(one, true)] : [])]),
  ]
}

interface Here {
  readonly name: string
  readonly deployer: Deployer
  readonly subjects: Subjects
}

const providerAddress = (env: string, {label}: Issuer): string => `${env}.oidc.${label}`

/** An account has one provider for each URL; several machines may mean different audiences. */
function issuersOf(deployers: readonly Deployer[]): readonly (readonly [Issuer, readonly string[]])[] {
  const byUrl = new Map<string, [Issuer, Set<string>]>()
  for (const {issuer} of deployers) {
    const [, audiences] = byUrl.get(issuer.url) ?? [issuer, new Set<string>()]
    byUrl.set(issuer.url, [issuer, audiences.add(issuer.audience)])
  }
  return [...byUrl.values()].map(([issuer, audiences]) => [issuer, [...audiences].sort()])
}

function scopeOf(manifest: Manifest, environment: Environment): DeployerScope {
  const {project, records} = manifest
  const {name: env, region, auth} = environment
  const {roles, roleMapping} = auth.identityPool
  const mapped =
    typeof roleMapping === 'object' ? roleMapping.flatMap(({gets}) => ('role' in gets ? [gets.role] : [])) : []
  const existing = [roles.authenticated, roles.guests, ...mapped].flatMap((name) => (name === undefined ? [] : [name]))
  return {
    partition: partitionOf(region),
    account: ref(`${env}.account`),
    project,
    environment: env,
    existingRoles: [...new Set(existing.map((name) => expand(name, {project, env})))].sort(),
    records,
  }
}

interface Where {
  readonly environment: Environment
  readonly scope: DeployerScope
}

/** A role of people gives its permissions to a machine; the boundary stays that of machines. */
function policiesOf({role}: Deployer, manifest: Manifest, {environment, scope}: Where) {
  const given = role === 'deployer' ? undefined : (manifest.roles.get(role) ?? READY_MADE.get(role))
  if (!given) return {inlinePolicies: {deploy: deployerPolicy(scope)}, managedPolicies: []}
  const rules = given.statements.map((statement) => ({statement}))
  const own = compileAccess(expandRules(rules, manifest, environment), placeOf(manifest, environment))
  return {inlinePolicies: own ? {own: own.document} : {}, managedPolicies: given.managedPolicies}
}
