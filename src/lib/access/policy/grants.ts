import type {Template} from '../../base/resource.js'
import type {Condition, Statement} from './statement.js'

/** Actions on one thing; its ARNs always go together, as a table's and those of its indexes do. */
export interface Grant {
  readonly sid: string
  /** Tells things apart within a condition. */
  readonly thing: string
  readonly actions: readonly string[]
  readonly resources: readonly (string | Template)[]
  readonly condition: Condition
}

/**
 * Grants as statements: first everything about one thing together, then things that are open to the same actions, or
 * actions that are open on the same things, whichever needs fewer statements. Their order does not matter. Pure.
 */
export function mergeGrants(grants: readonly Grant[]): readonly Statement[] {
  const alike = groupBy(grants, ({sid, condition}) => JSON.stringify([sid, condition]))
  return [...alike].sort(byKey).flatMap(([, group]) => statementsOf(group))
}

function statementsOf(grants: readonly Grant[]): readonly Statement[] {
  const [first] = grants
  if (!first) return []
  const things = [...groupBy(grants, ({thing}) => thing)].sort(byKey).map(([, same]) => ({
    actions: unique(same.flatMap(({actions}) => actions)),
    resources: uniqueArns(same.flatMap(({resources}) => resources)),
  }))
  const byThing = [...groupBy(things, ({actions}) => actions.join()).values()]
  const verbs = unique(things.flatMap(({actions}) => actions)).map((action) => {
    const open = things.filter(({actions}) => actions.includes(action))
    return {actions: [action], resources: uniqueArns(open.flatMap(({resources}) => resources))}
  })
  const byVerb = [...groupBy(verbs, ({resources}) => JSON.stringify(resources)).values()]
  const merged =
    byVerb.length < byThing.length
      ? byVerb.map((same) => ({actions: same.flatMap(({actions}) => actions), resources: same[0]?.resources ?? []}))
      : byThing.map((same) => ({
          actions: same[0]?.actions ?? [],
          resources: uniqueArns(same.flatMap(({resources}) => resources)),
        }))
  return merged.map(({actions, resources}) => ({
    Sid: first.sid,
    Effect: 'Allow' as const,
    Action: actions,
    Resource: resources,
    ...(Object.keys(first.condition).length > 0 && {Condition: first.condition}),
  }))
}

/** Sorted, each once. */
export const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()

const uniqueArns = (arns: readonly (string | Template)[]): readonly (string | Template)[] =>
  [...new Map(arns.map((arn) => [JSON.stringify(arn), arn] as const))].sort(byKey).map(([, arn]) => arn)

/** Entries by what they share, in the order in which each was met first. */
export function groupBy<T>(entries: readonly T[], keyOf: (entry: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const group = groups.get(key)
    if (group) group.push(entry)
    else groups.set(key, [entry])
  }
  return groups
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : Number(a > b))
