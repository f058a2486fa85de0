import {ref, type KindNode} from '../../resources/nodes.js'
import {GUARDRAILS} from '../../access/policy/guardrails.js'
import {makeAccount, makeRegion} from './account.js'
import {makeData} from './data/data.js'
import {makeDeployers} from './team/deployers.js'
import {makeHosting} from './hosting.js'
import {makeIdentities} from './identities.js'
import {inManagement} from './places.js'
import {makeIdentityCenter, makeSets} from './team/permission-sets.js'
import {hasRoles, makePeople, makeTeam} from './team/team.js'
import {makeUserPool} from './user-pool.js'
import {makeUsers} from './users.js'
import type {Manifest} from '../manifest.js'

/**
 * Every resource that the manifest asks for, before anyone looked at AWS: what is shared first, then environment by
 * environment. The order means nothing; what needs what is in the references. Pure.
 */
export function makeDesired(manifest: Manifest): readonly KindNode[] {
  const {identityCenter: center} = manifest
  return [
    ...makeShared(manifest),
    ...(hasRoles(manifest) ? (center ? makeIdentityCenter(center) : makePeople(manifest)) : []),
    ...[...manifest.environments.values()].flatMap((environment) => [
      makeAccount(manifest, environment),
      ...makeRegion(environment),
      ...makeUserPool(manifest, environment),
      ...makeIdentities(manifest, environment),
      ...makeData(manifest, environment),
      ...makeUsers(manifest, environment),
      ...(center ? makeSets(manifest, environment, center) : makeTeam(manifest, environment)),
      ...makeDeployers(manifest, environment),
      ...makeHosting(manifest, environment),
    ]),
  ]
}

/** Accounts live in a unit of the project's own, so that guardrails reach them and nobody else. */
function makeShared({project, organization}: Manifest): readonly KindNode[] {
  if (!organization) return []
  return [
    {
      ...inManagement,
      address: 'organization',
      kind: 'organization',
      desired: {featureSet: 'ALL'},
    },
    {
      ...inManagement,
      address: 'unit',
      kind: 'organizational-unit',
      desired: {name: project, parentId: ref('organization', 'rootId')},
    },
    ...organization.guardrails.map((name): KindNode => ({
      ...inManagement,
      address: `guardrail.${name}`,
      kind: 'service-control-policy',
      desired: {
        name: `${project}-${name}`,
        ...GUARDRAILS[name],
        targetIds: [ref('unit')],
      },
    })),
  ]
}
