import * as sdk from '@aws-sdk/client-account'
import model from '../../../models/account.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import {nameOperations} from './names.js'
import {regionOperations} from './regions.js'

/** AWS Account Management: which regions an account has switched on, and what it is called. */
export const account = defineService({
  name: 'account',
  validationError: 'ValidationException',
  protocol: 'rest-json',
  target: '2021-02-01',
  sdk,
  model: openModel(model),
  operations: {...regionOperations, ...nameOperations},
})
