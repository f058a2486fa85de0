import {erase, type AnyResource} from '../resource.js'
import {region} from './account/region.js'
import {appClient} from './cognito/app-client.js'
import {branding} from './cognito/branding.js'
import {userPoolDomain} from './cognito/domain.js'
import {userPoolGroup} from './cognito/group.js'
import {identityPool} from './cognito/identity-pool.js'
import {identityProvider} from './cognito/identity-provider.js'
import {resourceServer} from './cognito/resource-server.js'
import {identityPoolRoles} from './cognito/identity-pool-roles.js'
import {principalTags} from './cognito/principal-tags.js'
import {userPool} from './cognito/user-pool.js'
import {iamGroup} from './iam/group.js'
import {managedPolicy} from './iam/policy.js'
import {role} from './iam/role.js'
import {iamUser} from './iam/user.js'
import {account} from './organizations/account.js'
import {existingAccount} from './organizations/existing-account.js'
import {organization} from './organizations/organization.js'
import {serviceControlPolicy} from './organizations/service-control-policy.js'
import {organizationalUnit} from './organizations/unit.js'
import {adoptingTaken} from './taken.js'

/** Every kind that there is: a new one is a room in this folder, and a line here. */
export const ROOMS: ReadonlyMap<string, AnyResource> = new Map(
  [
    erase(organization),
    erase(organizationalUnit),
    erase(account),
    erase(existingAccount),
    erase(region),
    erase(serviceControlPolicy),
    erase(role),
    erase(managedPolicy),
    erase(iamGroup),
    erase(iamUser),
    erase(userPool),
    erase(appClient),
    erase(userPoolGroup),
    erase(userPoolDomain),
    erase(resourceServer),
    erase(identityProvider),
    erase(branding),
    erase(identityPool),
    erase(identityPoolRoles),
    erase(principalTags),
  ]
    .map(adoptingTaken)
    .map((room) => [room.kind, room]),
)
