import {fromForms, perForm} from '../forms/registry.js'
import {mergeGrants} from './grants.js'
import type {AccessRule} from '../rules.js'
import type {Place, PolicyDocument, Statement} from './statement.js'

/**
 * Compiles access rules into one policy document with as few statements as they need, each of which reaches what a rule
 * names and nothing else. Names are final: no `{env}` in them any more. `undefined` without rules, for a policy may not
 * be empty. How large it is, `splitPolicies` minds. Pure.
 */
export function compileAccess(rules: readonly AccessRule[], place: Place): {document: PolicyDocument} | undefined {
  const merged = perForm(rules, ({grants}, own) => mergeGrants(grants?.(own, place) ?? []))
  const raw = fromForms(rules, ({statement}, rule) => statement?.(rule, place) ?? []).flat()
  const Statement = numbered([...merged, ...raw])
  return Statement.length === 0 ? undefined : {document: {Version: '2012-10-17', Statement}}
}

/** Sids must be unique in a document: the second OwnItems is OwnItems2. */
function numbered(statements: readonly Statement[]): readonly Statement[] {
  const met = new Map<string, number>()
  return statements.map((statement) => {
    const count = (met.get(statement.Sid) ?? 0) + 1
    met.set(statement.Sid, count)
    return {...statement, Sid: count === 1 ? statement.Sid : `${statement.Sid}${count}`}
  })
}
