import * as sdk from '@aws-sdk/client-iam'
import model from '../../models/iam.json' with {type: 'json'}
import {openModel} from '../model.js'
import {defineService} from '../service.js'
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

/** AWS Identity and Access Management: who may act in an account, and what they may do. */
export const iam = defineService({
  name: 'iam',
  validationError: 'ValidationError',
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
