import {DeleteIdentitiesCommand, GetCredentialsForIdentityCommand, GetIdCommand} from '@aws-sdk/client-cognito-identity'
import type {Clients} from '../../../aws/clients/clients.js'
import type {Keys} from '../../../aws/credentials/credentials.js'

/** Provider → token of who signed in; a guest has none. */
export type Logins = Readonly<Record<string, string>> | undefined

/** The identity of a login, always the same; a new one for every guest. */
export async function openIdentity({identity}: Clients, IdentityPoolId: string, logins?: Logins): Promise<string> {
  const {IdentityId = ''} = await identity.send(new GetIdCommand({IdentityPoolId, Logins: logins && {...logins}}))
  return IdentityId
}

/** Credentials by the enhanced flow. Throws what AWS says where no role is for this identity. */
export async function openKeys({identity}: Clients, IdentityId: string, logins?: Logins): Promise<Keys> {
  const {Credentials: given = {}} = await identity.send(
    new GetCredentialsForIdentityCommand({IdentityId, Logins: logins && {...logins}}),
  )
  const {AccessKeyId = '', SecretKey = '', SessionToken = ''} = given
  return {accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken}
}

/** Forgets identities; their users are deleted by others. Fine when one is gone. */
export async function forgetIdentities({identity}: Clients, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await identity.send(new DeleteIdentitiesCommand({IdentityIdsToDelete: [...ids]}))
}
