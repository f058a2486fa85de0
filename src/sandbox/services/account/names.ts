import type * as sdk from '@aws-sdk/client-account'
import {accounts} from '../organizations/tables.js'
import type {Operation, Operations} from '../../core/service.js'
import {accountMeant} from './whose.js'

const PutAccountName: Operation<sdk.PutAccountNameCommandInput, object> = {
  run({AccountId, AccountName: name = ''}, call) {
    const meant = accountMeant(call, AccountId)
    accounts.put(call.tx, [meant.accountId], {...meant, name})
    return {}
  },
}

const GetAccountInformation: Operation<sdk.GetAccountInformationCommandInput, sdk.GetAccountInformationResponse> = {
  run({AccountId}, call) {
    const {accountId, name, createdAt, state} = accountMeant(call, AccountId)
    return {
      AccountId: accountId,
      AccountName: name,
      AccountCreatedDate: new Date(createdAt),
      AccountState: state === 'PENDING_CLOSURE' ? 'ACTIVE' : state,
    }
  },
}

export const nameOperations = {PutAccountName, GetAccountInformation} satisfies Operations<typeof sdk>
