import type {PolicyDocument, Statement} from './statement.js'

/** IAM user guide, "IAM and AWS STS quotas"; whitespace is not counted. */
export const INLINE_LIMIT = 10_240
const MANAGED_LIMIT = 6_144
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
  const managed: Statement[][] = []
  for (const statement of document.Statement.flatMap(halved)) {
    const last = managed.at(-1)
    if (last && fits([...last, statement])) last.push(statement)
    else if (fits([statement])) managed.push([statement])
    else return undefined
  }
  return managed.length > MOST_MANAGED ? undefined : {managed: managed.map(documentOf)}
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

/** A statement on too many resources is one on the first half of them and one on the second. */
function halved(statement: Statement): readonly Statement[] {
  const {Resource, Sid} = statement
  if (fits([statement]) || Resource.length < 2) return [statement]
  const middle = Math.ceil(Resource.length / 2)
  return [
    {...statement, Sid: `${Sid}a`, Resource: Resource.slice(0, middle)},
    {...statement, Sid: `${Sid}b`, Resource: Resource.slice(middle)},
  ].flatMap(halved)
}

const isTemplate = (value: unknown): value is {readonly $text: readonly unknown[]} =>
  typeof value === 'object' && value !== null && '$text' in value && Array.isArray(value.$text)

const textOf = (parts: readonly unknown[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : '0'.repeat(12))).join('')
