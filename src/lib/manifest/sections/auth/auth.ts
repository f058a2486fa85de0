import {poolGroupName} from '../../rules/names.js'
import {hasLength, LIMITS} from '../../rules/limits.js'
import {cognitoTemplate} from '../../rules/pool.js'
import {mapping, orNothing, record} from '../../read/collections.js'
import {optional, section} from '../../read/keys.js'
import {flag, integer, text, type Rule} from '../../read/scalars.js'
import {stating} from '../../read/shape.js'
import {clients} from './clients.js'
import {domain} from './domain.js'
import {identityPool} from './identity-pool.js'
import {POOL} from './pool.js'
import {providers} from './providers.js'
import {resourceServers} from './resource-servers.js'

const COGNITO = LIMITS['cognito-idp']

/** What one `auth` section says: only what is written there. */
export type AuthSection = Partial<ReturnType<typeof auth>>

/** What one group of `auth.groups` says. */
interface Group {
  readonly precedence?: number | undefined
  readonly description?: string | undefined
}

const ONE_LINE = `be one line of at most ${COGNITO.DescriptionType.max} characters`
const NO_CONTROLS = /^[^\u0000-\u001f\u007f]*$/

const description: Rule = stating(
  [{must: ONE_LINE, max: COGNITO.DescriptionType.max, pattern: NO_CONTROLS}],
  (value) => (hasLength(value, COGNITO.DescriptionType) && NO_CONTROLS.test(value) ? undefined : {must: ONE_LINE}),
)

const group = mapping({
  /** Who is in several groups gets the role of the group with the lowest number. */
  precedence: optional(integer({...COGNITO.PrecedenceType, max: 2 ** 31 - 1})),
  /** What the group is for. */
  description: optional(text(description)),
})

const AUTH = {
  ...POOL,
  /**
   * What Cognito calls the user pool.
   * @default {project}-{env}
   * @example acme-{env}
   */
  userPoolName: optional(text(cognitoTemplate)),
  /**
   * App clients of the user pool, each by a name of its own, at most 100. Without this key there is one, `web`; with `{}`
   * there is none.
   */
  clients: section(clients),
  /** Groups of the user pool by name, at most 1000. One that has rules under `access.groups` gets a role of its own. */
  groups: section(record({name: poolGroupName, read: orNothing<Group>({}, group), max: 1000})),
  /** APIs with scopes of their own, by name, at most 25. App clients name their scopes as `<resource server>/<scope>`. */
  resourceServers: section(resourceServers),
  /**
   * Where the sign-in pages are: a prefix of Cognito's own domain, unique in its region in all of AWS, or a domain of your
   * own with its certificate. Providers and links in e-mails need one.
   * @example acme-{env}
   */
  domain: optional(domain),
  /** Whether the domain shows the newer sign-in pages. Needs `domain` and the tier essentials. Left as it is on AWS without this key. */
  managedLogin: optional(flag),
  /**
   * Identity providers that users can sign in with, by name. One that is called `google`, `facebook`, `apple` or `amazon`
   * needs no `type`. Needs `domain`.
   */
  providers: section(providers),
  /**
   * Whether visitors who did not sign in get AWS credentials, for what `access.guests` allows.
   * @default false
   */
  guests: optional(flag),
  /** How the identity pool gives AWS credentials to users, and which role they get. */
  identityPool: section(identityPool),
}

/** `auth`, or `environments.<env>.auth`. */
export const auth = mapping(AUTH)
