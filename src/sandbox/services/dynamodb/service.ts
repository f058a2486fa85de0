import * as sdk from '@aws-sdk/client-dynamodb'
import model from '../../../models/dynamodb.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import {continuousBackupOperations} from './table/continuous-backups.js'
import {itemOperations} from './items.js'
import {tableOperations} from './table/operations.js'
import {tableTagOperations} from './table/tags.js'
import {tableUpdateOperations} from './table/updates.js'
import {timeToLiveOperations} from './table/time-to-live.js'
import {tableUnsetOperations} from './table/unset.js'
import {transactionOperations} from './transactions.js'

/**
 * Amazon DynamoDB as front ends call it. What an item operation means is dynalite's (expressions, indexes, limits); who
 * may, and where items are kept, is the sandbox's.
 */
export const dynamodb = defineService({
  name: 'dynamodb',
  validationError: 'ValidationException',
  protocol: 'json',
  target: 'DynamoDB_20120810',
  jsonVersion: '1.0',
  sdk,
  model: openModel(model),
  operations: {
    ...continuousBackupOperations,
    ...itemOperations,
    ...tableOperations,
    ...tableUpdateOperations,
    ...tableTagOperations,
    ...timeToLiveOperations,
    ...tableUnsetOperations,
    ...transactionOperations,
  },
})
