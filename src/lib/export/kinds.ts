import type {Recorded} from '../records/records.js'
import type {Context} from '../base/resource.js'
import type {Kinds} from '../resources/index.js'
import {
  readAppClient,
  readBranding,
  readDomain,
  readGroup,
  readProvider,
  readResourceServer,
  readUserPool,
} from './read/cognito.js'
import {readBucketFacts, readTableFacts} from './read/data.js'
import {readHostingApp, readHostingBranch, readHostingDomain} from './read/amplify.js'
import {readIamGroup, readIamUser, readOidcProvider, readPolicy, readRole} from './read/iam.js'
import {readRegion} from './read/account.js'
import {readAssignment, readInstance, readPermissionSet} from './read/identity-center.js'
import {readIdentityPool, readPoolRoles, readPrincipalTags} from './read/identity.js'
import {readAccount, readExistingAccount, readGuardrail, readOrganization, readUnit} from './read/organizations.js'
import {writeAppClient} from './terraform/kinds/app-client.js'
import {writeBucket} from './terraform/kinds/bucket.js'
import {writeBranding, writeDomain, writeGroup} from './terraform/kinds/domain.js'
import {writeProvider, writeResourceServer} from './terraform/kinds/federation.js'
import {writeHostingApp, writeHostingBranch, writeHostingDomain} from './terraform/kinds/hosting.js'
import {writeIamGroup, writeIamUser, writeOidcProvider, writePolicy, writeRole} from './terraform/kinds/iam.js'
import {writeAssignment, writeInstance, writePermissionSet} from './terraform/kinds/identity-center.js'
import {writeIdentityPool, writePoolRoles, writePrincipalTags} from './terraform/kinds/identity-pool.js'
import {
  writeAccount,
  writeExistingAccount,
  writeGuardrail,
  writeOrganization,
  writeUnit,
} from './terraform/kinds/organization.js'
import {writeRegion} from './terraform/kinds/region.js'
import {writeTable} from './terraform/kinds/table.js'
import {writeUserPool} from './terraform/kinds/user-pool.js'
import type {Part} from './terraform/scene.js'
import type {Write} from './terraform/written.js'

/** Reads a resource as AWS has it now, ready to be written; `undefined` where it is gone. */
export type Prepare = (recorded: Recorded, context: Context) => Promise<Part | undefined>

const prepare =
  <F>(read: (recorded: Recorded, context: Context) => Promise<F | undefined>, write: Write<F>): Prepare =>
  async (recorded, context) => {
    const facts = await read(recorded, context)
    return facts && {recorded, write: (scene) => write(facts, scene)}
  }

/** How each kind is read and written: one line for every room of `resources`. */
const KINDS: {readonly [K in keyof Kinds]: Prepare} = {
  organization: prepare(readOrganization, writeOrganization),
  'organizational-unit': prepare(readUnit, writeUnit),
  account: prepare(readAccount, writeAccount),
  'existing-account': prepare(readExistingAccount, writeExistingAccount),
  region: prepare(readRegion, writeRegion),
  'service-control-policy': prepare(readGuardrail, writeGuardrail),
  'identity-center': prepare(readInstance, writeInstance),
  'permission-set': prepare(readPermissionSet, writePermissionSet),
  'permission-set-assignment': prepare(readAssignment, writeAssignment),
  role: prepare(readRole, writeRole),
  'managed-policy': prepare(readPolicy, writePolicy),
  'oidc-provider': prepare(readOidcProvider, writeOidcProvider),
  'iam-group': prepare(readIamGroup, writeIamGroup),
  'iam-user': prepare(readIamUser, writeIamUser),
  'user-pool': prepare(readUserPool, writeUserPool),
  'app-client': prepare(readAppClient, writeAppClient),
  'user-pool-group': prepare(readGroup, writeGroup),
  'user-pool-domain': prepare(readDomain, writeDomain),
  'resource-server': prepare(readResourceServer, writeResourceServer),
  'identity-provider': prepare(readProvider, writeProvider),
  'managed-login-branding': prepare(readBranding, writeBranding),
  'identity-pool': prepare(readIdentityPool, writeIdentityPool),
  'identity-pool-roles': prepare(readPoolRoles, writePoolRoles),
  'principal-tags': prepare(readPrincipalTags, writePrincipalTags),
  table: prepare(readTableFacts, writeTable),
  bucket: prepare(readBucketFacts, writeBucket),
  'hosting-app': prepare(readHostingApp, writeHostingApp),
  'hosting-branch': prepare(readHostingBranch, writeHostingBranch),
  'hosting-domain': prepare(readHostingDomain, writeHostingDomain),
}

export const EXPORTED: ReadonlyMap<string, Prepare> = new Map(Object.entries(KINDS))
