import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen, isError} from '../../aws/calls/absent.js'
import {mayBeDone} from '../../aws/calls/call.js'
import type {Clients} from '../../aws/clients/clients.js'
import {ConflictError} from '../../base/errors.js'
import {show} from '../../manifest/read/show.js'
import type {Intent} from '../../records/records.js'
import type {Session} from '../../project/session.js'
import {requireIds} from '../environments/environments.js'
import {beginErrand, endErrands, findBegun, isOfRun, sendFor, type Errand} from '../changes/errands.js'
import {openOwnPool} from './own-pool.js'
import {makePassword} from '../users/passwords.js'
import {poolUserErrand, poolUserOf, type PoolUser} from './pool-users.js'
import {unfinished} from '../changes/unfinished.js'

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

/** A user to be made in one pool, with what a run left that died at it. */
interface Sought {
  readonly request: PoolUserRequest
  readonly errand: Errand
  readonly target: Target
  readonly begun: Intent | undefined
  /** What that run made. */
  readonly found: PoolUser | undefined
}

/**
 * Makes the user in each environment and puts it in its groups; `requirePoolUser` looked at the words. Where a run died
 * at this, what it made is finished. Throws ConflictError, before any is made, where such a user exists that no run of
 * ours began; ApplyError where AWS refuses after something was made.
 */
export async function createPoolUsers(
  session: Session,
  {environments, ...request}: Omit<PoolUserRequest, 'environment'> & {readonly environments: readonly string[]},
): Promise<readonly CreatedPoolUser[]> {
  const all: Sought[] = []
  for (const environment of environments) all.push(await seek(session, {...request, environment}))
  const created: CreatedPoolUser[] = []
  for (const sought of all) {
    try {
      created.push({user: await make(session, sought), errand: sought.errand})
    } catch (error) {
      const isOpen = (await findBegun(session.engine, sought.errand)) !== undefined
      const made = [...created.map(({user}) => user), ...(isOpen ? [sought.request] : [])]
      if (made.length === 0) throw error
      const pools = made.map(({environment}) => environment).join(', ')
      throw unfinished(session.engine, error, `The user may exist in ${pools}; nothing was handed out.`)
    }
  }
  return created
}

async function seek({project, engine}: Session, request: PoolUserRequest): Promise<Sought> {
  const {environment, password} = request
  const ids = requireIds(project, environment)
  const {accountId, region, userPoolId} = ids
  const auth = project.manifest.environments.get(environment)?.auth
  const {cognito} = await openOwnPool(engine, project, ids)
  const errand = poolUserErrand(request, {accountId, region, userPoolId})
  const begun = await findBegun(engine, errand)
  const {user: found, createdAt} = await findUser(cognito, userPoolId, request)
  if (found && !(begun && isOfRun(begun.at, createdAt))) {
    if (begun) await endErrands({engine}, [errand])
    throw existsAlready(request)
  }
  const temporary = password === undefined ? makePassword(Math.max(20, auth?.password.minLength ?? 8)) : undefined
  return {request, errand, target: {cognito, userPoolId, temporary}, begun, found}
}

async function make({engine}: Session, {request, errand, target, begun, found}: Sought): Promise<PoolUser> {
  const {cognito, userPoolId, temporary} = target
  const {groups, password} = request
  const isNew = !found
  if (isNew) await beginErrand(engine, errand, {invitation: isInvited(request) ? 'sent' : 'suppressed'})
  const user = found ?? (await sendFor(engine, errand, () => makeUser(target, request)).catch(ourOwn))
  if (!isNew) await welcome(user, {...request, target, wasInvited: begun?.receipt?.['invitation'] === 'sent'})

  const Username = user.username
  for (const GroupName of groups) {
    await cognito.send(new AdminAddUserToGroupCommand({UserPoolId: userPoolId, Username, GroupName}))
  }
  if (password !== undefined) {
    const lasting = {UserPoolId: userPoolId, Username, Password: password, Permanent: true}
    await cognito.send(new AdminSetUserPasswordCommand(lasting))
    return {...user, status: 'CONFIRMED', groups}
  }
  const shown = request.suppressInvite && temporary !== undefined ? {temporaryPassword: temporary} : {}
  return {...user, groups, ...shown}

  /** Where the reply to our first attempt was lost, the user that Cognito says exists is ours, with our password. */
  async function ourOwn(error: unknown): Promise<PoolUser> {
    if (!isError(error, 'UsernameExistsException')) throw error
    const ours = mayBeDone(error) ? (await findUser(cognito, userPoolId, request)).user : undefined
    if (!ours) throw existsAlready(request, error)
    await welcome(ours, {...request, target, wasInvited: isInvited(request)})
    return ours
  }
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
  new ConflictError(`the user pool of ${environment} has a user ${show(name)} already`, {
    code: 'USER_EXISTS',
    hint: `awsup changes no user that exists. See it: awsup user list --pool --env ${environment}`,
    cause,
  })

function attributesOf({name, email}: PoolUserRequest): AttributeType[] {
  const address = email ?? (name.includes('@') ? name : undefined)
  return address === undefined
    ? []
    : [
        {Name: 'email', Value: address},
        {Name: 'email_verified', Value: 'true'},
      ]
}
