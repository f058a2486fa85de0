import {WRITTEN_BY_USERS} from '../../access/claims.js'
import {every, noneOf, pattern} from './names.js'
import type {Rule} from '../read/scalars.js'
import {stating} from '../read/shape.js'

const OF_THE_TOKEN = [
  ...['acr', 'amr', 'at_hash', 'aud', 'auth_time', 'event_id', 'exp', 'iat', 'identities', 'iss', 'jti'],
  ...['origin_jti', 'token_use'],
]
const HINT = 'Use identity, sub, or a custom attribute that its user may not write: custom:tenant.'

const FOR_EVER = 'be a claim that tells users apart for ever'

/** A claim of the ID token by which data may be owned: one that its user cannot set to somebody else's. */
export const ownerClaim: Rule = every(
  pattern('be one claim: no * or ? may stand in it', /^[^*?]+$/u, HINT),
  pattern(
    'be the name of a claim: letters, digits and _.:- that begin with a letter, at most 128',
    /^[A-Za-z][\w.:-]{0,127}$/,
    HINT,
  ),
  noneOf('be a claim that users cannot change: they may write this one themselves', WRITTEN_BY_USERS, HINT),
  stating([{must: FOR_EVER, pattern: /^(?!cognito:)/, none: OF_THE_TOKEN}], (value) =>
    OF_THE_TOKEN.includes(value) || value.startsWith('cognito:') ? {must: FOR_EVER, hint: HINT} : undefined,
  ),
)

/** `identity`, `none`, or a claim. */
export const ownerName: Rule = stating(
  (ownerClaim.clauses ?? []).map((clause, index) =>
    index === 0 ? {...clause, examples: () => ['identity', 'none', 'sub']} : clause,
  ),
  (value) => (value === 'identity' || value === 'none' ? undefined : ownerClaim(value)),
)
