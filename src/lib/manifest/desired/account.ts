import {ACCESS_ROLE} from '../../base/access-role.js'
import {ref, type KindNode} from '../../resources/nodes.js'
import type {Environment, Manifest} from '../manifest.js'
import {GLOBAL_REGION, isOptIn} from '../../base/regions.js'
import {inManagement} from './places.js'

/**
 * The environment's account: one to be made, or one that exists. Project and environment names are short enough for
 * AWS's 50 characters.
 */
export function makeAccount({project}: Manifest, {name, email = '', account}: Environment): KindNode {
  const place = {...inManagement, environment: name, address: `${name}.account`}
  if (account) {
    const desired = {accountId: account.id}
    return {...place, kind: 'existing-account', desired}
  }
  return {
    ...place,
    kind: 'account',
    desired: {
      name: `${project}-${name}`,
      email,
      parentId: ref('unit'),
      // The name that AWS's own console gives it.
      roleName: ACCESS_ROLE,
    },
  }
}

/** The environment's region, where accounts have it off until somebody enables it; asked of the account itself. */
export const makeRegion = ({name, region}: Environment): readonly KindNode[] =>
  isOptIn(region)
    ? [
        {
          account: ref(`${name}.account`),
          region: GLOBAL_REGION,
          environment: name,
          address: `${name}.region`,
          kind: 'region',
          desired: {region},
        },
      ]
    : []
