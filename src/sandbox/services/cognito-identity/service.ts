import * as sdk from '@aws-sdk/client-cognito-identity'
import model from '../../../models/cognito-identity.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import type {Transaction} from '../../store/transaction.js'
import {credentialOperations} from './identities/credentials.js'
import {identityOperations} from './identities/identities.js'
import {identityPoolOperations} from './pools/pools.js'
import {openIdTokenOperations} from './identities/open-id-tokens.js'
import {principalTags} from './pools/principal-tags.js'
import {roleOperations} from './pools/roles.js'
import {owners} from './tables.js'
import {tagOperations} from './pools/tags.js'

/** An unsigned call names a pool or an identity. */
function locate(_operation: string, input: object, tx: Transaction): {accountId: string; region: string} | undefined {
  if ('IdentityPoolId' in input && typeof input.IdentityPoolId === 'string') {
    return owners.get(tx, [input.IdentityPoolId])
  }
  if ('IdentityId' in input && typeof input.IdentityId === 'string') return owners.get(tx, [input.IdentityId])
  return undefined
}

/** Cognito identity pools. */
export const cognitoIdentity = defineService({
  name: 'cognito-identity',
  // Not what its model lists, but what AWS answers (github.com/getmoto/moto/pull/4415, verified against AWS).
  validationError: 'ValidationException',
  protocol: 'json',
  target: 'AWSCognitoIdentityService',
  sdk,
  model: openModel(model),
  operations: {
    ...identityPoolOperations,
    ...roleOperations,
    ...principalTags,
    ...tagOperations,
    ...identityOperations,
    ...credentialOperations,
    ...openIdTokenOperations,
  },
  locate,
})
