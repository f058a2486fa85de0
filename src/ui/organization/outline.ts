import type {AccountLeaf, DrawnEnvironment, OrganizationPicture, UnitBranch} from '../../lib/index.js'

/** A thing of the organization, and what is in it: plain texts, for whatever is made of them. */
export interface Item {
  /** `account acme-dev`, `role acme-dev-authenticated` */
  readonly name: string
  readonly id?: string | undefined
  /** `protected`, `assumed by guests` */
  readonly notes: readonly string[]
  readonly items: readonly Item[]
}

/** `organization o-… (sandbox)` */
export const titleOf = ({tree, target}: Pick<OrganizationPicture, 'tree' | 'target'>): string =>
  `organization ${tree.organizationId}${target === 'sandbox' ? ' (sandbox)' : ''}`

/** `In awsup.yaml, without an account yet: staging`; undefined where every environment has one. */
export const sayNotMade = ({notMade}: OrganizationPicture): string | undefined =>
  notMade.length === 0 ? undefined : `In awsup.yaml, without an account yet: ${notMade.join(', ')}`

/** The organization as nested items, from its root down. Pure. */
export const outlineOf = (picture: OrganizationPicture): Item => unitItem(picture.tree.root, picture)

const unitItem = ({id, name, units, accounts}: UnitBranch, picture: OrganizationPicture): Item => ({
  name: id.startsWith('r-') ? 'root' : `unit ${name}`,
  id,
  notes: [],
  items: [
    ...sortedAccounts(accounts, picture).map((account) => accountItem(account, environmentsOf(account, picture))),
    ...units.map((unit) => unitItem(unit, picture)),
  ],
})

/** The management account, then environments in the order of awsup.yaml, then all others. */
export const sortedAccounts = (
  accounts: readonly AccountLeaf[],
  {environments}: Pick<OrganizationPicture, 'environments'>,
): readonly AccountLeaf[] => {
  const placeOf = ({id, management}: AccountLeaf): number => {
    const index = environments.findIndex(({accountId}) => accountId === id)
    return management ? -1 : index < 0 ? environments.length : index
  }
  return [...accounts].sort((a, b) => placeOf(a) - placeOf(b))
}

/** The environments that live in an account: one, or in the management account several. */
export const environmentsOf = (
  {id}: Pick<AccountLeaf, 'id'>,
  {environments}: Pick<OrganizationPicture, 'environments'>,
): readonly DrawnEnvironment[] => environments.filter(({accountId}) => accountId === id)

const accountItem = (account: AccountLeaf, environments: readonly DrawnEnvironment[]): Item => ({
  name: `account ${account.name}`,
  id: account.id,
  notes: accountNotes(account),
  items: environments.map(environmentItem),
})

/** What an account is besides its name and id. */
export const accountNotes = ({state, management, email}: AccountLeaf): readonly string[] =>
  [management ? 'management account' : '', state === 'ACTIVE' ? '' : state.toLowerCase(), email].filter(
    (note) => note !== '',
  )

const leaf = (name: string, id?: string, notes: readonly string[] = []): Item => ({name, id, notes, items: []})

function environmentItem({name, region, userPool, identityPool, roles, users, ...rest}: DrawnEnvironment): Item {
  const pool = userPool && {
    ...leaf('user pool', userPool.id),
    items: [
      ...userPool.clients.map((client) => leaf(`app client ${client.name}`, client.id)),
      ...userPool.groups.map((group) => leaf(`group ${group}`)),
    ],
  }
  return {
    name: `environment ${name}`,
    notes: [...(rest.protected ? ['protected'] : []), region],
    items: [
      ...(pool ? [pool] : []),
      ...(identityPool ? [leaf('identity pool', identityPool.id)] : []),
      ...roles.map((role) =>
        leaf(`${role.through === 'identity-center' ? 'permission set' : 'role'} ${role.name}`, undefined, [
          `assumed by ${role.assumedBy}`,
        ]),
      ),
      ...users.map((user) => leaf(`IAM user ${user.name}`, undefined, groupsOf(user))),
    ],
  }
}

const groupsOf = ({groups}: DrawnEnvironment['users'][number]): readonly string[] =>
  groups.length === 0 ? [] : [`groups: ${groups.join(', ')}`]
