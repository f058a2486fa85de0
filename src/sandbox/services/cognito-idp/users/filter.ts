import {invalid} from '../checks.js'
import type {PoolUser} from '../tables.js'

const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/

const SEARCHABLE: Readonly<Record<string, (user: PoolUser) => string | undefined>> = {
  username: ({username}) => username,
  email: ({attributes}) => attributes['email'],
  phone_number: ({attributes}) => attributes['phone_number'],
  name: ({attributes}) => attributes['name'],
  given_name: ({attributes}) => attributes['given_name'],
  family_name: ({attributes}) => attributes['family_name'],
  preferred_username: ({attributes}) => attributes['preferred_username'],
  'cognito:user_status': ({status}) => status,
  status: ({enabled}) => (enabled ? 'Enabled' : 'Disabled'),
  sub: ({sub}) => sub,
}

/** AWS compares states without regard to case, and everything else to the letter. */
const FOLDED = ['cognito:user_status', 'status']

/**
 * ListUsers' filter: `attribute = "value"` or `attribute ^= "start"`, on the ten documented attributes.
 *
 * @throws ServiceError InvalidParameterException for anything else, in AWS's words (github.com/aws/aws-sdk-php/issues/1088,
 *   github.com/aws/aws-sdk-js/issues/3147).
 */
export function makeUserFilter(filter: string | undefined): (user: PoolUser) => boolean {
  if (filter === undefined || filter === '') return () => true
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? []
  const read = Object.hasOwn(SEARCHABLE, name) ? SEARCHABLE[name] : undefined
  if (operator === undefined) throw invalid('Error while parsing filter.')
  if (!read) throw invalid(`Invalid search attribute: ${name}`)
  const fold = (text: string): string => (FOLDED.includes(name) ? text.toLowerCase() : text)
  const value = fold(quoted.replaceAll(/\\(.)/g, '$1'))
  return (user) => {
    const actual = fold(read(user) ?? '')
    return operator === '=' ? actual === value : actual.startsWith(value)
  }
}
