import type {AccountLeaf, OrganizationTree, Target, UnitBranch} from '../../lib/index.js'
import type {Ink} from '../text/ink.js'
import {renderTree, type Branch} from '../plan/tree.js'

/** The organization as a tree; environments carry their ids below them. */
export function renderOrganization(tree: OrganizationTree, target: Target, ink: Ink): string {
  const title = `organization ${tree.organizationId}${target === 'sandbox' ? ' (sandbox)' : ''}`
  return `${ink.bold(title)}\n${renderTree(branchOf(tree.root), ink)}`
}

const branchOf = ({id, name, units, accounts}: UnitBranch): Branch => ({
  id,
  name,
  children: [...accounts.map(leafOf), ...units.map(branchOf)],
})

const leafOf = ({id, name, email, state, management, environment, ids}: AccountLeaf): Branch => ({
  id,
  name,
  note: [
    state === 'ACTIVE' ? '' : state,
    management ? 'management account' : '',
    environment === undefined ? '' : `environment ${environment}`,
    email,
  ]
    .filter((part) => part !== '')
    .join(', '),
  children: Object.entries(ids).map(([kind, value]) => ({name: kind, id: value})),
})
