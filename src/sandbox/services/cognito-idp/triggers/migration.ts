import {ServiceError} from '../../../core/errors.js'
import type {Call, Outcome} from '../../../core/service.js'
import type {Door} from '../sign-in/sign-in.js'
import {sendMessage} from '../sign-up/outbox.js'
import type {PoolUser} from '../tables.js'
import {findUser, keepUser, takenAlias} from '../users/access.js'
import {makeUser} from '../users/making.js'
import {withMigratedPassword} from '../users/passwords.js'
import type {Members} from './event.js'
import {flagOf, listOf, textOf, textsOf} from './members.js'
import {runTrigger} from './trigger.js'

interface Unknown extends Door {
  readonly source: 'Authentication' | 'ForgotPassword'
  readonly name: string
  /** Absent where the password is forgotten. */
  readonly password?: string
}

/**
 * UserMigration, for a name that the pool does not know: the user whom the function describes is made, whatever the
 * password policy says. An empty response leaves the name unknown. Everything else that goes wrong is told as a user who
 * was not found (developer guide, "Migrate user"; answers of AWS, repost.aws QU3VgGes1IRne3OVkCDMjrBA).
 *
 * @throws ServiceError UserNotFoundException
 */
export function migrateUnknown<O>(unknown: Unknown, call: Call, next: (call: Call) => Outcome<O>): Outcome<O> {
  const {pool, client, password} = unknown
  if (findUser(pool, unknown.name, call.tx)) return next(call)
  const request = {
    ...(password !== undefined && {password}),
    validationData: unknown.validationData ?? null,
    clientMetadata: unknown.clientMetadata,
  }
  const response = {
    userAttributes: null,
    forceAliasCreation: null,
    enableSMSMFA: null,
    finalUserStatus: null,
    messageAction: null,
    desiredDeliveryMediums: null,
  }
  const {source, name: userName} = unknown
  const occasion = {trigger: 'UserMigration', source, pool, clientId: client.id, userName, request, response} as const
  return runTrigger(occasion, call, (reply, again) => {
    if (reply && 'refusal' in reply) throw failed(unknown)
    if (reply && Object.values(reply.response).some((value) => value !== null)) {
      tryToKeep({unknown, response: reply.response}, again)
    }
    return next(again)
  })
}

const failed = ({client}: Door): ServiceError =>
  new ServiceError('UserNotFoundException', `Exception migrating user in app client ${client.id}`)

/** @throws ServiceError UserNotFoundException, whatever the response says wrongly */
function tryToKeep(given: Given, call: Call): void {
  try {
    keepMigrated(given, call)
  } catch (error) {
    throw error instanceof ServiceError ? failed(given.unknown) : error
  }
}

interface Given {
  readonly unknown: Unknown
  readonly response: Members
}

function keepMigrated({unknown, response}: Given, call: Call): void {
  const {pool, name} = unknown
  // Somebody else's sign-in may have brought the same user over meanwhile.
  if (findUser(pool, name, call.tx)) return
  const user = readMigrated({unknown, response}, call)
  if (takenAlias(user, pool, call.tx) && !flagOf(response, 'forceAliasCreation')) throw failed(unknown)
  keepUser(user, pool, call.tx)
  if (textOf(response, 'messageAction') !== 'SUPPRESS') welcome(user, response, call)
}

function readMigrated({unknown, response}: Given, call: Call): PoolUser {
  const given = textsOf(response, 'userAttributes')
  if (!given) throw failed(unknown)
  const {username = unknown.name, ...rest} = given
  // The other directory's `sub` is not this pool's.
  const sent = Object.entries(rest).filter(([name]) => name !== 'sub')
  const UserAttributes = sent.map(([Name, Value]) => ({Name, Value}))
  // A pool whose users sign in with an address makes a name of its own of the one that was given.
  const Username = unknown.pool.usernameAttributes?.length ? unknown.name : username
  const made = makeUser({Username, UserAttributes}, unknown.pool, call)
  const factor = {enabled: ['SMS_MFA'], preferred: 'SMS_MFA', softwareToken: undefined, pendingSeed: undefined} as const
  const user: PoolUser = {...made, ...(flagOf(response, 'enableSMSMFA') && {mfa: factor}), status: 'RESET_REQUIRED'}
  if (unknown.password === undefined) return user
  const status = textOf(response, 'finalUserStatus') === 'CONFIRMED' ? 'CONFIRMED' : 'RESET_REQUIRED'
  return {...withMigratedPassword(user, unknown.password), status}
}

/** The message to a new user; the password is the user's own, and in no message. */
function welcome({poolId, username, attributes}: PoolUser, response: Members, call: Call): void {
  for (const medium of listOf(response, 'desiredDeliveryMediums') ?? ['SMS']) {
    if (medium !== 'EMAIL' && medium !== 'SMS') continue
    const to = attributes[medium === 'EMAIL' ? 'email' : 'phone_number']
    const message = {poolId, username, medium, reason: 'invitation', code: '', sentAt: call.now} as const
    if (to !== undefined) sendMessage({...message, to}, call.tx)
  }
}
