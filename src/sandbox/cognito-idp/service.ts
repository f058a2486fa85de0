import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import model from '../../models/cognito-idp.json' with {type: 'json'}
import {openModel} from '../model.js'
import {defineService} from '../service.js'
import type {Transaction} from '../store/transaction.js'
import {brandingOperations} from './branding.js'
import {clientSecretOperations} from './client-secrets.js'
import {clientOperations} from './clients.js'
import {domainOperations} from './domains.js'
import {groupOperations} from './groups.js'
import {identityProviderOperations} from './identity-providers.js'
import {membershipOperations} from './memberships.js'
import {learnNewerMembers} from './newer-members.js'
import {ownAccount} from './own-account.js'
import {mfaPreferenceOperations} from './mfa-preference.js'
import {ownAttributes} from './own-attributes.js'
import {forgotPasswordOperations} from './forgot-password.js'
import {signUpOperations} from './sign-up.js'
import {softwareTokenOperations} from './software-token.js'
import {poolIdOfSession} from './challenges.js'
import {poolMfa} from './pool-mfa.js'
import {poolTags} from './pool-tags.js'
import {poolOperations} from './pools.js'
import {resourceServerOperations} from './resource-servers.js'
import {sessionOperations} from './sessions.js'
import {signInOperations} from './sign-in-operations.js'
import {owners} from './tables.js'
import {peekClaims, poolIdOf} from './tokens.js'
import {unsetReaders} from './unset.js'
import {userAttributes} from './user-attributes.js'
import {userCreation} from './user-creation.js'
import {userState} from './user-state.js'
import {userOperations} from './users.js'

learnNewerMembers()

/** An unsigned call names a client, or shows a token or a session of the pool. */
function locate(_operation: string, input: object, tx: Transaction): {accountId: string; region: string} | undefined {
  if ('ClientId' in input && typeof input.ClientId === 'string') return owners.get(tx, [input.ClientId])
  if ('AccessToken' in input && typeof input.AccessToken === 'string') {
    return owners.get(tx, [poolIdOf(peekClaims(input.AccessToken))])
  }
  // Setting up an authenticator on the way to signing in: there is the session of that, and nothing else.
  if ('Session' in input && typeof input.Session === 'string') return owners.get(tx, [poolIdOfSession(input.Session)])
  return undefined
}

/** Cognito user pools. */
export const cognitoIdp = defineService({
  name: 'cognito-idp',
  validationError: 'InvalidParameterException',
  protocol: 'json',
  target: 'AWSCognitoIdentityProviderService',
  sdk,
  model: openModel(model),
  operations: {
    ...poolOperations,
    ...poolMfa,
    ...poolTags,
    ...clientOperations,
    ...clientSecretOperations,
    ...brandingOperations,
    ...groupOperations,
    ...membershipOperations,
    ...domainOperations,
    ...userOperations,
    ...userCreation,
    ...userAttributes,
    ...userState,
    ...identityProviderOperations,
    ...resourceServerOperations,
    ...unsetReaders,
    ...signInOperations,
    ...sessionOperations,
    ...ownAccount,
    ...ownAttributes,
    ...signUpOperations,
    ...forgotPasswordOperations,
    ...softwareTokenOperations,
    ...mfaPreferenceOperations,
  },
  locate,
})
