import * as sdk from '@aws-sdk/client-organizations'
import model from '../../models/organizations.json' with {type: 'json'}
import {openModel} from '../model.js'
import {defineService} from '../service.js'
import {accountOperations} from './accounts.js'
import {creationOperations} from './creation.js'
import {featureOperations} from './features.js'
import {organizationOperations} from './organization.js'
import {policyOperations} from './policies.js'
import {relativeOperations} from './relatives.js'
import {tagOperations} from './tags.js'
import {targetOperations} from './targets.js'
import {unitOperations} from './units.js'

/** AWS Organizations: an organization, its tree, its accounts and its policies. */
export const organizations = defineService({
  name: 'organizations',
  validationError: 'InvalidInputException',
  protocol: 'json',
  target: 'AWSOrganizationsV20161128',
  sdk,
  model: openModel(model),
  operations: {
    ...organizationOperations,
    ...creationOperations,
    ...accountOperations,
    ...unitOperations,
    ...relativeOperations,
    ...policyOperations,
    ...targetOperations,
    ...featureOperations,
    ...tagOperations,
  },
})
