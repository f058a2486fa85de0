import {meets} from './condition.js'
import {makeContext, type Context} from './context.js'
import type {Match, PolicyDocument, PolicyRequest, PrincipalPattern, RequestPrincipal, Statement} from './document.js'
import {makePattern, matches, matchesAction} from './pattern.js'
import {findNaming, isSpared, type Naming} from './principal.js'

/** A statement that counts for a request. */
export interface Applied {
  readonly statement: Statement
  /** How it names who asks; `undefined` in policies that name nobody. */
  readonly naming: Naming | undefined
}

/** The statements of a document that have this effect on a request. */
export function findApplied(document: PolicyDocument, effect: 'Allow' | 'Deny', request: PolicyRequest): Applied[] {
  const context = makeContext(request.context)
  const variables = document.version === '2012-10-17' ? context : undefined
  return document.statements.flatMap((statement) => {
    if (statement.effect !== effect || !coversAction(statement.actions, request.action)) return []
    if (!coversResource(statement, request.resource, variables)) return []
    const named = coversPrincipal(statement, request.principal)
    if (named === undefined) return []
    const verdict = meets(statement.conditions, context, variables)
    const applies = verdict === 'unknown' ? effect === 'Deny' : verdict
    return applies ? [{statement, naming: named === 'anybody' ? undefined : named}] : []
  })
}

const coversAction = ({negated, entries}: Match<string>, action: string): boolean =>
  entries.some((pattern) => matchesAction(pattern, action)) !== negated

function coversResource({resources, effect}: Statement, resource: string, variables: Context | undefined): boolean {
  if (resources === undefined) return true
  const patterns = resources.entries.map((text) => makePattern(text, variables))
  // "All but a variable without a value" must not become "all".
  if (resources.negated && effect === 'Allow' && patterns.includes(undefined)) return false
  return patterns.some((pattern) => pattern !== undefined && matches(pattern, resource)) !== resources.negated
}

function coversPrincipal(
  {principals, effect}: {principals: Match<PrincipalPattern> | undefined; effect: 'Allow' | 'Deny'},
  principal: RequestPrincipal | undefined,
): Naming | 'anybody' | undefined {
  if (principals === undefined) return 'anybody'
  if (principal === undefined) return undefined
  if (principals.negated) return isSpared(principals, principal, effect) ? undefined : 'role'
  return findNaming(principals, principal)
}
