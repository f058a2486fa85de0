import {developerBoundary} from '../../access/team/boundary.js'
import {teamPath, teamRoleAddress, teamRoleName} from '../../access/team/names.js'
import {peopleBoundary, peopleSelfService, personPolicy} from '../../access/team/person.js'
import type {TeamRole} from '../../access/team/role.js'
import {teamTrust} from '../../access/team/trust.js'
import {compileAccess} from '../../access/policy/compile.js'
import type {PolicyDocument} from '../../access/policy/statement.js'
import {ACCESS_ROLE} from '../../base/access-role.js'
import {GLOBAL_REGION} from '../../base/regions.js'
import {ref, type KindNode} from '../../resources/nodes.js'
import type {Environment, Manifest} from '../manifest.js'
import {expandRules, placeOf} from './access.js'
import {inEnvironment, inManagement, partitionOf} from './places.js'

/** Where people sign in: their users, in one account, with what limits them. Nothing where no environment has roles. */
export function makePeople(manifest: Manifest): readonly KindNode[] {
  const {project, users, environments} = manifest
  if ([...environments.keys()].every((env) => rolesIn(manifest, env).length === 0)) return []
  const people = [...users].flatMap(([name, {roles}]) => (roles ? [[name, roles] as const] : []))
  const path = teamPath(project)
  const partition = partitionOf(firstRegion(manifest))
  const policy = (name: string, description: string, document: object): KindNode => ({
    ...inManagement,
    address: `people.policy.${name}`,
    kind: 'managed-policy',
    desired: {name: `${project}-people-${name}`, path, description, document},
  })
  return [
    policy('boundary', 'The most that a person of this project may do here', peopleBoundary(project, partition)),
    policy(
      'self-service',
      'Lets people look after their own password, MFA device and access keys',
      peopleSelfService(project),
    ),
    ...people.flatMap(([name, roles]): readonly KindNode[] => [
      {
        ...inManagement,
        address: `people.roles.${name}`,
        kind: 'managed-policy',
        desired: {
          name: `${project}-roles-${name}`,
          path,
          description: 'The roles that one person may assume',
          document: personPolicy([...roles].map(([env, role]) => ref(teamRoleAddress(env, role), 'arn'))),
        },
      },
      {
        ...inManagement,
        address: `people.user.${name}`,
        kind: 'iam-user',
        desired: {
          name,
          path,
          boundary: ref('people.policy.boundary', 'arn'),
          groups: [],
          managedPolicies: [ref('people.policy.self-service', 'arn'), ref(`people.roles.${name}`, 'arn')],
        },
      },
    ]),
  ]
}

const firstRegion = ({environments}: Manifest): string => [...environments.values()][0]?.region ?? GLOBAL_REGION

/** The roles of people in one environment's account, and the boundary of developers there. */
export function makeTeam(manifest: Manifest, environment: Environment): readonly KindNode[] {
  const roles = rolesIn(manifest, environment.name)
  if (roles.length === 0) return []
  const {project} = manifest
  const {name: env, region} = environment
  const place = inEnvironment(environment)
  const path = teamPath(project)
  const account = ref(`${env}.account`)
  const partition = partitionOf(region)
  const boundaryName = teamRoleName(project, env, 'boundary')
  const boundary: KindNode = {
    ...place,
    address: boundaryAddress(env),
    kind: 'managed-policy',
    desired: {
      name: boundaryName,
      path,
      description: 'The most that developers, and the roles that they make, may do here',
      document: developerBoundary({partition, account, policy: `${path}${boundaryName}`}),
    },
  }
  return [
    ...(roles.some(([, role]) => role.boundary === 'developer') ? [boundary] : []),
    ...roles.map(([name, role]): KindNode => {
      const own = ownStatements(role, manifest, environment)
      return {
        ...place,
        address: teamRoleAddress(env, name),
        kind: 'role',
        desired: {
          name: teamRoleName(project, env, name),
          path,
          description: `What people may do here as ${name}`,
          trust: teamTrust({
            partition,
            project,
            account,
            people: ref('people.policy.boundary', 'accountId'),
            accessRole: environment.account?.role ?? ACCESS_ROLE,
            organization: manifest.organization ? ref('organization') : undefined,
          }),
          inlinePolicies: own ? {own} : {},
          managedPolicies: role.managedPolicies,
          maxSessionDuration: role.sessionDurationS,
          ...boundaryOf(role, env),
        },
      }
    }),
  ]
}

/** What is written of a role beside managed policies, as a policy; `undefined` where nothing is. */
export const ownStatements = (
  {statements}: TeamRole,
  manifest: Manifest,
  environment: Environment,
): PolicyDocument | undefined =>
  compileAccess(
    expandRules(
      statements.map((statement) => ({statement})),
      manifest,
      environment,
    ),
    placeOf(manifest, environment),
  )?.document

const boundaryAddress = (env: string): string => `${env}.policy.boundary`

const boundaryOf = ({boundary}: TeamRole, env: string) =>
  boundary === 'none' ? {} : {boundary: boundary === 'developer' ? ref(boundaryAddress(env), 'arn') : boundary}

/** The roles that an environment has: those that say so, and others where a person has them. */
export function rolesIn({roles, users}: Manifest, env: string): readonly (readonly [string, TeamRole])[] {
  const had = new Set([...users.values()].flatMap(({roles: own}) => own?.get(env) ?? []))
  return [...roles].filter(([name, {environments}]) => (environments ? environments.includes(env) : had.has(name)))
}
