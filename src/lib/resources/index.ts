import {erase, type AnyResource, type Diff} from '../base/resource.js'
import {region} from './account/region.js'
import {hostingApp} from './amplify/app.js'
import {hostingBranch} from './amplify/branch.js'
import {hostingDomain} from './amplify/domain.js'
import {appClient} from './cognito/app-client/app-client.js'
import {branding} from './cognito/user-pool/branding.js'
import {userPoolDomain} from './cognito/user-pool/domain.js'
import {userPoolGroup} from './cognito/user-pool/group.js'
import {identityPool} from './cognito/identity-pool/identity-pool.js'
import {identityProvider} from './cognito/identity-provider/identity-provider.js'
import {resourceServer} from './cognito/user-pool/resource-server.js'
import {identityPoolRoles} from './cognito/identity-pool/roles.js'
import {principalTags} from './cognito/identity-pool/principal-tags.js'
import {userPool} from './cognito/user-pool/user-pool.js'
import {table} from './data/dynamodb/table.js'
import {iamGroup} from './iam/group.js'
import {oidcProvider} from './iam/oidc-provider.js'
import {managedPolicy} from './iam/policy.js'
import {role} from './iam/role.js'
import {iamUser} from './iam/user.js'
import {account} from './organizations/account/account.js'
import {existingAccount} from './organizations/account/existing.js'
import {permissionSetAssignment} from './organizations/identity-center/assignment.js'
import {identityCenter} from './organizations/identity-center/instance.js'
import {permissionSet} from './organizations/identity-center/permission-set.js'
import {organization} from './organizations/organization.js'
import {serviceControlPolicy} from './organizations/service-control-policy.js'
import {organizationalUnit} from './organizations/unit.js'
import {bucket} from './data/s3/bucket.js'
import {adoptingTaken} from '../aws/lag/taken.js'

/** Every kind: a new one is a room in this folder, and a line here. */
const KINDS = {
  organization,
  'organizational-unit': organizationalUnit,
  account,
  'existing-account': existingAccount,
  region,
  'service-control-policy': serviceControlPolicy,
  'identity-center': identityCenter,
  'permission-set': permissionSet,
  'permission-set-assignment': permissionSetAssignment,
  role,
  'managed-policy': managedPolicy,
  'oidc-provider': oidcProvider,
  'iam-group': iamGroup,
  'iam-user': iamUser,
  'user-pool': userPool,
  'app-client': appClient,
  'user-pool-group': userPoolGroup,
  'user-pool-domain': userPoolDomain,
  'resource-server': resourceServer,
  'identity-provider': identityProvider,
  'managed-login-branding': branding,
  'identity-pool': identityPool,
  'identity-pool-roles': identityPoolRoles,
  'principal-tags': principalTags,
  table,
  bucket,
  'hosting-app': hostingApp,
  'hosting-branch': hostingBranch,
  'hosting-domain': hostingDomain,
}

export const ROOMS: ReadonlyMap<string, AnyResource> = new Map(
  Object.entries(KINDS).map(([kind, room]) => [kind, adoptingTaken(erase(room))]),
)

type Rooms = typeof KINDS
type DesiredOf<R> = R extends {readonly diff: Diff<infer Desired>} ? Desired : never
type ActualOf<R> = R extends {create(desired: never, context: never): Promise<infer Actual>} ? Actual : never

/** Of each kind: what the manifest can ask for, and the names of what AWS answers, which other nodes may refer to. */
export type Kinds = {
  readonly [K in keyof Rooms]: {
    readonly desired: DesiredOf<Rooms[K]>
    readonly output: keyof ActualOf<Rooms[K]> & string
  }
}
