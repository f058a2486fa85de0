import type {ExistingAccount} from '../manifest.js'
import {accountId, environmentName, MOST_ENVIRONMENTS, pattern, wordOr} from '../rules/names.js'
import {template} from '../rules/placeholders.js'
import {regionName} from '../rules/regions.js'
import {either, made, mapping, record} from '../read/collections.js'
import {optional, required, section} from '../read/keys.js'
import {flag, text, type Rule} from '../read/scalars.js'
import {shaped, stating} from '../read/shape.js'
import {refused, type Read} from '../read/spot.js'
import {auth} from './auth/auth.js'
import {ownValues} from './values.js'

/** One environment as it is written. */
export type EnvironmentSection = ReturnType<typeof environment>

const existing = wordOr('management', accountId)

const existingAccount: Rule = stating(existing.clauses ?? [], (value) =>
  existing(value)
    ? {must: 'be management or twelve digits between quotes', hint: 'For example: "012345678901"'}
    : undefined,
)

/** IAM's own rule for names of roles. */
const roleName: Rule = pattern(
  'be the name of a role',
  /^[\w+=,.@-]{1,64}$/,
  'For example: OrganizationAccountAccessRole',
)

/** `account`: `management`, the id of a member account, or that id with the role to enter it by. */
const account: Read<ExistingAccount> = either(
  made(text(existingAccount), (id): ExistingAccount => ({id, role: undefined})),
  mapping({
    /**
     * Id of the member account: twelve digits between quotes.
     * @example "012345678901"
     */
    id: required(text(accountId)),
    /**
     * Role that awsup assumes in that account.
     * @default OrganizationAccountAccessRole
     */
    role: optional(text(roleName)),
  }),
)

const environment = mapping(
  {
    /**
     * AWS region of the environment, for example eu-west-1.
     * @permanent
     */
    region: required(text(regionName)),
    /**
     * Whether `awsup destroy` refuses this environment.
     * @default false
     */
    protected: optional(flag),
    /**
     * An account that already exists, which awsup uses instead of making one: `management`, the id of a member account
     * between quotes, or `{ id, role }`.
     * @example management
     * @example "012345678901"
     */
    account: optional(account),
    /**
     * E-mail address of this environment's account, instead of `organization.email`. Not together with `account`.
     * @example aws+{env}@acme.dev
     */
    email: optional(text(template)),
    /** Sign-in settings of this environment alone: they replace those of `auth` one by one. */
    auth: section(auth),
    /** Values of this environment alone, for the files of `outputs`: they come before those of `values`. */
    values: section(ownValues),
  },
  (said, _, at) => {
    if (said.account && said.email !== undefined) {
      throw refused(
        at('email'),
        'is the address of an account to be made, and account names one that exists',
        'Keep one of them.',
      )
    }
    return {...said, protected: said.protected ?? false}
  },
  {apart: [['account', 'email']]},
)

const several = record({name: environmentName, read: environment, min: 1, max: MOST_ENVIRONMENTS})

/** `environments`, at least one, in the order of the file. */
export const environments: Read<ReadonlyMap<string, EnvironmentSection>> = shaped(several.shape, (spot) => {
  const found = several(spot)
  if (found.size === 0)
    throw refused(spot, 'is empty, must have at least one environment', 'dev: { region: eu-west-1 }')
  return found
})
