import {ref, type Node, type Pending} from '../../resource.js'
import type {AccountDesired} from '../../resources/organizations/account.js'
import type {Environment, Manifest} from '../manifest.js'
import {inManagement} from './places.js'

/** The environment's account. Project and environment names are short enough for AWS's 50 characters. */
export const makeAccount = ({project}: Manifest, {name, email}: Environment): Node => ({
  ...inManagement,
  environment: name,
  address: `${name}.account`,
  kind: 'account',
  desired: {
    name: `${project}-${name}`,
    email,
    parentId: ref('unit'),
    // The name that AWS's own console gives it.
    roleName: 'OrganizationAccountAccessRole',
  } satisfies Pending<AccountDesired>,
})
