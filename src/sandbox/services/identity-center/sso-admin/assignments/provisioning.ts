import type * as sdk from '@aws-sdk/client-sso-admin'
import type {Call, Operations} from '../../../../core/service.js'
import {accountArn, permissionSetArn} from '../arns.js'
import {invalid} from '../refusals.js'
import {alsoOn, onInstance, onSet, pageOf} from '../scope.js'
import {permissionSets, type Provision, provisions} from '../tables.js'
import {instanceOf, isProvisioned} from './assignments.js'
import {refusalAtHome} from './management-account.js'
import {openRequest, provisioningStatus} from './requests.js'

/** Whether a permission set has changed since it came into an account: AWS changes nothing there by itself. */
const statusOf = ({instanceId, permissionSetId, version}: Provision, {tx}: Call): sdk.ProvisioningStatus =>
  permissionSets.get(tx, [instanceId, permissionSetId])?.version === version
    ? 'LATEST_PERMISSION_SET_PROVISIONED'
    : 'LATEST_PERMISSION_SET_NOT_PROVISIONED'

const withStatus = (wanted: sdk.ProvisioningStatus | undefined, call: Call) => (one: Provision) =>
  wanted === undefined || statusOf(one, call) === wanted

/** Which permission sets are in which accounts, and how new ones of them get there. */
export const provisioningOperations = {
  ProvisionPermissionSet: onSet(
    (set, input: sdk.ProvisionPermissionSetCommandInput, call): sdk.ProvisionPermissionSetResponse => {
      const isOne = input.TargetType === 'AWS_ACCOUNT'
      if (isOne && input.TargetId === undefined) throw invalid('TargetId is required for the target type AWS_ACCOUNT.')
      const accountId = isOne ? input.TargetId : undefined
      if (accountId !== undefined) alsoOn(call, accountArn(accountId))
      const instance = instanceOf(set, call)
      const {instanceId, permissionSetId} = set
      const {ownerAccountId} = instance
      const isHere = (accountId ?? ownerAccountId) === ownerAccountId && isProvisioned(set, ownerAccountId, call)
      const refusal = isHere ? refusalAtHome(call, {instance, set, deed: 'update'}) : undefined
      const asked = {instanceId, permissionSetId, accountId, principal: undefined, refusal}
      return {PermissionSetProvisioningStatus: provisioningStatus(openRequest({sort: 'provisioning', ...asked}, call))}
    },
  ),

  ListAccountsForProvisionedPermissionSet: onSet(
    (
      set,
      input: sdk.ListAccountsForProvisionedPermissionSetCommandInput,
      call,
    ): sdk.ListAccountsForProvisionedPermissionSetResponse => {
      const found = provisions
        .list(call.tx, [set.instanceId])
        .filter(({permissionSetId}) => permissionSetId === set.permissionSetId)
        .filter(withStatus(input.ProvisioningStatus, call))
      const {items, next} = pageOf(found, {...input, key: ({accountId}) => accountId}, call)
      return {AccountIds: items.map(({accountId}) => accountId), NextToken: next}
    },
  ),

  ListPermissionSetsProvisionedToAccount: onInstance(
    (
      {instanceId},
      input: sdk.ListPermissionSetsProvisionedToAccountCommandInput,
      call,
    ): sdk.ListPermissionSetsProvisionedToAccountResponse => {
      alsoOn(call, accountArn(input.AccountId ?? ''))
      const found = provisions
        .list(call.tx, [instanceId, input.AccountId ?? ''])
        .filter(withStatus(input.ProvisioningStatus, call))
      const {items, next} = pageOf(found, {...input, key: ({permissionSetId}) => permissionSetId}, call)
      return {PermissionSets: items.map(permissionSetArn), NextToken: next}
    },
  ),
} satisfies Operations<typeof sdk>
