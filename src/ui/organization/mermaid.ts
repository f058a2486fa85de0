import type {AccountLeaf, DrawnEnvironment, OrganizationPicture, UnitBranch} from '../../lib/index.js'
import {renderMermaid, type Framed, type Part} from '../pictures/mermaid.js'
import {accountNotes, environmentsOf, sayNotMade, sortedAccounts, titleOf} from './outline.js'

/** The organization as a flowchart that GitHub draws in Markdown. Accounts of environments come first: they are kept. */
export function renderOrganizationMermaid(picture: OrganizationPicture): string {
  const note = sayNotMade(picture)
  const frame = {key: 'organization', lines: [titleOf(picture), ...(note === undefined ? [] : [note])]}
  return renderMermaid(frame, [...framesOf(picture.tree.root, [], picture)].sort(byWeight))
}

/** Arrows come from the management account, so it is first; what has no pools is last. */
const byWeight = (a: Framed, b: Framed): number => weightOf(a.part) - weightOf(b.part)
const weightOf = ({key, items = []}: Part): number => (key === 'management' ? 0 : items.length > 1 ? 1 : 2)

function framesOf(
  {accounts, units}: UnitBranch,
  frames: readonly Part[],
  picture: OrganizationPicture,
): readonly Framed[] {
  return [
    ...sortedAccounts(accounts, picture).map((account): Framed => ({
      frames,
      part: accountPart(account, environmentsOf(account, picture)),
    })),
    ...units.flatMap((unit) => framesOf(unit, [...frames, {key: unit.id, lines: [`unit ${unit.name}`]}], picture)),
  ]
}

function accountPart(account: AccountLeaf, environments: readonly DrawnEnvironment[]): Part {
  const key = account.management ? 'management' : account.id
  const lines = [`account ${account.name}`, account.id, ...accountNotes(account)]
  if (environments.length === 0) return {key, lines}
  return {
    key,
    lines: [
      ...environments.map(
        ({name, region, ...rest}) => `environment ${name}${rest.protected ? ' (protected)' : ''}, ${region}`,
      ),
      ...lines,
    ],
    items: environments.flatMap(environmentParts),
  }
}

function environmentParts({name, userPool, identityPool, roles, users}: DrawnEnvironment): readonly Part[] {
  const keyOf = (part: string): string => `${name} ${part}`
  const own = roles.filter(({through}) => through === 'identity-pool')
  const entries = roles.filter(({through}) => through === 'management')
  return [
    ...(userPool
      ? [
          {
            key: keyOf('user pool'),
            lines: ['user pool', userPool.id, ...userPool.clients.map((client) => `app client ${client.name}`)],
            edges: identityPool ? [{to: keyOf('identity pool'), label: 'tokens'}] : [],
          },
        ]
      : []),
    ...(identityPool
      ? [
          {
            key: keyOf('identity pool'),
            lines: ['identity pool', identityPool.id],
            edges: own.map((role) => ({to: keyOf(`role ${role.name}`), label: `${role.assumedBy} may assume`})),
          },
        ]
      : []),
    ...own.map((role) => ({key: keyOf(`role ${role.name}`), lines: [`role ${role.name}`]})),
    ...entries.map((role) => ({
      key: keyOf(`entry ${role.name}`),
      lines: [`role ${role.name}`],
      edges: [{from: 'management', to: keyOf(`entry ${role.name}`), label: 'may assume'}],
    })),
    ...roles
      .filter(({through}) => through === 'identity-center')
      .map(({name: set, assumedBy}) => ({
        key: keyOf(`set ${set}`),
        lines: [`permission set ${set}`, `assumed by ${assumedBy}`],
      })),
    ...users.map((user) => ({
      key: keyOf(`user ${user.name}`),
      lines: [`IAM user ${user.name}`, ...(user.groups.length === 0 ? [] : [`groups: ${user.groups.join(', ')}`])],
    })),
  ]
}
