import type {ExplicitAuthFlowsType} from '@aws-sdk/client-cognito-identity-provider'
import type {AppClientDesired} from './desired.js'

type AuthFlow = NonNullable<AppClientDesired['authFlows']>[number]

const FLOWS: Readonly<Record<AuthFlow, ExplicitAuthFlowsType>> = {
  srp: 'ALLOW_USER_SRP_AUTH',
  password: 'ALLOW_USER_PASSWORD_AUTH',
  admin: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  custom: 'ALLOW_CUSTOM_AUTH',
}

/**
 * Ways to sign in. Where the manifest names none, SRP is on and what somebody added stays, but for those of before
 * 2018, which AWS does not mix with the newer ones. Refreshing is always allowed (AWS was seen to refuse a client
 * without: "REFRESH_TOKEN_AUTH should always be allowed", aws-cdk#7625), except where refresh tokens rotate, which
 * rules that flow out (Cognito developer guide, "Refresh token rotation").
 */
export function authFlows(
  now: readonly ExplicitAuthFlowsType[],
  {signsUsersIn, choice, authFlows: asked}: Pick<AppClientDesired, 'signsUsersIn' | 'choice' | 'authFlows'>,
  rotates: boolean,
): ExplicitAuthFlowsType[] {
  const refresh: ExplicitAuthFlowsType[] = rotates ? [] : ['ALLOW_REFRESH_TOKEN_AUTH']
  if (!signsUsersIn) return refresh
  const ways = asked?.map((way) => FLOWS[way]) ?? [FLOWS.srp]
  const ours = [...ways, ...refresh, ...(choice ? ['ALLOW_USER_AUTH' as const] : [])]
  if (asked) return ours
  const settled = ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', ...ours]
  return [...ours, ...now.filter((flow) => flow.startsWith('ALLOW_') && !settled.includes(flow))]
}

/** The same in the manifest's words. */
export const toAuthFlows = (
  flows: readonly ExplicitAuthFlowsType[],
): Pick<AppClientDesired, 'signsUsersIn' | 'choice' | 'authFlows'> => ({
  signsUsersIn: flows.some((flow) => flow !== 'ALLOW_REFRESH_TOKEN_AUTH'),
  choice: flows.includes('ALLOW_USER_AUTH'),
  authFlows: WAYS.filter((way) => flows.includes(FLOWS[way])),
})

const WAYS: readonly AuthFlow[] = ['srp', 'password', 'admin', 'custom']
