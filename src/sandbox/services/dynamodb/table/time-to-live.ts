import type {
  DescribeTimeToLiveCommandInput,
  DescribeTimeToLiveOutput,
  UpdateTimeToLiveCommandInput,
  UpdateTimeToLiveOutput,
} from '@aws-sdk/client-dynamodb'
import {ServiceError} from '../../../core/errors.js'
import type {Operation} from '../../../core/service.js'
import {requireActive} from './states.js'
import {arnOf, keyOf, requireTable} from '../table-access.js'
import {timesToLive} from '../tables.js'

/** How long a change takes at most, in which there is no other: API reference, UpdateTimeToLive. */
const SETTLES_MS = 60 * 60 * 1000

const refuse = (message: string): ServiceError => new ServiceError('ValidationException', message)

/**
 * The setting alone: items that are over stay. DynamoDB deletes them "within a few days", and shows them until then
 * (developer guide, "Using time to live"), so nothing may count on more.
 */
const UpdateTimeToLive: Operation<UpdateTimeToLiveCommandInput, UpdateTimeToLiveOutput> = {
  resource: arnOf,
  run(input, call) {
    requireActive(requireTable(input, call), call)
    const {AttributeName: attribute = '', Enabled: enabled = false} = input.TimeToLiveSpecification ?? {}
    const before = timesToLive.get(call.tx, keyOf(input, call))
    if ((before?.enabled ?? false) === enabled)
      throw refuse(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`)
    if (before?.enabled && before.attribute !== attribute)
      throw refuse('TimeToLive is active on a different AttributeName: current AttributeName is ' + before.attribute)
    if (before !== undefined && call.now - before.changedAt < SETTLES_MS)
      throw refuse('Time to live has been modified multiple times within a fixed interval')
    timesToLive.put(call.tx, keyOf(input, call), {attribute, enabled, changedAt: call.now})
    return {TimeToLiveSpecification: {AttributeName: attribute, Enabled: enabled}}
  },
}

const DescribeTimeToLive: Operation<DescribeTimeToLiveCommandInput, DescribeTimeToLiveOutput> = {
  resource: arnOf,
  run(input, call) {
    requireTable(input, call)
    const found = timesToLive.get(call.tx, keyOf(input, call))
    return {
      TimeToLiveDescription: found?.enabled
        ? {TimeToLiveStatus: 'ENABLED', AttributeName: found.attribute}
        : {TimeToLiveStatus: 'DISABLED'},
    }
  },
}

export const timeToLiveOperations = {DescribeTimeToLive, UpdateTimeToLive}
