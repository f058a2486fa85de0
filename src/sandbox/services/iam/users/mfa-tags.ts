import type * as sdk from '@aws-sdk/client-iam'
import type {Operations} from '../../../core/service.js'
import {requireDevice, saveDevice} from './mfa.js'
import {tagConditions, tagOperations} from '../tags.js'
import type {MfaDevice} from '../tables.js'

interface DeviceInput {
  readonly SerialNumber: string | undefined
}

const {tag, untag, list} = tagOperations<MfaDevice, DeviceInput>({
  on: (run) => ({
    resource: ({SerialNumber = '*'}) => SerialNumber,
    run: (input, call) => run(requireDevice(input.SerialNumber, call), input, call),
  }),
  change: (run, asked) => ({
    resource: ({SerialNumber = '*'}) => SerialNumber,
    conditions: (input, call) => ({
      ...tagConditions('ResourceTag', requireDevice(input.SerialNumber, call).tags),
      ...asked?.(input),
    }),
    run: (input, call) => {
      saveDevice(run(requireDevice(input.SerialNumber, call), input, call), call)
      return {}
    },
  }),
})

/** Tags of virtual MFA devices. */
export const mfaTagOperations: Operations<typeof sdk> = {
  TagMFADevice: tag,
  UntagMFADevice: untag,
  ListMFADeviceTags: list,
}
