import {createPublicKey} from 'node:crypto'
import {owners, pools, type SigningKey} from './cognito-idp/tables.js'
import {issuerOf} from './cognito-idp/sign-in-tokens.js'
import {openPoolKeys} from './cognito-idp/tokens.js'
import type {Transaction} from './store/transaction.js'

const PATH = /^\/([\w-]+_[0-9a-zA-Z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/

const publicKey = ({kid, pem}: SigningKey): object => {
  const {kty, n, e} = createPublicKey(pem).export({format: 'jwk'})
  return {alg: 'RS256', e, kid, kty, n, use: 'sig'}
}

/**
 * A document that anybody may read at a path of a user pool's issuer: its public keys, or where these are.
 *
 * The issuer is AWS's, as in the tokens; the keys' address is the sandbox's own, so that a verifier finds them. Endpoints
 * of managed login are left out: the sandbox has none.
 */
export function findDocument(path: string, endpoint: string, tx: Transaction): object | undefined {
  const [, poolId = '', name] = PATH.exec(path) ?? []
  const owner = owners.get(tx, [poolId])
  const pool = owner && pools.get(tx, [owner.accountId, owner.region, poolId])
  if (!pool) return undefined
  if (name === 'jwks.json') {
    const {id, access} = openPoolKeys(poolId, tx)
    return {keys: [publicKey(id), publicKey(access)]}
  }
  return {
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf(pool),
    jwks_uri: `${endpoint}/${poolId}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
  }
}
