import * as sdk from '@aws-sdk/client-iam'
import model from '../../models/iam.json' with {type: 'json'}
import {openModel} from '../model.js'
import {defineService} from '../service.js'
import type {Violation} from '../violations.js'
import {accountOperations} from './account.js'
import {detailOperations} from './details.js'
import {groupOperations} from './groups.js'
import {keyOperations} from './keys.js'
import {loginOperations} from './login.js'
import {mfaOperations} from './mfa.js'
import {mfaTagOperations} from './mfa-tags.js'
import {otherCredentialOperations} from './other-credentials.js'
import {passwordPolicyOperations} from './password-policy.js'
import {policyOperations} from './policies.js'
import {policyVersionOperations} from './policy-versions.js'
import {roleOperations} from './roles.js'
import {serviceRoleOperations} from './service-roles.js'
import {simulationOperations} from './simulate.js'
import {userOperations} from './users.js'

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
