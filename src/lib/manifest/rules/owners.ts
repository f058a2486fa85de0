import {isWrittenByUsers} from '../../access/claims.js'
import {every, pattern} from './names.js'
import type {Rule} from '../read/scalars.js'

const OF_THE_TOKEN = [
  ...['acr', 'amr', 'at_hash', 'aud', 'auth_time', 'event_id', 'exp', 'iat', 'identities', 'iss', 'jti'],
  ...['origin_jti', 'token_use'],
]
const HINT = 'Use identity, sub, or a custom attribute that its user may not write: custom:tenant.'

/** A claim of the ID token by which data may be owned: one that its user cannot set to somebody else's. */
export const ownerClaim: Rule = every(
  pattern('be one claim: no * or ? may stand in it', /^[^*?]+$/u, HINT),
  pattern(
    'be the name of a claim: letters, digits and _.:- that begin with a letter, at most 128',
    /^[A-Za-z][\w.:-]{0,127}$/,
    HINT,
  ),
  (value) =>
    isWrittenByUsers(value)
      ? {must: 'be a claim that users cannot change: they may write this one themselves', hint: HINT}
      : undefined,
  (value) =>
    OF_THE_TOKEN.includes(value) || value.startsWith('cognito:')
      ? {must: 'be a claim that tells users apart for ever', hint: HINT}
      : undefined,
)

/** `identity`, `none`, or a claim. */
export const ownerName: Rule = (value) => (value === 'identity' || value === 'none' ? undefined : ownerClaim(value))
