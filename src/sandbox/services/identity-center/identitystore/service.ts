import * as sdk from '@aws-sdk/client-identitystore'
import model from '../../../../models/identitystore.json' with {type: 'json'}
import {openModel} from '../../../core/model.js'
import {defineService} from '../../../core/service.js'
import {groupOperations} from './groups.js'
import {membershipOperations} from './memberships.js'
import {learnNewerMembers} from './newer-members.js'
import {userOperations} from './users.js'

learnNewerMembers()

/** The users and groups of IAM Identity Center. */
export const identityStore = defineService({
  name: 'identitystore',
  validationError: 'ValidationException',
  protocol: 'json',
  target: 'AWSIdentityStore',
  sdk,
  model: openModel(model),
  operations: {...userOperations, ...groupOperations, ...membershipOperations},
})
