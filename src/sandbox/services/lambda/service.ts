import * as sdk from '@aws-sdk/client-lambda'
import model from '../../../models/lambda.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import {configurationOperations} from './configuration.js'
import {Invoke} from './invoke.js'
import {permissionOperations} from './permissions.js'

/** AWS Lambda: functions of awsup.yaml are called, and none is made. */
export const lambda = defineService({
  name: 'lambda',
  validationError: 'ValidationException',
  protocol: 'rest-json',
  target: '2015-03-31',
  sdk,
  model: openModel(model),
  operations: {Invoke, ...configurationOperations, ...permissionOperations},
})
