import type {StatementRule} from './rule.js'
import {fields, oneOrMore, record} from '../../../manifest/read/collections.js'
import {flag, oneOf, text} from '../../../manifest/read/scalars.js'
import {refused, type Spot} from '../../../manifest/read/spot.js'
import {comparable} from '../../../manifest/rules/conditions.js'
import {every} from '../../../manifest/rules/names.js'
import {
  conditionKey,
  conditionOperator,
  conditionValue,
  iamAction,
  reason,
  resourceArn,
} from '../../../manifest/rules/statements.js'

/**
 * `statement {effect, actions, resources, condition, broad, opens}`. An Allow of every action is refused in any case: no
 * browser should hold it. An Allow on every resource must say `broad: true`, so that nobody opens everything by a slip.
 */
export function readStatement(spot: Spot): StatementRule {
  const {required, optional} = fields(spot, ['effect', 'actions', 'resources', 'condition', 'broad', 'opens'])
  const effect = optional('effect', oneOf('allow', 'deny')) ?? 'allow'
  const actions = required('actions', oneOrMore(text(iamAction), {max: 100, distinct: true}))
  const resources = required('resources', oneOrMore(text(resourceArn), {max: 100, distinct: true}))
  const condition = optional('condition', operators) ?? []
  const broad = optional('broad', flag) ?? false
  if (effect === 'allow' && actions.some((action) => /^[*?:]+$/.test(action))) {
    throw refused(spot, 'allows every action of every service', 'Name the actions: actions: [polly:SynthesizeSpeech].')
  }
  if (effect === 'allow' && !broad && resources.includes('*')) {
    throw refused(
      spot,
      'allows its actions on every resource',
      'Name the resources by ARN; or add broad: true where an action knows no resources (polly:SynthesizeSpeech).',
    )
  }
  const wide = resources.find((resource) => isOnlyWildcards(resource))
  if (effect === 'allow' && !broad && wide !== undefined) {
    throw refused(
      spot,
      `allows its actions on everything of a service: ${wide}`,
      'Name the resources: arn:aws:s3:::acme-{env}-uploads/*; or add broad: true where all of them are meant.',
    )
  }
  const opens = optional('opens', text(reason))
  return {effect, actions, resources, condition: Object.fromEntries(condition), ...(opens !== undefined && {opens})}
}

/**
 * Whether a resource names nothing after its service, but for a sort of thing: every role, every bucket of anybody.
 * Buckets and APIs have no word for their sort before their name.
 */
function isOnlyWildcards(resource: string): boolean {
  const [, , service, , , ...rest] = resource.split(':')
  const named = rest.join(':')
  if (service === 's3' || service === 'execute-api') return /^[*?]+(\/|$)/.test(named)
  return /^(?:[a-z][A-Za-z-]*[/:])?[*?/:]*[*?][*?/:]*$/.test(named)
}

const operators = record({
  name: conditionOperator,
  read: (spot: Spot, operator: string) => {
    const values = oneOrMore(text(every(conditionValue, comparable(operator))), {max: 100})
    return Object.fromEntries(record({name: conditionKey, read: values, max: 50})(spot))
  },
  max: 50,
})
