import * as sdk from '@aws-sdk/client-s3'
import model from '../../../models/s3.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import {bucketSettingOperations} from './bucket/settings.js'
import {bucketOperations} from './bucket/buckets.js'
import {copyOperations} from './copy.js'
import {corsOperations} from './bucket/cors.js'
import {listOperations} from './list.js'
import {multipartOperations} from './multipart.js'
import {objectOperations} from './objects.js'
import {policyOperations} from './bucket/policy.js'
import {tagOperations} from './tags.js'
import {unsetOperations} from './bucket/unset.js'
import {versionOperations} from './versions.js'

/**
 * Amazon Simple Storage Service, as far as records and front ends need it: buckets, objects in one piece or in parts,
 * and conditions on them.
 */
export const s3 = defineService({
  name: 's3',
  validationError: 'InvalidRequest',
  protocol: 'rest-xml',
  target: '2006-03-01',
  sdk,
  model: openModel(model),
  operations: {
    ...bucketOperations,
    ...bucketSettingOperations,
    ...policyOperations,
    ...versionOperations,
    ...objectOperations,
    ...listOperations,
    ...copyOperations,
    ...multipartOperations,
    ...corsOperations,
    ...tagOperations,
    ...unsetOperations,
  },
})
