import {UsageError} from '../../base/errors.js'
import {sameUnordered} from '../../resources/unordered.js'
import type {Session} from '../../project/session.js'
import {readAuth, type AuthResource, type AuthShown} from './read.js'

/** One setting that two environments have differently. */
export interface AuthDifference {
  /** `user-pool`, `app-client.web` */
  readonly name: string
  readonly kind: string
  /** Absent where only one of them has the whole resource. */
  readonly field: string | undefined
  /** What the first and the second have; absent where it has none. */
  readonly values: readonly [unknown, unknown]
}

/** What `auth diff` tells. */
export interface AuthDiff {
  readonly environments: readonly [string, string]
  readonly differences: readonly AuthDifference[]
}

/**
 * Settings in which two environments differ on AWS. Ids, and names that differ only by what they are made of
 * (environment, account, region), are none. Only reads. Throws UsageError when both are the same environment.
 */
export async function diffAuth(session: Session, first: string, second: string): Promise<AuthDiff> {
  if (first === second) {
    throw new UsageError(`${first} is compared with itself`, {hint: 'Name two environments: awsup auth diff dev prod'})
  }
  const [left, right] = await Promise.all([readAuth(session, first), readAuth(session, second)])
  const names = new Set([...left.resources, ...right.resources].map(({name}) => name))
  return {
    environments: [first, second],
    differences: [...names].flatMap((name) => differences(findIn(left, name), findIn(right, name))),
  }
}

interface Side {
  readonly of: AuthShown
  readonly resource: AuthResource | undefined
}

/** Not made is as good as not there. */
const findIn = (of: AuthShown, name: string): Side => ({
  of,
  resource: of.resources.find((resource) => resource.name === name && resource.id !== undefined),
})

function differences(left: Side, right: Side): readonly AuthDifference[] {
  const any = left.resource ?? right.resource
  if (!any) return []
  const {name, kind} = any
  if (!left.resource || !right.resource) {
    return [{name, kind, field: undefined, values: [left.resource?.settings, right.resource?.settings]}]
  }
  const [a, b] = [left.resource.settings, right.resource.settings]
  const environments = [left.of.environment, right.of.environment]
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return fields
    .filter((field) => !sameUnordered(a[field], b[field]))
    .filter(
      (field) => !sameUnordered(unnamed(a[field], left.of, environments), unnamed(b[field], right.of, environments)),
    )
    .map((field) => ({name, kind, field, values: [a[field], b[field]]}))
}

/**
 * The same value without what makes one environment's names other than another's. Both names go from both sides:
 * auth.dev.acme.dev and auth.prod.acme.dev are the same, though one of them has its own name twice.
 */
function unnamed(value: unknown, {accountId, region, resources}: AuthShown, environments: readonly string[]): unknown {
  const ids = resources.flatMap(({id, kind}) => (id === undefined || !/pool$|client$/.test(kind) ? [] : [id]))
  const words: readonly (readonly [string, string])[] = [
    ...ids.map((id) => [id, '{id}'] as const),
    ...(accountId === undefined ? [] : [[accountId, '{account}'] as const]),
    [region, '{region}'],
    ...environments.map((environment) => [environment, '{env}'] as const),
  ]
  return replaced(value, words)
}

function replaced(value: unknown, words: readonly (readonly [string, string])[]): unknown {
  if (typeof value === 'string') {
    return words.reduce(
      (text, [word, placeholder]) =>
        text.split(new RegExp(`(?<![A-Za-z0-9])${word.replaceAll(/\W/g, '\\$&')}(?![A-Za-z0-9])`)).join(placeholder),
      value,
    )
  }
  if (Array.isArray(value)) return value.map((part) => replaced(part, words))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, words)]))
}
