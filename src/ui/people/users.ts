import type {PoolUser, UserSecrets} from '../../lib/index.js'
import {renderFacts} from '../text/facts.js'
import type {Ink} from '../text/ink.js'
import {renderTable} from '../text/columns.js'
import {renderSafe} from '../text/safe.js'

/** A user as lists show it: an IAM user of some environments, or one of a user pool. */
export interface UserView {
  readonly name: string
  readonly environments: readonly string[]
  readonly groups: readonly string[]
  /** For example FORCE_CHANGE_PASSWORD. */
  readonly state?: string | undefined
}

export function renderUsers(users: readonly UserView[], ink: Ink): string {
  if (users.length === 0) return 'No users yet: awsup user create <name> makes one.'
  const names = ['user', 'environments', 'groups', 'state']
  const rows = users.map(({name, environments, groups, state = ''}) => [
    ink.bold(renderSafe(name)),
    renderSafe(environments.join(', ')),
    renderSafe(groups.join(', ')),
    renderSafe(state),
  ])
  const titles = names.map((name) => ink.dim(name))
  return renderTable(rows, [undefined, ...names.slice(1)], {ink, titles}).join('\n')
}

/** Secrets, shown this once. */
export function renderSecrets(secrets: UserSecrets, ink: Ink): string {
  const {user, environment, ...rest} = secrets
  return [
    ink.bold(`${renderSafe(user)} in ${renderSafe(environment)}: shown this once, awsup keeps nothing of it`),
    renderFacts({...rest}, ink),
  ].join('\n')
}

/** A user of a user pool as it was just made. */
export function renderPoolUser(user: PoolUser, ink: Ink): string {
  const {environment, userPoolId, username, email, status, temporaryPassword} = user
  return renderFacts({environment, userPoolId, username, email, status, temporaryPassword}, ink)
}

/** Of an IAM user that was just made without a password and a key. */
export function renderNoSignIn({
  user,
  environments,
  groups,
}: {
  readonly user: string
  readonly environments: readonly string[]
  readonly groups: readonly string[]
}): string {
  if (environments.length === 0) return ''
  const words = [
    ...['awsup user create', renderSafe(user)],
    ...environments.flatMap((environment) => ['--env', renderSafe(environment)]),
    '--console',
    ...(groups.length === 0 ? ['--group developers'] : []),
  ]
  return `${renderSafe(user)} cannot sign in yet${groups.length === 0 ? ', and is in no group' : ''}. Next: ${words.join(' ')}`
}
