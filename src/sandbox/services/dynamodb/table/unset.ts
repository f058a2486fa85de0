import type {
  DescribeKinesisStreamingDestinationCommandInput,
  DescribeKinesisStreamingDestinationOutput,
  GetResourcePolicyCommandInput,
  GetResourcePolicyOutput,
} from '@aws-sdk/client-dynamodb'
import {ServiceError} from '../../../core/errors.js'
import type {Operation} from '../../../core/service.js'
import {arnOf, requireTable} from '../table-access.js'

// What the sandbox's tables never have, read as of a table of AWS that never had it either. Nothing here can be set.

const GetResourcePolicy: Operation<GetResourcePolicyCommandInput, GetResourcePolicyOutput> = {
  resource: ({ResourceArn: arn = '*'}) => arn,
  run({ResourceArn: arn = ''}, call) {
    requireTable({TableName: arn.split('/')[1]}, call)
    throw new ServiceError(
      'PolicyNotFoundException',
      `Resource-based policy not found for the provided ResourceArn: ${arn}`,
    )
  },
}

const DescribeKinesisStreamingDestination: Operation<
  DescribeKinesisStreamingDestinationCommandInput,
  DescribeKinesisStreamingDestinationOutput
> = {
  resource: arnOf,
  run(input, call) {
    const {TableName} = requireTable(input, call)
    return {TableName, KinesisDataStreamDestinations: []}
  },
}

export const tableUnsetOperations = {DescribeKinesisStreamingDestination, GetResourcePolicy}
