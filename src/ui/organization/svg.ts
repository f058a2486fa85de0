import type {AccountLeaf, DrawnEnvironment, OrganizationPicture, UnitBranch} from '../../lib/index.js'
import {layOut, type Arrow, type Line, type Shape} from '../pictures/layout.js'
import {plainText} from '../pictures/escape.js'
import type {Style} from '../pictures/metrics.js'
import {renderSvg} from '../pictures/svg.js'
import {accountNotes, environmentsOf, sortedAccounts, sayNotMade, titleOf} from './outline.js'

/** The organization as a picture; `prefix` begins the ids in it. */
export const renderOrganizationSvg = (picture: OrganizationPicture, prefix = 'organization'): string =>
  renderSvg(layOut(shapeOf(picture)), {title: capital(titleOf(picture)), description: describe(picture), prefix})

/** What the picture shows, in sentences. */
function describe({environments, tree}: OrganizationPicture): string {
  const said = environments.map(({name, accountId, region, roles, ...rest}) => {
    const who = roles.map((role) => `${role.assumedBy} may assume the role ${role.name}`)
    return `Environment ${name}${rest.protected ? ', protected,' : ''} is account ${accountId} in ${region}${who.length === 0 ? '' : `: ${who.join('; ')}`}.`
  })
  return [`The management account is ${tree.managementAccountId}.`, ...said].join(' ')
}

/** The organization as boxes in boxes. Pure. */
export function shapeOf(picture: OrganizationPicture): Shape {
  const {tree} = picture
  const note = sayNotMade(picture)
  return {
    kind: 'page',
    lines: [
      line(capital(titleOf(picture)), 'head'),
      line(`root ${tree.root.id}`, 'mono'),
      ...(note === undefined ? [] : [line(note, 'dim')]),
    ],
    rows: rowsOf(tree.root, picture),
  }
}

const line = (text: string, style: Style): Line => ({text: plainText(text), style})

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** Accounts first, the management account before all others; then units. */
function rowsOf({accounts, units}: UnitBranch, picture: OrganizationPicture): NonNullable<Shape['rows']> {
  const shapes = [
    ...sortedAccounts(accounts, picture).map((account) => accountShape(account, environmentsOf(account, picture))),
    ...units.map((unit): Shape => ({
      kind: 'group',
      lines: [line(`Unit ${unit.name}`, 'head'), line(unit.id, 'mono')],
      rows: rowsOf(unit, picture),
    })),
  ]
  return shapes.length === 0 ? [] : [{flow: shapes}]
}

function accountShape(account: AccountLeaf, environments: readonly DrawnEnvironment[]): Shape {
  const isGuarded = environments.some((environment) => environment.protected)
  const names = environments.map(({name}) => name)
  const {id, management, name, email} = account
  const title = names.length > 0 ? `Environment ${names.join(', ')}` : management ? 'Management account' : name
  const state = accountNotes(account).find((note) => note === account.state.toLowerCase())
  return {
    kind: isGuarded ? 'group guarded' : management ? 'main' : 'group',
    lines: [
      line(title, 'head'),
      line([`account ${id}`, ...new Set(environments.map(({region}) => region))].join(' · '), 'mono'),
      ...(state === undefined ? [] : [line(state, 'plain')]),
      ...(environments.length > 0
        ? [line(`${name} · ${email}`, 'dim')]
        : [...(title === name ? [] : [line(name, 'dim')]), line(email, 'dim')]),
      ...environments.flatMap(({roles}) =>
        roles
          .filter(({through}) => through !== 'identity-pool')
          .map(({name: role, assumedBy, through}) =>
            line(
              through === 'management'
                ? `role ${role}, assumed by the management account`
                : `permission set ${role}, assumed by ${assumedBy}`,
              'dim',
            ),
          ),
      ),
    ].filter(({text}) => text !== ''),
    ...(isGuarded ? {badge: 'protected'} : {}),
    rows: environments.map(environmentRow),
  }
}

/** User pool → identity pool → roles. */
function environmentRow({userPool, identityPool, roles, users}: DrawnEnvironment): NonNullable<Shape['rows']>[number] {
  const box = (...lines: readonly Line[]): Shape => ({kind: 'box', lines})
  const pools = [
    ...(userPool
      ? [
          box(
            line('User pool', 'head'),
            line(userPool.id, 'mono'),
            ...userPool.clients.map(({name}) => line(`app client ${name}`, 'dim')),
            ...(userPool.groups.length === 0 ? [] : [line(`groups: ${userPool.groups.join(', ')}`, 'dim')]),
          ),
        ]
      : []),
    ...(users.length === 0
      ? []
      : [
          box(
            line('IAM users', 'head'),
            ...users.map(({name, groups}) =>
              line(groups.length === 0 ? name : `${name} (${groups.join(', ')})`, 'dim'),
            ),
          ),
        ]),
  ]
  const identities = identityPool
    ? [box(line('Identity pool', 'head'), ...identityPool.id.split(/(?<=:)/).map((part) => line(part, 'mono')))]
    : []
  const own = roles.filter(({through}) => through === 'identity-pool')
  const arrows: readonly Arrow[] = identityPool
    ? [
        ...(userPool ? [{from: [0, 0], to: [1, 0]} as const] : []),
        ...own.map((_role, index) => ({from: [1, 0], to: [2, index]}) as const),
      ]
    : []
  const assumed = own.map(({name, assumedBy}) =>
    box(line('Role', 'head'), line(name, 'mono'), line(`assumed by ${assumedBy}`, 'dim')),
  )
  return {layers: [pools, identities, assumed], arrows}
}
