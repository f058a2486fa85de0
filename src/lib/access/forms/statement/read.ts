import type {StatementRule} from './rule.js'
import {mapping, oneOrMore, record} from '../../../manifest/read/collections.js'
import {optional, required} from '../../../manifest/read/keys.js'
import {flag, oneOf, text} from '../../../manifest/read/scalars.js'
import {shaped} from '../../../manifest/read/shape.js'
import {refused, type Read, type Spot} from '../../../manifest/read/spot.js'
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

const anyValues = oneOrMore(text(conditionValue), {max: 100})

const operators = record({
  name: conditionOperator,
  read: shaped(
    {sort: 'record', name: conditionKey.clauses ?? [], of: anyValues, min: 0, max: 50},
    (spot: Spot, operator: string) => {
      const values = oneOrMore(text(every(conditionValue, comparable(operator))), {max: 100})
      return Object.fromEntries(record({name: conditionKey, read: values, max: 50})(spot))
    },
  ),
  max: 50,
})

/**
 * `statement {effect, actions, resources, condition, broad, opens}`. An Allow of every action is refused in any case: no
 * browser should hold it. An Allow on every resource must say `broad: true`, so that nobody opens everything by a slip.
 */
export const readStatement: Read<StatementRule> = mapping(
  {
    /**
     * Whether it allows or denies.
     * @default allow
     */
    effect: optional(oneOf('allow', 'deny')),
    /**
     * Actions of IAM: one or several. An action may have `*` and `?` in it.
     * @example polly:SynthesizeSpeech
     */
    actions: required(oneOrMore(text(iamAction), {max: 100, distinct: true})),
    /**
     * ARNs, one or several, or `"*"`. `{env}`, `{project}`, `{account}` and `{region}` are replaced.
     * @example arn:aws:sqs:{region}:{account}:jobs
     */
    resources: required(oneOrMore(text(resourceArn), {max: 100, distinct: true})),
    /** Conditions as IAM knows them: operator → condition key → text, or several. */
    condition: optional(operators),
    /**
     * Whether the statement may allow its actions on every resource of a service.
     * @default false
     */
    broad: optional(flag),
    /** Why the statement may open what rules keep apart. */
    opens: optional(text(reason)),
  },
  ({effect = 'allow', actions, resources, condition = [], broad = false, opens}, spot) => {
    if (effect === 'allow' && actions.some((action) => /^[*?:]+$/.test(action))) {
      throw refused(
        spot,
        'allows every action of every service',
        'Name the actions: actions: [polly:SynthesizeSpeech].',
      )
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
    return {effect, actions, resources, condition: Object.fromEntries(condition), ...(opens !== undefined && {opens})}
  },
)

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
