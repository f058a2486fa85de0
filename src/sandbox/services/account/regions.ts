import type * as sdk from '@aws-sdk/client-account'
import {ServiceError} from '../../core/errors.js'
import {page} from '../../core/pages.js'
import {listRegions, regionChanges, regionStatus, type RegionStatus} from '../../core/regions.js'
import type {Call, Operation, Operations} from '../../core/service.js'
import {accountMeant} from './whose.js'

const invalid = (message: string, reason: string): ServiceError =>
  new ServiceError('ValidationException', message, {reason})

/** @throws ServiceError ValidationException where there is no such region */
function requireStatus({tx, now}: Call, place: readonly [accountId: string, region: string]): RegionStatus {
  const status = regionStatus(tx, now, place)
  if (status === undefined) throw invalid(`The Region ${place[1]} is not valid.`, 'fieldValidationFailed')
  return status
}

interface Change {
  readonly to: 'ENABLED' | 'DISABLED'
  /** Where it is under way already, or done, nothing more happens. */
  readonly fine: readonly RegionStatus[]
  /** The opposite is under way (API reference, ConflictException). */
  readonly conflict: RegionStatus
}

/** Takes minutes to hours on AWS; until it is done the region answers as it did before. */
const change = ({to, fine, conflict}: Change): Operation<sdk.EnableRegionCommandInput, object> => ({
  conditions: ({RegionName = ''}) => ({'account:TargetRegion': [RegionName]}),
  run({AccountId, RegionName: region = ''}, call) {
    const {accountId} = accountMeant(call, AccountId)
    const status = requireStatus(call, [accountId, region])
    if (status === 'ENABLED_BY_DEFAULT')
      throw invalid(`The Region ${region} is enabled by default and can not be changed.`, 'invalidRegionOptTarget')
    if (status === conflict)
      throw new ServiceError('ConflictException', `The Region ${region} is in the status ${status}.`)
    if (!fine.includes(status)) {
      regionChanges.put(call.tx, [accountId, region], {to, dueAt: call.now + call.settings.regionChangeMs})
    }
    return {}
  },
})

const GetRegionOptStatus: Operation<sdk.GetRegionOptStatusCommandInput, sdk.GetRegionOptStatusResponse> = {
  run({AccountId, RegionName: region = ''}, call) {
    const {accountId} = accountMeant(call, AccountId)
    return {RegionName: region, RegionOptStatus: requireStatus(call, [accountId, region])}
  },
}

const ListRegions: Operation<sdk.ListRegionsCommandInput, sdk.ListRegionsResponse> = {
  run({AccountId, NextToken: token, MaxResults: limit, RegionOptStatusContains: wanted}, call) {
    const {accountId} = accountMeant(call, AccountId)
    const all = listRegions().map((region) => ({
      RegionName: region,
      RegionOptStatus: requireStatus(call, [accountId, region]),
    }))
    const chosen = all.filter(({RegionOptStatus}) => wanted === undefined || wanted.includes(RegionOptStatus))
    const {items, next} = page(
      chosen,
      {key: ({RegionName}) => RegionName, token, limit: limit ?? 50, badToken: 'ValidationException'},
      call,
    )
    return {Regions: items, NextToken: next}
  },
}

export const regionOperations = {
  EnableRegion: change({to: 'ENABLED', fine: ['ENABLED', 'ENABLING'], conflict: 'DISABLING'}),
  DisableRegion: change({to: 'DISABLED', fine: ['DISABLED', 'DISABLING'], conflict: 'ENABLING'}),
  GetRegionOptStatus,
  ListRegions,
} satisfies Operations<typeof sdk>
