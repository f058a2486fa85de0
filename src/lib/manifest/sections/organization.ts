import {template} from '../rules/placeholders.js'
import {fields, list} from '../read/collections.js'
import {oneOf, text} from '../read/scalars.js'
import type {Spot} from '../read/spot.js'

const guardrail = oneOf('deny-leave-organization', 'deny-root-user')

/** `organization`. The address is checked once it is known what `{env}` becomes. */
export function organization(spot: Spot) {
  const {required, optional} = fields(spot, ['email', 'guardrails'])
  return {
    email: required('email', text(template)),
    guardrails: optional('guardrails', list(guardrail, {max: 2, distinct: true})) ?? [
      'deny-leave-organization' as const,
      'deny-root-user' as const,
    ],
  }
}
