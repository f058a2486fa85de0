import type {EnvironmentIds} from './ids.js'
import type {OutputSettings} from './settings.js'

/**
 * What a JWT authorizer of an HTTP API is told of a user pool (API Gateway developer guide, "Control access to HTTP APIs with
 * JWT authorizers").
 */
export interface Jwt {
  /** `iss` of the pool's tokens. The same in the sandbox: its tokens have AWS's. */
  readonly issuer: string
  /** Ids of all app clients: `aud` of ID tokens, `client_id` of access tokens. */
  readonly audience: readonly string[]
  /** Scopes of the environment's own resource servers: a route that asks for one takes access tokens alone. */
  readonly scopes: readonly string[]
}

/** Pure. `clientIds` in the order in which they are told. */
export const makeJwt = (
  {resourceServers}: Pick<OutputSettings, 'resourceServers'>,
  {region, userPoolId}: Pick<EnvironmentIds, 'region' | 'userPoolId'>,
  clientIds: readonly string[],
): Jwt => ({
  issuer: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
  audience: clientIds,
  scopes: [...(resourceServers?.values() ?? [])].flatMap(({identifier, scopes}) =>
    [...(scopes?.keys() ?? [])].map((scope) => `${identifier}/${scope}`),
  ),
})
