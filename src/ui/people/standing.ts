import type {UserDisabled, UserEnabled, UserReset, UserState, UserSummary} from '../../lib/index.js'
import {listed} from '../plan/question.js'
import {renderTable} from '../text/columns.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'
import {renderAge} from './keys.js'

const placeOf = ({environment}: {readonly environment?: string | undefined}): string =>
  renderSafe(environment ?? 'management')

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** `authenticator`, `passkey only (not for access keys)` */
const MFA: Readonly<Record<UserState['mfa'], string>> = {
  none: 'none',
  authenticator: 'authenticator',
  // AWS STS takes codes of six digits alone (aws/aws-cli#3607).
  passkey: 'passkey only, no use with access keys',
}

/** IAM users with what AWS says of them, a line for each account. */
export function renderUserStates(users: readonly UserSummary[], ink: Ink): string {
  if (users.length === 0) return 'No users yet: awsup user create <name> makes one.'
  const names = ['user', 'environment', 'groups', 'MFA', 'password', 'keys', 'state']
  const rows = users.flatMap(({name, groups, environments, identityCenter = false}) =>
    environments.map((place) => [
      ink.bold(renderSafe(name)),
      renderSafe(place.name),
      renderSafe(groups.join(', ')),
      ...cellsOf({...place, identityCenter}, ink),
    ]),
  )
  const titles = names.map((name) => ink.dim(name))
  return renderTable(rows, [undefined, ...names.slice(1)], {ink, titles}).join('\n')
}

type Row = UserSummary['environments'][number] & {readonly identityCenter: boolean}

function cellsOf({made, state, identityCenter}: Row, ink: Ink): readonly string[] {
  if (!made) return ['', '', '', 'not made yet: awsup apply']
  if (identityCenter) return ['', '', '', 'signs in with IAM Identity Center']
  if (!state) return ['', '', '', ink.yellow('not on AWS any more: awsup apply')]
  const keys = state.keys.map(
    ({status, ageDays}) => `${renderAge(ageDays)}${status === 'Active' ? '' : ` (${status.toLowerCase()})`}`,
  )
  return [
    MFA[state.mfa],
    state.password ? 'yes' : 'no',
    keys.length === 0 ? 'none' : `${keys.length}: ${keys.join(', ')}`,
    state.disabled ? ink.yellow('disabled') : '',
  ]
}

/** What is stopped, and what is not. */
export function renderDisabled({user, places, roleSessionsEndBy}: UserDisabled): string {
  const name = renderSafe(user)
  return [
    ...places.map(({wasDisabled, keys, password, ...place}) => {
      const parts = [
        ...(keys.length === 0 ? [] : [`${countOf(keys.length, 'access key')} made inactive`]),
        ...(password ? ['the console password deleted'] : []),
      ]
      const did = parts.length === 0 ? '' : `: ${listed(parts)}`
      return `${name} ${wasDisabled ? 'was disabled already' : 'is disabled'} in ${placeOf(place)}${did}.`
    }),
    `Sessions of roles that ${name} took before go on until they end: at the latest at ${roleSessionsEndBy.slice(0, 16).replace('T', ' ')} UTC (12 hours).`,
    `awsup apply leaves it so. To let ${name} in again: awsup user enable ${name}`,
  ].join('\n')
}

/** Who is in again, and with what. */
export function renderEnabled({user, places}: UserEnabled): string {
  const name = renderSafe(user)
  const isInactive = places.some(({inactiveKeys}) => inactiveKeys.length > 0)
  return [
    ...places.map(({wasDisabled, keys, ...place}) => {
      const did = keys.length === 0 ? '' : `: ${countOf(keys.length, 'access key')} made active`
      return `${name} ${wasDisabled ? 'is enabled' : 'was not disabled'} in ${placeOf(place)}${did}.`
    }),
    ...(isInactive ? [`Access keys stay inactive. To make them active again: awsup user enable ${name} --keys`] : []),
    `For a new console password: awsup user reset ${name} --password`,
  ].join('\n')
}

/** What was reset; secrets are shown by themselves. */
export function renderReset({user, places}: UserReset): string {
  const name = renderSafe(user)
  return places
    .map(({devices, password, ...place}) => {
      const parts = [
        ...(devices.length === 0 ? [] : [`${countOf(devices.length, 'MFA device')} removed`]),
        ...(password ? ['a new password, to be changed at the first sign-in'] : []),
      ]
      return `${name} in ${placeOf(place)}: ${parts.length === 0 ? 'there was no MFA device' : listed(parts)}.`
    })
    .join('\n')
}
