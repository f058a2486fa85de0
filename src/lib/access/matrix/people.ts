import type {Owner} from '../owner.js'

/** Who asks, and whose data is asked for, in the matrix: made-up people who differ in everything that can own data. */
export interface Person {
  readonly identity: string
  readonly sub: string
  /** Value of every claim that owns data. */
  readonly claim: string
}

export const ME: Person = {
  identity: 'eu-west-1:11111111-1111-4111-8111-111111111111',
  sub: '11111111-aaaa-4aaa-8aaa-111111111111',
  claim: 'awsup-mine',
}

export const ANOTHER: Person = {
  identity: 'eu-west-1:22222222-2222-4222-8222-222222222222',
  sub: '22222222-bbbb-4bbb-8bbb-222222222222',
  claim: 'awsup-theirs',
}

/** What the person's data is kept under. */
export const keyOf = (person: Person, owner: Owner): string =>
  owner === 'identity' ? person.identity : owner === 'sub' ? person.sub : person.claim

/** Words for an owner that is not the usual one: ` by custom:tenant`. */
export const byOwner = (owner: Owner): string => (owner === 'identity' || owner === 'none' ? '' : ` by ${owner}`)

interface Session {
  readonly signedIn: boolean
  /** Tag names that the identity pool sets → the claim that each carries. */
  readonly tags: ReadonlyMap<string, string>
}

/**
 * Condition keys of credentials that an identity pool hands out (Cognito developer guide, "IAM roles" and "Using
 * attributes for access control"); guests have no claims, and so no tags.
 */
export function sessionKeys(person: Person, {signedIn, tags}: Session): Readonly<Record<string, readonly string[]>> {
  const tagged = signedIn ? [...tags] : []
  return {
    'cognito-identity.amazonaws.com:sub': [person.identity],
    'cognito-identity.amazonaws.com:aud': ['eu-west-1:00000000-0000-4000-8000-000000000000'],
    'cognito-identity.amazonaws.com:amr': signedIn ? ['authenticated'] : ['unauthenticated'],
    ...Object.fromEntries(tagged.map(([tag, claim]) => [`aws:PrincipalTag/${tag}`, [keyOf(person, claim)]])),
  }
}
