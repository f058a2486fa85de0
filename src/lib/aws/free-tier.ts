import {AccountClient, type AccountClientConfig} from '@aws-sdk/client-account'
import {AwsJson1_0Protocol} from '@aws-sdk/core/protocols'
import {makeBuilder} from '@smithy/core/client'
import {getEndpointPlugin} from '@smithy/core/endpoints'
import type {MetadataBearer} from '@smithy/types'

/** What sort of plan an account is on, as AWS answers it. */
export interface AccountPlanState {
  readonly accountPlanType?: string | undefined
  readonly accountPlanRemainingCredits?: {readonly amount?: number | undefined; readonly unit?: string | undefined}
}

const NAMESPACE = 'com.amazonaws.freetier'
const STRING = 0
const DOUBLE = 1

// The shapes of botocore's data/freetier/2023-09-07, as far as they are read, in the form of the SDK's own schemas.
const Money = [3, NAMESPACE, 'MonetaryAmount', 0, ['amount', 'unit'], [DOUBLE, STRING]]
const State = [
  3,
  NAMESPACE,
  'GetAccountPlanStateResponse',
  0,
  ['accountPlanType', 'accountPlanRemainingCredits'],
  [STRING, () => Money],
]
const Request = [3, NAMESPACE, 'GetAccountPlanStateRequest', 0, [], []]
const Operation = [9, NAMESPACE, 'GetAccountPlanState', 0, () => Request, () => State]

/** Its one endpoint (botocore, endpoint-rule-set of freetier). */
const ENDPOINT = {name: 'freetier', region: 'us-east-1', url: 'https://freetier.us-east-1.api.aws'}

const SIGV4 = 'aws.auth#sigv4'

/**
 * The settings that make a client of the Account service one of AWS Free Tier: there is no package for that service. It
 * speaks AWS JSON 1.0 and is asked in us-east-1; AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_FREETIER count as for every other.
 */
const AS_FREE_TIER = {
  serviceId: 'FreeTier',
  protocol: AwsJson1_0Protocol,
  protocolSettings: {defaultNamespace: NAMESPACE, errorTypeRegistries: [], serviceTarget: 'AWSFreeTierService'},
  endpointProvider: ({Endpoint}: {readonly Endpoint?: string | undefined}) => ({
    url: new URL(Endpoint ?? ENDPOINT.url),
    // Behind an endpoint of one's own too: the client would sign for the Account service.
    properties: {authSchemes: [{name: 'sigv4', signingName: ENDPOINT.name, signingRegion: ENDPOINT.region}]},
  }),
  httpAuthSchemeProvider: ({region}: {readonly region?: string}) => [
    {
      schemeId: SIGV4,
      signingProperties: {name: ENDPOINT.name, region},
      propertiesExtractor: (config: object, context: object) => ({signingProperties: {config, context}}),
    },
  ],
}

/** Which of a client's settings its endpoint is found by. */
const PLACE = {
  Endpoint: {type: 'builtInParams', name: 'endpoint'},
  Region: {type: 'builtInParams', name: 'region'},
} as const

const command = makeBuilder(PLACE, 'FreeTier', 'FreeTierClient', getEndpointPlugin as never)
const GetAccountPlanState = command({}, () => [], 'GetAccountPlanState', Operation as never)

/** A client that the door makes as it makes all others. */
export const openFreeTier = (config: AccountClientConfig): AccountClient =>
  new AccountClient({...config, ...(AS_FREE_TIER as unknown as AccountClientConfig)})

/** Asks what plan the caller's account is on. Throws what AWS answers, which for this service is often AccessDenied. */
export const readPlanState = (client: AccountClient): Promise<AccountPlanState> =>
  client.send<never, AccountPlanState & MetadataBearer>(new GetAccountPlanState({}) as never)
