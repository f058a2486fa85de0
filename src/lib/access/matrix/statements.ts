import {readPolicy, type Policy} from '../evaluate/policy.js'
import type {StatementRule} from '../forms/statement/rule.js'
import type {AccessRule} from '../rules.js'
import type {Ground} from './probe.js'

/** A raw statement with its placeholders filled in: it means what it says. */
export function statementOf({effect, actions, resources, condition}: StatementRule, {region, account}: Ground) {
  const placed = (text: string): string => text.replaceAll('{region}', region).replaceAll('{account}', account)
  return {
    Effect: effect === 'allow' ? 'Allow' : 'Deny',
    Action: actions,
    Resource: resources.map(placed),
    Condition: Object.fromEntries(
      Object.entries(condition).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.map(placed)])),
      ]),
    ),
  }
}

/** The raw statements among rules, as a policy; `undefined` when there are none. */
export function statementPolicy(rules: readonly AccessRule[], ground: Ground): Policy | undefined {
  const statements = rules.flatMap((rule) => ('statement' in rule ? [statementOf(rule.statement, ground)] : []))
  return statements.length === 0 ? undefined : readPolicy({Version: '2012-10-17', Statement: statements}, 'awsup.yaml')
}
