import type * as sdk from '@aws-sdk/client-sso-admin'
import type {Operation, Operations} from '../../../core/service.js'
import {instanceArn} from './arns.js'
import {findInstance, requireInstance} from './instance.js'
import type {Asked} from './newer-members.js'
import {pageOf} from './scope.js'
import type {Instance} from './tables.js'

/** As both operations answer it. */
const shapeOf = (instance: Instance) => ({
  InstanceArn: instanceArn(instance),
  IdentityStoreId: instance.identityStoreId,
  IdentityStoreArn: `arn:aws:identitystore::${instance.ownerAccountId}:identitystore/${instance.identityStoreId}`,
  OwnerAccountId: instance.ownerAccountId,
  CreatedDate: new Date(instance.createdAt),
  Status: 'ACTIVE' as const,
  PrimaryRegion: instance.region,
  Regions: [
    {
      RegionName: instance.region,
      Status: 'ACTIVE' as const,
      AddedDate: new Date(instance.createdAt),
      IsPrimaryRegion: true,
    },
  ],
})

/** In the region of the call alone, unless all are asked for (API reference, ListInstances, RegionScope). */
const ListInstances: Operation<sdk.ListInstancesCommandInput & Asked, sdk.ListInstancesResponse> = {
  run(input, call) {
    const found = findInstance(call)
    const seen = found && (found.region === call.region || input.RegionScope === 'ALL_REGIONS') ? [found] : []
    const {items, next} = pageOf(seen, {...input, key: ({instanceId}) => instanceId}, call)
    return {Instances: items.map(shapeOf), NextToken: next}
  },
}

const DescribeInstance: Operation<sdk.DescribeInstanceCommandInput, sdk.DescribeInstanceResponse> = {
  resource: ({InstanceArn = '*'}) => InstanceArn,
  run({InstanceArn}, call) {
    const found = requireInstance(call, InstanceArn)
    return {...shapeOf(found), ...(!found.isOfAccount && {PermissionSetsEnabled: true})}
  },
}

export const instanceOperations = {ListInstances, DescribeInstance} satisfies Operations<typeof sdk>
