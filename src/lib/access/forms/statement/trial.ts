import {ANOTHER, ME} from '../../matrix/people.js'
import type {Ground, Probe} from '../../matrix/probe.js'
import {statementOf} from '../../matrix/statements.js'
import type {AccessRule} from '../../rules.js'
import {listed} from '../words.js'
import type {IsAbout, Trial} from '../trial.js'
import type {StatementRule} from './rule.js'

export const statement: Trial<'statement'> = {
  probes: statementProbes,
  says: sayStatement,
  isAbout: () => false,
}

/**
 * What raw statements name, as oneself and as another where they have the identity in them. What is meant, they say.
 */
function statementProbes(rules: readonly AccessRule[], ground: Ground, isAbout: IsAbout): readonly Probe[] {
  return rules.flatMap((rule) => {
    if (!('statement' in rule)) return []
    const {Action: actions, Resource: resources} = statementOf(rule.statement, ground)
    return actions.flatMap((action) =>
      resources.flatMap((resource) => {
        const mine = resource.replaceAll(IDENTITY, ME.identity)
        const theirs = resource.replaceAll(IDENTITY, ANOTHER.identity)
        return [...new Set([mine, theirs])].map((one) => probeOf({action, resource: one}, ground, isAbout))
      }),
    )
  })
}

const IDENTITY = '${cognito-identity.amazonaws.com:sub}'

function probeOf(
  {action: pattern, resource}: {readonly action: string; readonly resource: string},
  {account}: Ground,
  isAbout: IsAbout,
): Probe {
  const named = resource === '*' ? '*' : resource.replaceAll('*', 'awsup').replaceAll(/\$\{[^}]*\}/g, 'awsup')
  const action = pattern === '*' ? 'awsup:Awsup' : pattern.replaceAll('*', 'Awsup')
  const keys = named.startsWith('arn:aws:s3:') ? {'aws:ResourceAccount': [account]} : {}
  // What another rule says of the same thing is tried where that rule is.
  const meant: Probe['meant'] = (rules) => (rules.some((rule) => isAbout(rule, named)) ? undefined : false)
  return {action, resource: named, keys, target: `${named}, as a statement of awsup.yaml says`, meant}
}

function sayStatement({actions, resources, condition}: StatementRule): string {
  const conditions = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key} ${values.join(' or ')}`),
  )
  const when = conditions.length === 0 ? '' : `, when ${listed(conditions)}`
  return `do ${listed(actions)} on ${listed(resources)}${when}`
}
