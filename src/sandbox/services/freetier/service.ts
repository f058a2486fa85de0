import model from '../../../models/freetier.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {findOrganization} from '../organizations/scope.js'
import {defineService, type Operation} from '../../core/service.js'
import * as sdk from './schemas.js'

/** AWS gives credits for twelve months at most (Billing user guide, "Free Tier plans"). */
const YEAR_MS = 365 * 24 * 60 * 60 * 1000

interface AccountPlanState {
  readonly accountId: string
  readonly accountPlanType: 'FREE' | 'PAID'
  readonly accountPlanStatus: 'NOT_STARTED' | 'ACTIVE' | 'EXPIRED'
  readonly accountPlanRemainingCredits: {readonly amount: number; readonly unit: 'USD'}
  readonly accountPlanExpirationDate?: Date | undefined
}

/**
 * An account in an organization is on the paid plan, and its credits are gone (IAM Identity Center user guide, "Enable
 * IAM Identity Center"). Before that it is as the sandbox's settings say.
 */
const GetAccountPlanState: Operation<object, AccountPlanState> = {
  run(_, call) {
    const {accountId, now, settings} = call
    const {type, credits} = findOrganization(call) ? ({type: 'PAID', credits: 0} as const) : settings.accountPlan
    return {
      accountId,
      accountPlanType: type,
      accountPlanStatus: 'ACTIVE',
      accountPlanRemainingCredits: {amount: credits, unit: 'USD'},
      ...(type === 'FREE' ? {accountPlanExpirationDate: new Date(now + YEAR_MS / 2)} : {}),
    }
  },
}

/** AWS Free Tier: what sort of plan an account is on, and what credits are left. There is no package of the SDK for it. */
export const freetier = defineService({
  name: 'freetier',
  validationError: 'ValidationException',
  protocol: 'json',
  target: 'AWSFreeTierService',
  jsonVersion: '1.0',
  sdk,
  model: openModel(model),
  operations: {GetAccountPlanState},
})
