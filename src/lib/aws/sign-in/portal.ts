import type {SSOClient} from '@aws-sdk/client-sso'
import {AccessError} from '../../base/errors.js'
import {complete} from '../assume.js'
import type {AwsCredentials} from '../credentials/credentials.js'
import {isError} from '../calls/absent.js'
import {readPortalToken, signInNeeded, type PortalSession} from './portal-session.js'

/** The AWS access portal, asked with the token of somebody who signed in there. */
export interface Portal {
  /** Names of the permission sets that the person has in an account. */
  roles(accountId: string): Promise<readonly string[]>
  /** Keys of one of them. They last as long as the permission set says. */
  credentials(accountId: string, role: string): Promise<AwsCredentials>
}

/** Throws AccessError `SIGN_IN_NEEDED` where nobody is signed in, now or as soon as the portal says so. */
export function openPortal(sso: SSOClient, session: PortalSession): Portal {
  const accessToken = readPortalToken(session)
  const signedIn = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (!isError(error, 'UnauthorizedException')) throw error
      throw signInNeeded(session.name, 'AWS no longer takes your sign-in to', error)
    }
  }
  return {
    async roles(accountId) {
      const {paginateListAccountRoles} = await import('@aws-sdk/client-sso')
      return signedIn(async () => {
        const names: string[] = []
        try {
          for await (const {roleList = []} of paginateListAccountRoles({client: sso}, {accessToken, accountId}))
            names.push(...roleList.flatMap(({roleName}) => roleName ?? []))
        } catch (error) {
          // Who has nothing in an account is told so, instead of an empty list.
          if (!isError(error, 'ForbiddenException', 'ResourceNotFoundException')) throw error
        }
        return names
      })
    },
    async credentials(accountId, role) {
      const {GetRoleCredentialsCommand} = await import('@aws-sdk/client-sso')
      const command = new GetRoleCredentialsCommand({accessToken, accountId, roleName: role})
      const {roleCredentials: keys} = await signedIn(async () => {
        try {
          return await sso.send(command)
        } catch (error) {
          if (!isError(error, 'ForbiddenException', 'ResourceNotFoundException')) throw error
          throw new AccessError(`you do not have the permission set ${role} in account ${accountId}`, {
            code: 'NOT_GRANTED',
            hint: 'It was taken away just now, or is given to others. An administrator of the organization gives roles: users in awsup.yaml, then awsup apply.',
            details: {accountId, permissionSet: role},
            cause: error,
          })
        }
      })
      return complete(
        keys && {
          AccessKeyId: keys.accessKeyId,
          SecretAccessKey: keys.secretAccessKey,
          SessionToken: keys.sessionToken,
          // Milliseconds since 1970 (SSO portal API reference, `expiration`).
          Expiration: keys.expiration === undefined ? undefined : new Date(keys.expiration),
        },
        `credentials of ${role} in account ${accountId}`,
      )
    },
  }
}
