import type {AccountPlanState} from '../../../aws/free-tier.js'
import {CancelledError} from '../../../base/errors.js'
import type {Context, Notice} from '../../../base/resource.js'

/**
 * Creating an organization moves an account from the Free plan to the paid plan, and its credits expire at once (IAM
 * Identity Center user guide, "Enable IAM Identity Center"; Billing user guide, "Free Tier plans": who upgrades by hand
 * keeps them).
 */
const ENDS =
  'creating an organization ends the Free plan of an account, and its Free Tier credits (up to USD 200) expire at once'

/**
 * What there is to know of the money before the organization is created: nothing on the paid plan; on the Free plan what
 * is lost, which has to be confirmed; and where AWS does not tell, that it does not. Never throws for that reason.
 */
export async function readFreePlan({aws, signal}: Context): Promise<readonly Notice[]> {
  let state: AccountPlanState
  try {
    state = await aws.readAccountPlan()
  } catch (error) {
    if (signal.aborted || error instanceof CancelledError) throw error
    return [unknownPlan(error instanceof Error ? error.name : 'no answer', aws.accountId)]
  }
  if (state.accountPlanType === 'PAID') return []
  return [
    state.accountPlanType === 'FREE'
      ? freePlan(state, aws.accountId)
      : unknownPlan('an answer without a plan', aws.accountId),
  ]
}

const unknownPlan = (why: string, accountId: string): Notice => ({
  code: 'PLAN_UNKNOWN',
  message: `could not ask which plan account ${accountId} is on (freetier:GetAccountPlanState: ${why}): ${ENDS}. Look in the Billing console before you go on; upgrading there first keeps the credits`,
})

function freePlan({accountPlanRemainingCredits: credits}: AccountPlanState, accountId: string): Notice {
  const amount = credits?.amount === undefined ? undefined : `${credits.unit ?? 'USD'} ${credits.amount.toFixed(2)}`
  const lost = amount === undefined ? 'its credits expire' : `${amount} of credits expire`
  return {
    code: 'FREE_PLAN',
    message: `account ${accountId} is on the Free plan: creating an organization ends that plan, and ${lost} at once`,
    confirm: {
      flag: 'accept-free-plan-end',
      question: `End the Free plan of account ${accountId}${amount === undefined ? '' : ` and lose ${amount} of credits`}?`,
      hint: 'To keep the credits, upgrade to the paid plan by hand first (AWS console: Billing and Cost Management, Upgrade plan), then run the same command again. To lose them: awsup org init --accept-free-plan-end, or awsup apply --accept-free-plan-end.',
    },
  }
}
