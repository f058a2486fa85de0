import {assignmentAddress, setAddress, setName, teamPath} from '../../../access/team/names.js'
import type {TeamRole} from '../../../access/team/role.js'
import {ref, type KindNode} from '../../../resources/nodes.js'
import type {Environment, IdentityCenter, Manifest} from '../../manifest.js'
import {inManagement} from '../places.js'
import {boundaryAddress, boundaryName, makeBoundary, ownStatements, rolesIn} from './team.js'

const CENTER = 'people.identity-center'

/** What permission sets and assignments are in. */
const inInstance = {
  instanceArn: ref(CENTER, 'instanceArn'),
  region: ref(CENTER, 'region'),
} as const

/** IAM Identity Center itself, which exists: its sets and assignments are made in it. */
export const makeIdentityCenter = ({region}: IdentityCenter): readonly KindNode[] => [
  {...inManagement, address: CENTER, kind: 'identity-center', desired: {asked: region}},
]

/** Permission sets of one environment, who has them there, and the boundary that they name in its account. */
export function makeSets(manifest: Manifest, environment: Environment, center: IdentityCenter): readonly KindNode[] {
  const {name: env} = environment
  const roles = rolesIn(manifest, env)
  if (roles.length === 0) return []
  return [
    ...makeBoundary(manifest, environment),
    ...roles.map(([name, role]) => makeSet({name, role}, {manifest, environment, center})),
    ...[...manifest.users].flatMap(([user, {roles: own, userName, group}]): readonly KindNode[] => {
      const role = own?.get(env)
      if (role === undefined) return []
      return [
        {
          ...inManagement,
          address: assignmentAddress(env, role, user),
          environment: env,
          kind: 'permission-set-assignment',
          desired: {
            ...inInstance,
            identityStoreId: ref(CENTER, 'identityStoreId'),
            permissionSetArn: ref(setAddress(env, role), 'arn'),
            accountId: ref(`${env}.account`),
            principalType: group === undefined ? 'USER' : 'GROUP',
            principal: group ?? userName ?? user,
          },
        },
      ]
    }),
  ]
}

interface Place {
  readonly manifest: Manifest
  readonly environment: Environment
  readonly center: IdentityCenter
}

function makeSet(
  {name, role}: {readonly name: string; readonly role: TeamRole},
  {manifest, environment, center}: Place,
): KindNode {
  const {project} = manifest
  const {name: env} = environment
  const inline = ownStatements(role, manifest, environment)
  const isLimited = role.boundary === 'developer'
  return {
    ...inManagement,
    address: setAddress(env, name),
    environment: env,
    kind: 'permission-set',
    desired: {
      ...inInstance,
      name: setName(center.prefix ?? project, env, name),
      description: `What people may do in ${env} as ${name}`,
      sessionDuration: `PT${role.sessionDurationS / 3600}H`,
      managedPolicies: role.managedPolicies.filter(isOfAws),
      customerPolicies: role.managedPolicies.filter((arn) => !isOfAws(arn)).map(placeOf),
      ...(inline && {inlinePolicy: inline}),
      ...(isLimited && {boundary: `${teamPath(project)}${boundaryName(manifest, env)}`}),
      ...(!isLimited && role.boundary !== 'none' && {boundary: boundaryOf(role.boundary)}),
      outdatedIn: [],
    },
    // A set that names a policy which its account does not have cannot be provisioned there.
    after: isLimited ? [boundaryAddress(env)] : [],
  }
}

const isOfAws = (arn: string): boolean => arn.includes(':iam::aws:policy/')

/** `/path/name` of a policy of an account: sets name them so, for every account that they are in (SSO Admin API reference). */
const placeOf = (arn: string): string => arn.slice(arn.indexOf(':policy/') + ':policy'.length)

const boundaryOf = (arn: string): string => (isOfAws(arn) ? arn : placeOf(arn))
