import {apiGrant, functionGrant} from './forms/calls.js'
import {tableGrants} from './forms/dynamodb.js'
import {topicGrants} from './forms/iot.js'
import {rawStatement} from './forms/raw.js'
import {bucketGrants} from './forms/s3.js'
import {mergeGrants, type Grant} from './grants.js'
import type {AccessRule} from './rules.js'
import type {Place, PolicyDocument, Statement} from './statement.js'

/**
 * Compiles access rules into one policy document with as few statements as they need, each of which reaches what a rule
 * names and nothing else. Names are final: no `{env}` in them any more. `undefined` without rules, for a policy may not
 * be empty. How large it is, `splitPolicies` minds. Pure.
 */
export function compileAccess(rules: readonly AccessRule[], place: Place): {document: PolicyDocument} | undefined {
  const buckets = rules.flatMap((rule) => ('s3' in rule ? [rule.s3] : []))
  const raw = rules.flatMap((rule) => ('statement' in rule ? [rawStatement(rule.statement, place)] : []))
  const [items, topics, calls] = [
    rules.flatMap((rule) => ('dynamodb' in rule ? tableGrants(rule.dynamodb, place) : [])),
    rules.flatMap((rule) => ('iot' in rule ? topicGrants(rule.iot, place) : [])),
    rules.flatMap((rule) => callsOf(rule, place)),
  ]
  const merged = [items, bucketGrants(buckets, place), calls, topics].flatMap(mergeGrants)
  const Statement = numbered([...merged, ...raw])
  return Statement.length === 0 ? undefined : {document: {Version: '2012-10-17', Statement}}
}

const callsOf = (rule: AccessRule, place: Place): readonly Grant[] =>
  'lambda' in rule ? [functionGrant(rule.lambda, place)] : 'appsync' in rule ? [apiGrant(rule.appsync, place)] : []

/** Sids must be unique in a document: the second OwnItems is OwnItems2. */
function numbered(statements: readonly Statement[]): readonly Statement[] {
  const met = new Map<string, number>()
  return statements.map((statement) => {
    const count = (met.get(statement.Sid) ?? 0) + 1
    met.set(statement.Sid, count)
    return {...statement, Sid: count === 1 ? statement.Sid : `${statement.Sid}${count}`}
  })
}
