import type {PolicyDocument, Statement} from './statement.js'

/** IAM user guide, "IAM and AWS STS quotas"; whitespace is not counted. */
export const INLINE_LIMIT = 10_240
export const MANAGED_LIMIT = 6_144
/** How many managed policies a role may have unless AWS was asked for more. */
const MOST_MANAGED = 10

/** Where a role keeps what it may do. */
export type Split =
  | {readonly inline: PolicyDocument; readonly managed: readonly []}
  | {readonly inline?: undefined; readonly managed: readonly PolicyDocument[]}

/**
 * One inline policy where it fits a role, else as few managed policies as their own limit allows, filled in order: the
 * same rules always give the same policies. `undefined` when no role could carry it. Pure.
 */
export function splitPolicies(document: PolicyDocument): Split | undefined {
  if (policySize(document) <= INLINE_LIMIT) return {inline: document, managed: []}
  const managed: Statement[][] = [[]]
  for (const statement of document.Statement) {
    for (const part of fits([statement]) ? [statement] : partsOf(statement, managed.at(-1) ?? [])) {
      const last = managed.at(-1)
      if (last && fits([...last, part])) last.push(part)
      else if (fits([part])) managed.push([part])
      else return undefined
    }
  }
  return managed.length > MOST_MANAGED ? undefined : {managed: managed.map(documentOf)}
}

/** A statement on too many resources, in as few parts as it takes: the first fills the policy that was begun. */
function partsOf(statement: Statement, begun: readonly Statement[]): readonly Statement[] {
  const parts: Statement[] = []
  let [rest, beside] = [statement.Resource, begun]
  while (rest.length > 0) {
    const holds = (count: number): boolean => fits([...beside, {...statement, Resource: rest.slice(0, count)}])
    const count = mostOf(rest.length, holds)
    // Not even one: in a policy of its own, or in none.
    if (count === 0 && beside.length === 0) return [statement]
    if (count > 0) parts.push({...statement, Resource: rest.slice(0, count)})
    rest = rest.slice(count)
    beside = []
  }
  return parts
}

/** The largest number up to `limit` for which something holds, given that it holds for all smaller ones. */
function mostOf(limit: number, holds: (count: number) => boolean): number {
  let [low, high] = [0, limit]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** Characters as IAM counts them; an account that is not known yet will have twelve digits. */
export const policySize = (document: PolicyDocument): number =>
  JSON.stringify(document, (_, value: unknown) => (isTemplate(value) ? textOf(value.$text) : value)).replaceAll(
    /\s/g,
    '',
  ).length

const fits = (statements: readonly Statement[]): boolean => policySize(documentOf(statements)) <= MANAGED_LIMIT

const documentOf = (statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
})

const isTemplate = (value: unknown): value is {readonly $text: readonly unknown[]} =>
  typeof value === 'object' && value !== null && '$text' in value && Array.isArray(value.$text)

const textOf = (parts: readonly unknown[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : '0'.repeat(12))).join('')
