import type {Statement} from '../../../auth/policy/document.js'
import {wholeOf} from '../../../core/lag.js'
import {accounts} from '../../organizations/tables.js'
import type {Transaction} from '../../../store/transaction.js'
import {requireSize} from '../policies/documents.js'
import {readTrustPolicy} from '../policy/check.js'
import {malformed} from '../refusals.js'
import {type Role, roles, users} from '../tables.js'

/**
 * Issuers that many customers share, and the claim without which a role would let in all of them (IAM user guide,
 * "Identity-provider controls for shared OIDC providers").
 */
const SHARED: Readonly<Record<string, string>> = {
  'cognito-identity.amazonaws.com': 'aud',
  'token.actions.githubusercontent.com': 'sub',
  'gitlab.com': 'sub',
}

/** IAM's default quota, in characters without white space; AWS may raise it to 4096. */
export const TRUST_QUOTA = 2048

/**
 * @throws ServiceError MalformedPolicyDocumentException or LimitExceededException, unless the text may be a role's
 *   trust policy: its shape, that those whom it names exist, and that trust in a shared issuer tests what it has to.
 */
export function checkTrustPolicy(text: string, tx: Transaction): void {
  const statements = readTrustPolicy(text)
  requireSize(text, TRUST_QUOTA, 'ACLSizePerRole')
  for (const statement of statements) {
    const wrong = principalsOf(statement).find(({type, value}) => !isPrincipal(type, value, tx))
    if (wrong) throw malformed(refusalOf(wrong.type, wrong.value))
    for (const issuer of sharedIssuers(statement)) {
      const key = `${issuer}:${SHARED[issuer] ?? ''}`
      if (!tests(statement, key)) throw malformed(`Trust policy for ${issuer} must evaluate the condition key ${key}`)
    }
  }
}

const principalsOf = ({principals}: Statement): readonly {type: string; value: string}[] => principals?.entries ?? []

const sharedIssuers = (statement: Statement): readonly string[] =>
  statement.effect === 'Allow'
    ? principalsOf(statement)
        .filter(({type}) => type === 'Federated')
        .map(({value}) => value.replace(/^arn:aws:iam::\d{12}:oidc-provider\//, '').toLowerCase())
        .filter((issuer) => Object.hasOwn(SHARED, issuer))
    : []

/** A negated test, `…IfExists` and `Null` would let others' tokens through. */
const tests = ({conditions}: Statement, wanted: string): boolean =>
  conditions.some(
    ({operator, key}) => key.toLowerCase() === wanted && !/Not|IfExists$|^Null|^ForAllValues/i.test(operator),
  )

const refusalOf = (type: string, value: string): string =>
  type === 'Federated'
    ? 'Federated principals must be valid domain names or SAML metadata ARNs'
    : `Invalid principal in policy: "${type === 'Service' ? 'SERVICE' : type}":"${value}"`

function isPrincipal(type: string, value: string, tx: Transaction): boolean {
  if (type === '*') return true
  if (type === 'AWS') return value === '*' || isIdentity(value, tx)
  if (type === 'Service') return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/.test(value)
  if (type === 'Federated')
    return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value) || /^arn:aws:iam::\d{12}:(saml|oidc)-provider\/.+$/.test(value)
  return false
}

/** An account, by id or root ARN; a user, a role, or a session of a role, by ARN. All of them must exist. */
function isIdentity(value: string, tx: Transaction): boolean {
  const account = /^(?:(\d{12})|arn:aws:iam::(\d{12}):root)$/.exec(value)
  if (account) return accounts.get(tx, [account[1] ?? account[2] ?? '']) !== undefined
  const session = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(value)
  if (session) return roles.get(tx, [session[1] ?? '', (session[2] ?? '').toLowerCase()]) !== undefined
  const [, accountId = '', type, path = '', name = ''] =
    /^arn:aws:iam::(\d{12}):(user|role)(\/(?:.*\/)?)([^/]+)$/.exec(value) ?? []
  if (type === undefined) return false
  const table = type === 'user' ? users : roles
  return table.get(tx, [accountId, name.toLowerCase()])?.path === path
}

/**
 * Rewrites who is trusted, in every account's roles. IAM remembers a principal by its unique id: a deleted one shows as
 * that id from then on (made again under the same name it is not trusted), and a renamed one under its new ARN.
 */
export function renamePrincipal(from: string, to: string, tx: Transaction): void {
  const quoted = JSON.stringify(from)
  for (const role of roles.list(wholeOf(tx)))
    if (role.trust.includes(quoted))
      roles.put(tx, [role.accountId, role.roleName.toLowerCase()], renamedIn(role, from, to))
}

const renamedIn = (role: Role, from: string, to: string): Role => ({
  ...role,
  trust: JSON.stringify(JSON.parse(role.trust), (key, value: unknown) =>
    key === 'Principal' && typeof value === 'object' && value !== null && 'AWS' in value
      ? {...value, AWS: renamed(value.AWS, from, to)}
      : value,
  ),
})

const renamed = (value: unknown, from: string, to: string): unknown =>
  Array.isArray(value) ? value.map((item: unknown) => (item === from ? to : item)) : value === from ? to : value
