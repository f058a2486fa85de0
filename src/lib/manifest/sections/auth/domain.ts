import type {Domain} from '../../auth-clients.js'
import {either, made, mapping} from '../../read/collections.js'
import {required} from '../../read/keys.js'
import {text, type Rule} from '../../read/scalars.js'
import type {Read} from '../../read/spot.js'
import {LIMITS, within} from '../../rules/limits.js'
import {pattern} from '../../rules/names.js'
import {expand, template, type Placeholders} from '../../rules/placeholders.js'

/**
 * A custom domain's certificate is in us-east-1, wherever the pool is (Cognito developer guide, "Using your own
 * domain").
 */
const certificateArn: Rule = pattern(
  'be the ARN of a certificate in us-east-1',
  /^arn:aws(-[a-z]+)*:acm:us-east-1:\d{12}:certificate\/[\w-]{1,64}$/,
  'CloudFront serves the domain, and reads certificates of ACM in us-east-1 only.',
)

/**
 * `auth.domain`: a prefix alone, or a name with its certificate. They may hold `{env}`; what they become is checked
 * later.
 */
export const domain: Read<Domain> = either(
  made(text(template), (prefix): Domain => ({prefix})),
  mapping({
    /**
     * A domain of your own.
     * @example auth.acme.dev
     */
    name: required(text(template)),
    /** ARN of its certificate in ACM, in us-east-1. */
    certificate: required(text(certificateArn)),
  }),
)

/** The same with its placeholders replaced. Pure. */
export const expandDomain = (found: Domain, placeholders: Placeholders): Domain =>
  'prefix' in found ? {prefix: expand(found.prefix, placeholders)} : {...found, name: expand(found.name, placeholders)}

const {DomainType: DOMAIN} = LIMITS['cognito-idp']

/** A custom domain: below a domain that somebody owns. */
export const customDomain: Rule = within(
  DOMAIN,
  `be a domain name of at most ${DOMAIN.max} lower-case characters, such as auth.acme.dev`,
  {
    also: /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){2,}[a-z]{2,}$/,
    hint: 'Cognito wants a subdomain: auth.acme.dev, not acme.dev.',
  },
)
