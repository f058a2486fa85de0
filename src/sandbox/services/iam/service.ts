import * as sdk from '@aws-sdk/client-iam'
import model from '../../../models/iam.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import type {Violation} from '../../check/violations.js'
import {accountOperations} from './account.js'
import {detailOperations} from './details.js'
import {groupOperations} from './users/groups.js'
import {keyOperations} from './users/keys.js'
import {loginOperations} from './users/login.js'
import {mfaOperations} from './users/mfa.js'
import {mfaTagOperations} from './users/mfa-tags.js'
import {oidcOperations} from './roles/oidc-providers.js'
import {otherCredentialOperations} from './users/other-credentials.js'
import {passwordPolicyOperations} from './users/password-policy.js'
import {policyOperations} from './policies/policies.js'
import {policyVersionOperations} from './policies/versions.js'
import {roleOperations} from './roles/roles.js'
import {serviceRoleOperations} from './roles/service-roles.js'
import {simulationOperations} from './policies/simulate.js'
import {userOperations} from './users/users.js'

/**
 * What IAM says of a name with other characters than it takes, as users met it
 * (github.com/aws-amplify/amplify-cli/issues/9120).
 */
const validationWords = ({path, reason, text}: Violation): string | undefined =>
  reason === 'INVALID_PATTERN' && /Name$/.test(path) && text.endsWith('[\\w+=,.@-]+')
    ? `The specified value for ${path} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`
    : undefined

/** AWS Identity and Access Management: who may act in an account, and what they may do. */
export const iam = defineService({
  name: 'iam',
  validationError: 'ValidationError',
  validationWords,
  protocol: 'query',
  target: '2010-05-08',
  sdk,
  model: openModel(model),
  operations: {
    ...roleOperations,
    ...serviceRoleOperations,
    ...oidcOperations,
    ...userOperations,
    ...groupOperations,
    ...policyOperations,
    ...policyVersionOperations,
    ...keyOperations,
    ...loginOperations,
    ...mfaOperations,
    ...mfaTagOperations,
    ...passwordPolicyOperations,
    ...accountOperations,
    ...otherCredentialOperations,
    ...detailOperations,
    ...simulationOperations,
  },
})
