import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import model from '../../../models/cognito-idp.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import type {Transaction} from '../../store/transaction.js'
import {brandingOperations} from './pools/branding.js'
import {clientSecretOperations} from './clients/secrets.js'
import {clientOperations} from './clients/clients.js'
import {domainOperations} from './pools/domains.js'
import {groupOperations} from './users/groups.js'
import {identityProviderOperations} from './federation/identity-providers.js'
import {membershipOperations} from './users/memberships.js'
import {learnNewerMembers} from './newer-members.js'
import {ownAccount} from './users/own-account.js'
import {mfaPreferenceOperations} from './mfa/preference.js'
import {ownAttributes} from './users/own-attributes.js'
import {forgotPasswordOperations} from './sign-up/forgot-password.js'
import {signUpOperations} from './sign-up/sign-up.js'
import {softwareTokenOperations} from './mfa/software-token.js'
import {poolIdOfSession} from './sign-in/challenges.js'
import {poolMfa} from './pools/mfa.js'
import {poolTags} from './pools/tags.js'
import {poolOperations} from './pools/pools.js'
import {resourceServerOperations} from './pools/resource-servers.js'
import {sessionOperations} from './sign-in/sessions.js'
import {signInOperations} from './sign-in/operations.js'
import {owners} from './tables.js'
import {peekClaims, poolIdOf} from './sign-in/tokens.js'
import {unsetReaders} from './unset.js'
import {userAttributes} from './users/attribute-changes.js'
import {userCreation} from './users/creation.js'
import {userState} from './users/state.js'
import {userOperations} from './users/users.js'

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
