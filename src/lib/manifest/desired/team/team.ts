import {developerBoundary} from '../../../access/team/boundary.js'
import {teamPath, teamRoleAddress, teamRoleName} from '../../../access/team/names.js'
import {peopleBoundary, peopleSelfService, personPolicy} from '../../../access/team/person.js'
import type {TeamRole} from '../../../access/team/role.js'
import {teamTrust} from '../../../access/team/trust.js'
import {compileAccess} from '../../../access/policy/compile.js'
import type {PolicyDocument} from '../../../access/policy/statement.js'
import {ACCESS_ROLE} from '../../../base/access-role.js'
import {GLOBAL_REGION} from '../../../base/regions.js'
import {ref, type KindNode} from '../../../resources/nodes.js'
import type {Environment, Manifest} from '../../manifest.js'
import {expandRules, placeOf} from '../access.js'
import {inEnvironment, inManagement, partitionOf} from '../places.js'

/** Whether an environment has roles of people. */
export const hasRoles = (manifest: Manifest): boolean =>
  [...manifest.environments.keys()].some((env) => rolesIn(manifest, env).length > 0)

/** Where people sign in: their users, in one account, with what limits them. */
export function makePeople(manifest: Manifest): readonly KindNode[] {
  const {project, users} = manifest
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
  return [
    ...makeBoundary(manifest, environment),
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

/** The boundary of developers in one environment's account, where a role has it. */
export function makeBoundary(manifest: Manifest, environment: Environment): readonly KindNode[] {
  const {name: env, region} = environment
  if (rolesIn(manifest, env).every(([, role]) => role.boundary !== 'developer')) return []
  const path = teamPath(manifest.project)
  const name = boundaryName(manifest, env)
  const scope = {partition: partitionOf(region), account: ref(`${env}.account`), policy: `${path}${name}`}
  return [
    {
      ...inEnvironment(environment),
      address: boundaryAddress(env),
      kind: 'managed-policy',
      desired: {
        name,
        path,
        description: 'The most that developers, and the roles that they make, may do here',
        document: developerBoundary(scope),
      },
    },
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

export const boundaryAddress = (env: string): string => `${env}.policy.boundary`

export const boundaryName = ({project}: Manifest, env: string): string => teamRoleName(project, env, 'boundary')

const boundaryOf = ({boundary}: TeamRole, env: string) =>
  boundary === 'none' ? {} : {boundary: boundary === 'developer' ? ref(boundaryAddress(env), 'arn') : boundary}

/** The roles that an environment has: those that say so, and others where a person has them. */
export function rolesIn({roles, users}: Manifest, env: string): readonly (readonly [string, TeamRole])[] {
  const had = new Set([...users.values()].flatMap(({roles: own}) => own?.get(env) ?? []))
  return [...roles].filter(([name, {environments}]) => (environments ? environments.includes(env) : had.has(name)))
}
