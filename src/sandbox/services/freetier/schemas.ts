// What a package of the SDK would export of this service, in the same form. By hand: there is no package. Written after
// botocore's data/freetier/2023-09-07/service-2.json.

const NAMESPACE = 'com.amazonaws.freetier'
const STRING = 0
const DOUBLE = 1
/** ISO 8601, not seconds: the shape is a `date_time`. */
const DATE_TIME = 5

const MonetaryAmount = [3, NAMESPACE, 'MonetaryAmount', 0, ['amount', 'unit'], [DOUBLE, STRING], 2]

const GetAccountPlanStateRequest = [3, NAMESPACE, 'GetAccountPlanStateRequest', 0, [], []]

const GetAccountPlanStateResponse = [
  3,
  NAMESPACE,
  'GetAccountPlanStateResponse',
  0,
  ['accountId', 'accountPlanType', 'accountPlanStatus', 'accountPlanRemainingCredits', 'accountPlanExpirationDate'],
  [STRING, STRING, STRING, () => MonetaryAmount, DATE_TIME],
  3,
]

export const GetAccountPlanState$ = [
  9,
  NAMESPACE,
  'GetAccountPlanState',
  0,
  () => GetAccountPlanStateRequest,
  () => GetAccountPlanStateResponse,
]

const refusal = (name: string, error: 'client' | 'server') => [-3, NAMESPACE, name, {error}, ['message'], [STRING], 1]

export const AccessDeniedException$ = refusal('AccessDeniedException', 'client')
export const InternalServerException$ = refusal('InternalServerException', 'server')
export const ResourceNotFoundException$ = refusal('ResourceNotFoundException', 'client')
export const ThrottlingException$ = refusal('ThrottlingException', 'client')
export const ValidationException$ = refusal('ValidationException', 'client')
