import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen, isError} from '../aws/absent.js'
import type {Clients} from '../aws/clients.js'
import {ConflictError} from '../errors.js'
import {show} from '../manifest/read/show.js'
import type {Intent} from '../records/records.js'
import type {Session} from '../session.js'
import {requireIds} from './environments.js'
import {beginErrand, endErrands, findBegun, sendFor, type Errand} from './errands.js'
import {makePassword} from './passwords.js'
import {poolUserErrand, poolUserOf, type PoolUser} from './pool-users.js'

/** A Cognito user of an environment's user pool: a customer, not a colleague. */
export interface PoolUserRequest {
  /** What the user signs in with: an e-mail address, phone number or username, as the pool was made for. */
  readonly name: string
  readonly environment: string
  readonly email: string | undefined
  readonly groups: readonly string[]
  /** No invitation is sent. */
  readonly suppressInvite: boolean
  /** A lasting password; a temporary one is generated when absent. */
  readonly password: string | undefined
}

/** A user, and the errand to end once the user was shown. */
export interface CreatedPoolUser {
  readonly user: PoolUser
  readonly errand: Errand
}

/**
 * Makes the user and puts it in its groups; `requirePoolUser` looked at the words. Where a run died at this, what it
 * made is finished. Throws ConflictError when there is such a user that no run of ours began.
 */
export async function createPoolUser(session: Session, request: PoolUserRequest): Promise<CreatedPoolUser> {
  const {project, engine} = session
  const {environment, groups, password} = request
  const {accountId, region, userPoolId} = requireIds(project, environment)
  const auth = project.manifest.environments.get(environment)?.auth
  const {cognito} = await engine.open(accountId, region)
  const errand = poolUserErrand(request, {accountId, region, userPoolId})

  const begun = await findBegun(engine, errand)
  const {user: found, createdAt} = await findUser(cognito, userPoolId, request)
  if (found && !(begun && isOfRun(begun, createdAt))) {
    if (begun) await endErrands(session, [errand])
    throw existsAlready(request)
  }
  const temporary = password === undefined ? makePassword(Math.max(20, auth?.password.minLength ?? 8)) : undefined
  const target: Target = {cognito, userPoolId, temporary}
  let user = found
  if (user) {
    await welcome(user, {...request, target, wasInvited: begun?.receipt?.['invitation'] === 'sent'})
  } else {
    await beginErrand(engine, errand, {invitation: isInvited(request) ? 'sent' : 'suppressed'})
    user = await sendFor(engine, errand, () => makeUser(target, request)).catch((error: unknown) => {
      throw isError(error, 'UsernameExistsException') ? existsAlready(request, error) : error
    })
  }

  const Username = user.username
  for (const GroupName of groups) {
    await cognito.send(new AdminAddUserToGroupCommand({UserPoolId: userPoolId, Username, GroupName}))
  }
  if (password !== undefined) {
    const lasting = {UserPoolId: userPoolId, Username, Password: password, Permanent: true}
    await cognito.send(new AdminSetUserPasswordCommand(lasting))
    return {user: {...user, status: 'CONFIRMED', groups}, errand}
  }
  const shown = request.suppressInvite && temporary !== undefined ? {temporaryPassword: temporary} : {}
  return {user: {...user, groups, ...shown}, errand}
}

/** By how much the clock here and AWS's may differ, ms. */
const SKEW_MS = 5 * 60_000
/** The longest that the call goes on (nine tries of 30 s, and the waits between), ms. */
const LONGEST_MS = 10 * 60_000

/** Whether a user may be what the run made that wrote the intent: one from long before or after is somebody else's. */
function isOfRun({at}: Intent, createdAt: Date | undefined): boolean {
  const since = (createdAt?.getTime() ?? 0) - Date.parse(at)
  return since >= -SKEW_MS && since <= LONGEST_MS + SKEW_MS
}

interface Target {
  readonly cognito: Clients['cognito']
  readonly userPoolId: string
  readonly temporary: string | undefined
}

/** An invitation would carry a password that is no longer the user's. */
const isInvited = ({suppressInvite, password}: PoolUserRequest): boolean => !suppressInvite && password === undefined

const createInput = ({userPoolId, temporary}: Target, name: string) => ({
  UserPoolId: userPoolId,
  Username: name,
  DesiredDeliveryMediums: ['EMAIL' as const],
  ...(temporary === undefined ? {} : {TemporaryPassword: temporary}),
})

async function makeUser(target: Target, request: PoolUserRequest): Promise<PoolUser> {
  const {cognito, userPoolId} = target
  const made = await cognito.send(
    new AdminCreateUserCommand({
      ...createInput(target, request.name),
      UserAttributes: attributesOf(request),
      ...(isInvited(request) ? {} : {MessageAction: 'SUPPRESS' as const}),
    }),
  )
  return poolUserOf({environment: request.environment, userPoolId}, made.User ?? {})
}

/** A user whose making nobody saw the end of gets in as one that was just made does. */
async function welcome(
  {username, status}: PoolUser,
  {target, wasInvited, ...request}: PoolUserRequest & {readonly target: Target; readonly wasInvited: boolean},
): Promise<void> {
  const {cognito, userPoolId, temporary} = target
  if (temporary === undefined) return
  if (request.suppressInvite) {
    const first = {UserPoolId: userPoolId, Username: username, Password: temporary, Permanent: false}
    await cognito.send(new AdminSetUserPasswordCommand(first))
  } else if (!wasInvited && status === 'FORCE_CHANGE_PASSWORD') {
    // The run that made it was to send none.
    await cognito.send(new AdminCreateUserCommand({...createInput(target, username), MessageAction: 'RESEND'}))
  }
}

async function findUser(
  cognito: Clients['cognito'],
  userPoolId: string,
  {environment, name}: PoolUserRequest,
): Promise<{readonly user?: PoolUser; readonly createdAt?: Date | undefined}> {
  const input = {UserPoolId: userPoolId, Username: name}
  const found = await absentWhen('UserNotFoundException', () => cognito.send(new AdminGetUserCommand(input)))
  if (!found) return {}
  const user = poolUserOf({environment, userPoolId}, {...found, Attributes: found.UserAttributes})
  return {user, createdAt: found.UserCreateDate}
}

const existsAlready = ({environment, name}: PoolUserRequest, cause?: unknown): ConflictError =>
  new ConflictError(`the user pool of ${environment} has a user ${show(name)} already`, {cause})

function attributesOf({name, email}: PoolUserRequest): AttributeType[] {
  const address = email ?? (name.includes('@') ? name : undefined)
  return address === undefined
    ? []
    : [
        {Name: 'email', Value: address},
        {Name: 'email_verified', Value: 'true'},
      ]
}
