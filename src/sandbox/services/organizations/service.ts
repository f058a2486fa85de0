import * as sdk from '@aws-sdk/client-organizations'
import model from '../../../models/organizations.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import {accountOperations} from './accounts/accounts.js'
import {creationOperations} from './accounts/creation.js'
import {featureOperations} from './features.js'
import {organizationOperations} from './organization.js'
import {policyOperations} from './policies/policies.js'
import {relativeOperations} from './accounts/relatives.js'
import {tagOperations} from './tags.js'
import {targetOperations} from './policies/targets.js'
import {unitOperations} from './units.js'

/**
 * What Organizations says of a fault: the sentence that the API reference has for its reason, without contractions
 * (InvalidInputException, of any operation). Users saw "You provided a value that does not match the required pattern."
 */
const WORDS: Readonly<Record<string, string>> = {
  INPUT_REQUIRED: 'You must include a value for all required parameters.',
  INVALID_ENUM: 'You specified an invalid value.',
  INVALID_PATTERN: 'You provided a value that does not match the required pattern.',
  MAX_LENGTH_EXCEEDED: 'You provided a string parameter that is longer than allowed.',
  MAX_VALUE_EXCEEDED: 'You provided a numeric parameter that has a larger value than allowed.',
  MIN_LENGTH_EXCEEDED: 'You provided a string parameter that is shorter than allowed.',
  MIN_VALUE_EXCEEDED: 'You provided a numeric parameter that has a smaller value than allowed.',
}

/** AWS Organizations: an organization, its tree, its accounts and its policies. */
export const organizations = defineService({
  name: 'organizations',
  validationError: 'InvalidInputException',
  validationWords: ({reason}) => WORDS[reason],
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
