import * as sdk from '@aws-sdk/client-sso-admin'
import model from '../../../../models/sso-admin.json' with {type: 'json'}
import {openModel} from '../../../core/model.js'
import {defineService} from '../../../core/service.js'
import {assignmentOperations} from './assignments/assignments.js'
import {provisioningOperations} from './assignments/provisioning.js'
import {requestOperations} from './assignments/requests.js'
import {instanceOperations} from './instances.js'
import {learnNewerMembers} from './newer-members.js'
import {permissionSetOperations} from './permission-sets/permission-sets.js'
import {policyOperations} from './permission-sets/policies.js'
import {tagOperations} from './permission-sets/tags.js'

learnNewerMembers()

/** Permission sets and assignments of IAM Identity Center. */
export const ssoAdmin = defineService({
  name: 'sso-admin',
  signingName: 'sso',
  validationError: 'ValidationException',
  protocol: 'json',
  target: 'SWBExternalService',
  sdk,
  model: openModel(model),
  operations: {
    ...instanceOperations,
    ...permissionSetOperations,
    ...policyOperations,
    ...tagOperations,
    ...assignmentOperations,
    ...provisioningOperations,
    ...requestOperations,
  },
})
