import * as sdk from '@aws-sdk/client-amplify'
import model from '../../../models/amplify.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import {appOperations} from './apps.js'
import {branchOperations} from './branches.js'
import {deploymentOperations} from './deployments.js'
import {domainOperations} from './domains.js'
import {jobOperations} from './jobs.js'
import {tagOperations} from './tags.js'

/** Amplify Hosting for sites that are deployed as a zip: no repositories, no builds, no servers. */
export const amplify = defineService({
  name: 'amplify',
  validationError: 'BadRequestException',
  protocol: 'rest-json',
  target: '2017-07-25',
  sdk,
  model: openModel(model),
  operations: {
    ...appOperations,
    ...branchOperations,
    ...deploymentOperations,
    ...jobOperations,
    ...domainOperations,
    ...tagOperations,
  },
})
