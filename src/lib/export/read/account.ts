import {isOn, readRegionStatus} from '../../aws/regions.js'
import type {Recorded} from '../../records/records.js'
import type {Context} from '../../base/resource.js'

export interface RegionFacts {
  /** `eu-south-1` */
  readonly region: string
}

/** A region that is on in the account; who may not ask is told what is on record. */
export async function readRegion({id}: Recorded, {aws}: Context): Promise<RegionFacts | undefined> {
  const status = await readRegionStatus(aws.account, id)
  return status === undefined || isOn(status) ? {region: id} : undefined
}
