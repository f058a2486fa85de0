import {every, pattern} from './names.js'
import type {Rule} from '../read/scalars.js'
import {LIMITS} from './limits.js'

const {min, max} = LIMITS.organizations.Email

/**
 * What AWS takes as an account's address (CreateAccountRequest `Email`): ASCII characters, one @, no quotes,
 * brackets and the like before it, a domain with a dot after it. A plus is allowed: the mailbox must support it.
 */
export const emailAddress: Rule = every(
  (value) =>
    value.length > max
      ? {
          must: `have at most ${max} characters, it has ${value.length}`,
          hint: 'AWS takes no longer address for an account.',
        }
      : undefined,
  (value) =>
    value.length < min ? {must: `have at least ${min} characters`, hint: 'For example: aws+{env}@acme.dev'} : undefined,
  pattern('be plain ASCII with no spaces', /^[!-~]+$/),
  pattern('have exactly one @', /^[^@]+@[^@]+$/, 'For example: aws+{env}@acme.dev'),
  pattern('have none of " \' ( ) < > [ ] : ; , \\ | % & before the @', /^[^"'()<>[\]:;,\\|%&@]+@/),
  pattern('not begin with a dot or a hyphen', /^[^.-]/),
  pattern(
    'end with a domain that has a dot, such as acme.dev',
    /@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$(?<=@.*\..*)/,
    'After the @ only letters, digits, dots and hyphens.',
  ),
)
