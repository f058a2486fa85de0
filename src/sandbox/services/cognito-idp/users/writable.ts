import type {AttributeType} from '@aws-sdk/client-cognito-identity-provider'
import {notAuthorized} from '../sign-in/sign-in.js'
import type {PoolClient} from '../tables.js'

/** What no user says of itself. */
const PROVEN = ['email_verified', 'phone_number_verified']

/**
 * Whether a user may set these through the client that it uses.
 *
 * @throws ServiceError NotAuthorizedException for the first that it may not.
 */
export function checkWritable(client: PoolClient | undefined, sent: readonly AttributeType[]): void {
  const allowed = client?.settings.WriteAttributes
  const refused = sent.find(
    ({Name = ''}) => PROVEN.includes(Name) || Name.startsWith('dev:') || allowed?.includes(Name) === false,
  )
  if (refused) throw notAuthorized('A client attempted to write unauthorized attribute')
}
