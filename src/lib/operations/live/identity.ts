import {DeleteIdentitiesCommand, GetCredentialsForIdentityCommand, GetIdCommand} from '@aws-sdk/client-cognito-identity'
import type {Clients} from '../../aws/clients.js'
import type {Keys} from '../../aws/credentials.js'

/** Somebody to whom the identity pool gave credentials. */
export interface LiveIdentity {
  readonly identityId: string
  readonly keys: Keys
}

/** The enhanced flow; a guest's without `logins`. */
export async function openIdentity(
  {identity}: Clients,
  IdentityPoolId: string,
  logins?: Readonly<Record<string, string>>,
): Promise<LiveIdentity> {
  const Logins = logins && {...logins}
  const {IdentityId = ''} = await identity.send(new GetIdCommand({IdentityPoolId, Logins}))
  const {Credentials: given = {}} = await identity.send(new GetCredentialsForIdentityCommand({IdentityId, Logins}))
  const {AccessKeyId = '', SecretKey = '', SessionToken = ''} = given
  return {
    identityId: IdentityId,
    keys: {accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken},
  }
}

/** Forgets identities; their users are deleted by others. */
export async function forgetIdentities({identity}: Clients, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await identity.send(new DeleteIdentitiesCommand({IdentityIdsToDelete: [...ids]}))
}
