import {ref, type Node, type Pending} from '../resource.js'
import {GUARDRAILS} from '../access/guardrails.js'
import type {OrganizationDesired} from '../resources/organizations/organization.js'
import type {ServiceControlPolicyDesired} from '../resources/organizations/service-control-policy.js'
import type {OrganizationalUnitDesired} from '../resources/organizations/unit.js'
import {makeAccount, makeRegion} from './desired/account.js'
import {makeIdentities} from './desired/identities.js'
import {inManagement} from './desired/places.js'
import {makeUserPool} from './desired/user-pool.js'
import {makeUsers} from './desired/users.js'
import type {Manifest} from './manifest.js'

/**
 * Every resource that the manifest asks for, before anyone looked at AWS: what is shared first, then environment by
 * environment. The order means nothing; what needs what is in the references. Pure.
 */
export function makeDesired(manifest: Manifest): readonly Node[] {
  return [
    ...makeShared(manifest),
    ...[...manifest.environments.values()].flatMap((environment) => [
      makeAccount(manifest, environment),
      ...makeRegion(environment),
      ...makeUserPool(manifest, environment),
      ...makeIdentities(manifest, environment),
      ...makeUsers(manifest, environment),
    ]),
  ]
}

/** Accounts live in a unit of the project's own, so that guardrails reach them and nobody else. */
function makeShared({project, organization}: Manifest): readonly Node[] {
  if (!organization) return []
  return [
    {
      ...inManagement,
      address: 'organization',
      kind: 'organization',
      desired: {featureSet: 'ALL'} satisfies Pending<OrganizationDesired>,
    },
    {
      ...inManagement,
      address: 'unit',
      kind: 'organizational-unit',
      desired: {name: project, parentId: ref('organization', 'rootId')} satisfies Pending<OrganizationalUnitDesired>,
    },
    ...organization.guardrails.map((name) => ({
      ...inManagement,
      address: `guardrail.${name}`,
      kind: 'service-control-policy',
      desired: {
        name: `${project}-${name}`,
        ...GUARDRAILS[name],
        targetIds: [ref('unit')],
      } satisfies Pending<ServiceControlPolicyDesired>,
    })),
  ]
}
