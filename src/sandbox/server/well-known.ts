import {createPublicKey} from 'node:crypto'
import {ALGORITHM, ISSUER, openServiceKey} from '../services/cognito-identity/identities/open-id-tokens.js'
import {owners, pools, type SigningKey} from '../services/cognito-idp/tables.js'
import {issuerOf} from '../services/cognito-idp/sign-in/issue.js'
import {openPoolKeys} from '../services/cognito-idp/sign-in/tokens.js'
import type {Transaction} from '../store/transaction.js'

const IDENTITY_KEYS = '/.well-known/jwks_uri'
const PATH = /^\/([\w-]+_[0-9a-zA-Z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/

const publicKey = ({kid, pem}: SigningKey, alg = 'RS256'): object => {
  const {kty, n, e} = createPublicKey(pem).export({format: 'jwk'})
  return {alg, e, kid, kty, n, use: 'sig'}
}

/**
 * A document that anybody may read at a path of a user pool's issuer, or of identity pools': the public keys, or where
 * these are.
 *
 * The issuer is AWS's, as in the tokens; the keys' address is the sandbox's own, so that a verifier finds them.
 * Endpoints of managed login are left out: the sandbox has none.
 */
export function findDocument(path: string, endpoint: string, tx: Transaction): object | undefined {
  if (path === IDENTITY_KEYS) return {keys: [publicKey(openServiceKey(tx), ALGORITHM)]}
  if (path === '/.well-known/openid-configuration') {
    return discovery(ISSUER, {jwks: `${endpoint}${IDENTITY_KEYS}`, algorithm: ALGORITHM})
  }
  const [, poolId = '', name] = PATH.exec(path) ?? []
  const owner = owners.get(tx, [poolId])
  const pool = owner && pools.get(tx, [owner.accountId, owner.region, poolId])
  if (!pool) return undefined
  if (name === 'jwks.json') {
    const {id, access} = openPoolKeys(poolId, tx)
    return {keys: [publicKey(id), publicKey(access)]}
  }
  return {
    ...discovery(issuerOf(pool), {jwks: `${endpoint}/${poolId}/.well-known/jwks.json`, algorithm: 'RS256'}),
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
  }
}

const discovery = (issuer: string, {jwks, algorithm}: {jwks: string; algorithm: string}): object => ({
  id_token_signing_alg_values_supported: [algorithm],
  issuer,
  jwks_uri: jwks,
  response_types_supported: ['code', 'token'],
  subject_types_supported: ['public'],
})
