import type * as sdk from '@aws-sdk/client-sso-admin'
import {hexDigits} from '../../../../core/ids.js'
import type {Call, Operations} from '../../../../core/service.js'
import {permissionSetArn} from '../arns.js'
import {secondsOf} from '../duration.js'
import {conflict, invalid, quotaExceeded} from '../refusals.js'
import {changeSet, onInstance, onSet, pageOf, saveSet} from '../scope.js'
import {type Instance, assignments, type PermissionSet, permissionSets, provisions} from '../tables.js'
import {requestTags, toTags} from './tags.js'

/** IAM Identity Center user guide, "IAM Identity Center quotas". */
const SETS_PER_INSTANCE = 3500

/** API reference, CreatePermissionSet: an hour unless told; user guide, "Set session duration": 12 hours at most. */
const DEFAULT_DURATION = 'PT1H'
const MAX_SECONDS = 12 * 60 * 60

/** The sets of an instance. */
export const setsOf = (instance: Instance, {tx}: Pick<Call, 'tx'>): PermissionSet[] =>
  permissionSets.list(tx, [instance.instanceId])

/** @throws ServiceError ValidationException */
function requireDuration(duration = DEFAULT_DURATION): string {
  const seconds = secondsOf(duration)
  if (seconds === undefined || seconds < 3600 || seconds > MAX_SECONDS)
    throw invalid('Session duration must be between 1 hour and 12 hours.')
  return duration
}

const shapeOf = (set: PermissionSet): sdk.PermissionSet => ({
  Name: set.name,
  PermissionSetArn: permissionSetArn(set),
  Description: set.description,
  CreatedDate: new Date(set.createdAt),
  SessionDuration: set.sessionDuration,
  RelayState: set.relayState,
})

/** Permission sets, without the policies in them. */
export const permissionSetOperations = {
  CreatePermissionSet: onInstance(
    (instance, input: sdk.CreatePermissionSetCommandInput, call): sdk.CreatePermissionSetResponse => {
      const {Name: name = '', Description: description, RelayState: relayState} = input
      const known = setsOf(instance, call)
      // In AWS's words (github.com/avlcloudtechnologies/terraform-aws-sso/issues/6).
      if (known.some((set) => set.name === name)) throw conflict(`PermissionSet with name ${name} already exists.`)
      if (known.length >= SETS_PER_INSTANCE) throw quotaExceeded('You have exceeded AWS SSO limits.')
      const set: PermissionSet = {
        instanceId: instance.instanceId,
        permissionSetId: hexDigits(16),
        name,
        description,
        sessionDuration: requireDuration(input.SessionDuration),
        relayState,
        createdAt: call.now,
        tags: toTags(input.Tags),
        inlinePolicy: undefined,
        managedPolicies: [],
        customerPolicies: [],
        boundary: undefined,
        version: 1,
      }
      saveSet(set, call)
      return {PermissionSet: shapeOf(set)}
    },
    ({Tags}) => requestTags(Tags),
  ),

  DescribePermissionSet: onSet<sdk.DescribePermissionSetCommandInput, sdk.DescribePermissionSetResponse>((set) => ({
    PermissionSet: shapeOf(set),
  })),

  ListPermissionSets: onInstance(
    (instance, input: sdk.ListPermissionSetsCommandInput, call): sdk.ListPermissionSetsResponse => {
      const {items, next} = pageOf(
        setsOf(instance, call),
        {...input, key: ({permissionSetId}) => permissionSetId},
        call,
      )
      return {PermissionSets: items.map(permissionSetArn), NextToken: next}
    },
  ),

  // What is left out is kept, but for the relay state, which is cleared (github.com/hashicorp/terraform-provider-aws/issues/17411).
  UpdatePermissionSet: changeSet((set, input: sdk.UpdatePermissionSetCommandInput) => ({
    ...set,
    description: input.Description ?? set.description,
    sessionDuration: requireDuration(input.SessionDuration ?? set.sessionDuration),
    relayState: input.RelayState,
  })),

  // In AWS's words (github.com/hashicorp/terraform-provider-aws/issues/26757).
  DeletePermissionSet: onSet<sdk.DeletePermissionSetCommandInput, object>((set, _input, call) => {
    const {instanceId, permissionSetId} = set
    const isUsed = [...assignments.list(call.tx, [instanceId]), ...provisions.list(call.tx, [instanceId])].some(
      (one) => one.permissionSetId === permissionSetId,
    )
    if (isUsed) throw conflict('Could not delete because PermissionSet has ApplicationProfile associated with it')
    permissionSets.delete(call.tx, [instanceId, permissionSetId])
    return {}
  }),
} satisfies Operations<typeof sdk>
