import {template} from '../rules/placeholders.js'
import {mapping, list} from '../read/collections.js'
import {optional, required} from '../read/keys.js'
import {oneOf, text} from '../read/scalars.js'

const BOTH = ['deny-leave-organization', 'deny-root-user'] as const

const guardrail = oneOf(...BOTH)

/** `organization`. The address is checked once it is known what `{env}` becomes. */
export const organization = mapping(
  {
    /**
     * E-mail address of the account that is made for each environment. Every AWS account needs an address of its own, so
     * it must contain `{env}` where there is more than one environment.
     * @example aws+{env}@acme.dev
     */
    email: required(text(template)),
    /**
     * Service control policies on the project's organizational unit.
     * @default ["deny-leave-organization", "deny-root-user"]
     * @value deny-leave-organization No account can leave the organization.
     * @value deny-root-user The root user of an account can do nothing.
     */
    guardrails: optional(list(guardrail, {max: 2, distinct: true})),
  },
  ({email, guardrails = BOTH}) => ({email, guardrails}),
)
