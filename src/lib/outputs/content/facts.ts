import {findApis, type Apis} from './apis.js'
import {findClients} from './clients.js'
import {findData, type DataThings} from './data.js'
import {hostedDomain} from './domain.js'
import type {EnvironmentIds} from './ids.js'
import {makeJwt, type Jwt} from './jwt.js'
import type {Told} from './settings.js'

/** All that an application has to know, in its own words; what an environment does not have is absent. */
export interface Facts {
  readonly environment: string
  readonly target: 'aws' | 'sandbox'
  readonly accountId: string
  readonly region: string
  readonly userPoolId: string
  /** The app client that front ends use; absent where all are of servers and machines. */
  readonly userPoolClientId?: string
  /** Name → id, every app client. */
  readonly userPoolClientIds: Readonly<Record<string, string>>
  readonly identityPoolId: string
  /** What a JWT authorizer of an HTTP API is told. */
  readonly jwt: Jwt
  /** Group of the user pool → ARN of its members' role, which a member of several groups asks for as `CustomRoleArn`. */
  readonly groupRoleArns?: Readonly<Record<string, string>>
  /** Host of the sign-in pages. */
  readonly domain?: string
  /** Where the sandbox is served; absent on AWS, where every service has an address of its own. */
  readonly endpoint?: string
  /** Table of awsup.yaml → what DynamoDB calls it. */
  readonly tables?: DataThings['tables']
  /** Bucket of awsup.yaml → what S3 calls it. */
  readonly buckets?: DataThings['buckets']
  /** API to which awsup.yaml gives a name → its address; absent in the sandbox, which serves none. */
  readonly apis?: Apis
  readonly values?: Readonly<Record<string, string>>
}

interface FactsInput extends Told {
  readonly ids: EnvironmentIds
  readonly endpoint: string | undefined
}

/** Where `awsup sandbox serve --port 4566` answers. */
export const DEFAULT_ENDPOINT = 'http://127.0.0.1:4566'

/** Pure; always in the same order. Throws ConflictError when an app client of the manifest has no id on record. */
export function makeFacts({settings, values, data, apis, ids, endpoint = DEFAULT_ENDPOINT}: FactsInput): Facts {
  const {main, others} = findClients(settings, ids)
  const clients = main ? [main, ...others] : others
  const domain = hostedDomain(settings, ids.region)
  return {
    environment: ids.environment,
    target: ids.target,
    accountId: ids.accountId,
    region: ids.region,
    userPoolId: ids.userPoolId,
    ...(main ? {userPoolClientId: main.id} : {}),
    userPoolClientIds: Object.fromEntries(clients.map(({name, id}) => [name, id])),
    identityPoolId: ids.identityPoolId,
    jwt: makeJwt(
      settings,
      ids,
      clients.map(({id}) => id),
    ),
    ...(ids.groupRoleArns ? {groupRoleArns: ids.groupRoleArns} : {}),
    ...(domain === undefined ? {} : {domain}),
    ...(ids.target === 'sandbox' ? {endpoint} : {}),
    ...findData({data}, ids),
    ...apisIn(findApis({apis}, ids)),
    ...(values.size === 0 ? {} : {values: Object.fromEntries(values)}),
  }
}

const apisIn = (apis: Apis): Pick<Facts, 'apis'> => (Object.keys(apis).length === 0 ? {} : {apis})
