import type {RotatedKey, UserKey, UserKeys} from '../../lib/index.js'
import {renderTable} from '../text/columns.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** `12 days`, `today` */
export const renderAge = (days: number): string => (days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'}`)

/** `2026-11-30 10:12 UTC, s3 in eu-west-1`, `never used` */
export const renderLastUse = ({lastUsed}: Pick<UserKey, 'lastUsed'>): string =>
  lastUsed === undefined
    ? 'never used'
    : `${lastUsed.at.slice(0, 16).replace('T', ' ')} UTC, ${renderSafe(lastUsed.service)} in ${renderSafe(lastUsed.region)}`

const placeOf = ({environment}: {readonly environment?: string | undefined}): string =>
  renderSafe(environment ?? 'management')

/** Access keys as a table. */
export function renderKeys(users: readonly UserKeys[], ink: Ink): string {
  const rows = users.flatMap(({user, keys, ...place}) =>
    keys.map((key) => [
      ink.bold(renderSafe(user)),
      placeOf(place),
      renderSafe(key.id),
      key.status === 'Active' ? key.status : ink.dim(renderSafe(key.status)),
      renderAge(key.ageDays),
      renderLastUse(key),
    ]),
  )
  if (rows.length === 0) return 'No access keys.'
  const names = ['user', 'environment', 'key', 'status', 'age', 'last used']
  const titles = names.map((name) => ink.dim(name))
  return renderTable(rows, [undefined, ...names.slice(1)], {ink, titles}).join('\n')
}

/** A rotation as far as it is, and what comes next. */
export function renderRotatedKey(user: string, rotated: RotatedKey): string {
  const {environment, state, older, newer, deleted} = rotated
  const env = environment === undefined ? '' : ` --env ${renderSafe(environment)}`
  const command = `awsup user keys rotate ${renderSafe(user)}${env}`
  const name = `${renderSafe(user)} in ${placeOf(rotated)}`
  const use = `${renderSafe(older.id)} (last use: ${renderLastUse(older)})`
  if (state === 'cancelled') return `${name}: the newer access key ${renderSafe(newer.id)} is deleted.`
  if (state === 'begun') {
    return [
      `${name}: two access keys are good now, the new one ${renderSafe(newer.id)} and the old one ${use}.`,
      'Give the new key to everything that uses the old one, then finish:',
      `  ${command} --finish`,
    ].join('\n')
  }
  if (deleted) return `${name}: the old access key ${use} is deleted.`
  return [
    `${name}: the old access key ${use} is inactive. Nothing signs with it now, and it can be made active again.`,
    'When nothing misses it, after a day or more:',
    `  ${command} --finish --delete`,
  ].join('\n')
}
