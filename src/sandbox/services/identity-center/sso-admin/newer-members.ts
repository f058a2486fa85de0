import {ListInstancesRequest$} from '@aws-sdk/client-sso-admin'
import {addMember, TEXT} from '../../../wire/newer-members.js'

/** Sent to ListInstances: `CURRENT_REGION` when absent. */
export interface Asked {
  readonly RegionScope?: string | undefined
}

/** Source: botocore 1.44.8, sso-admin. */
export function learnNewerMembers(): void {
  addMember(ListInstancesRequest$, 'RegionScope', TEXT)
}
