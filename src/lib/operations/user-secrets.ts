import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../aws/absent.js'
import type {Clients} from '../aws/clients.js'
import {ConflictError} from '../errors.js'
import type {Engine} from '../engine/engine.js'
import {locked, type Session} from '../session.js'
import {requireIds} from './environments.js'
import {beginErrand, findBegun, sendFor, type Errand, type Receipt} from './errands.js'
import {makePassword} from './passwords.js'

/** Which secrets to make for a user. */
export interface SecretRequest {
  readonly name: string
  readonly environments: readonly string[]
  readonly console: boolean
  readonly accessKey: boolean
}

/** Shown once, or written to a file that only its owner can read; awsup keeps nothing of it. */
export interface UserSecrets {
  readonly user: string
  readonly environment: string
  readonly accountId: string
  /** Where to sign in. */
  readonly signInUrl?: string
  /** Must be changed at the first sign-in. */
  readonly password?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
}

/** Secrets, and the errands to end once they were shown. */
export interface CreatedSecrets {
  readonly secrets: readonly UserSecrets[]
  readonly errands: readonly Errand[]
}

/** The secrets to make in one environment. Both are one errand: they are shown together, and so they end together. */
interface Wanted {
  readonly engine: Engine
  readonly errand: Errand
  readonly aws: Clients
  readonly environment: string
  readonly accountId: string
  readonly console: boolean
  readonly accessKey: boolean
  /** What a run left that died before it showed this: `password`, and `keys`: ids of those there were before. */
  readonly begun: Receipt
}

/**
 * Makes the asked secrets, environment by environment. A secret that a run made and did not live to show is made anew.
 * Throws ConflictError where the user has a password, or two keys, already; before any is made, for a secret that was
 * made and then not shown would be lost.
 */
export const createSecrets = (session: Session, request: SecretRequest): Promise<CreatedSecrets> =>
  locked(session, async () => {
    const all = await Promise.all(request.environments.map((environment) => wantedIn(session, environment, request)))
    for (const wanted of all) {
      if (wanted.console && wanted.begun['password'] === undefined) await requireNoPassword(wanted)
      if (wanted.accessKey) await makeRoomForKey(wanted)
    }
    const secrets: UserSecrets[] = []
    for (const wanted of all) {
      const {environment, accountId} = wanted
      secrets.push({user: request.name, environment, accountId, ...(await makeBoth(wanted))})
    }
    return {secrets, errands: all.map(({errand}) => errand)}
  })

async function wantedIn({engine, project}: Session, environment: string, request: SecretRequest): Promise<Wanted> {
  const {accountId, region} = requireIds(project, environment)
  const {name, console, accessKey} = request
  const errand = {
    ...({kind: 'user-secrets', environment, name, accountId, region} as const),
    about: `${environment}.user.${name}`,
  }
  const begun = (await findBegun(engine, errand))?.receipt ?? {}
  const left = {...(console ? {} : pick(begun, 'password')), ...(accessKey ? {} : pick(begun, 'keys'))}
  const aws = await engine.open(accountId, region)
  return {engine, errand: {...errand, left}, aws, environment, accountId, console, accessKey, begun}
}

const pick = (receipt: Receipt, name: string): Receipt => {
  const value = receipt[name]
  return value === undefined ? {} : {[name]: value}
}

/** Says that they are under way, both at once, and makes one after the other. */
async function makeBoth(wanted: Wanted): Promise<Partial<UserSecrets>> {
  const {engine, errand, console, accessKey} = wanted
  const password = console ? {password: 'under way'} : {}
  const keys = accessKey ? {keys: (await listKeys(wanted)).join(' ')} : {}
  await beginErrand(engine, errand, {...errand.left, ...password, ...keys})
  return {
    ...(console ? await createPassword(wanted) : {}),
    // Where AWS refuses the key, the password stays under way: it was made, and not shown.
    ...(accessKey ? await createKey({...wanted, errand: {...errand, left: {...errand.left, ...password}}}) : {}),
  }
}

async function requireNoPassword({aws, errand}: Wanted): Promise<void> {
  const {iam, accountId} = aws
  const UserName = errand.name
  const found = await absentWhen('NoSuchEntityException', () => iam.send(new GetLoginProfileCommand({UserName})))
  if (!found) return
  throw new ConflictError(`user ${UserName} has a console password already`, {
    hint: `To hand out a new one, delete the user and make it again, or reset it in the IAM console of account ${accountId}.`,
  })
}

/** Deletes what a run made and nobody saw; whoever used a key saw it. */
async function makeRoomForKey(wanted: Wanted): Promise<void> {
  const {iam} = wanted.aws
  const UserName = wanted.errand.name
  let keys = await listKeys(wanted)
  if (wanted.begun['keys'] !== undefined) {
    const before = wanted.begun['keys'].split(' ')
    for (const AccessKeyId of keys.filter((id) => !before.includes(id))) {
      const {AccessKeyLastUsed} = await iam.send(new GetAccessKeyLastUsedCommand({AccessKeyId}))
      if (AccessKeyLastUsed?.LastUsedDate) continue
      await iam.send(new DeleteAccessKeyCommand({UserName, AccessKeyId}))
      keys = keys.filter((id) => id !== AccessKeyId)
    }
  }
  // IAM allows two keys; asking for a third is an error that the SDK would take for a throttle.
  if (keys.length < 2) return
  throw new ConflictError(`user ${UserName} has two access keys already`, {
    hint: `IAM allows no more. Delete one that nobody uses: ${keys.join(', ')}`,
  })
}

async function listKeys({aws, errand}: Wanted): Promise<readonly string[]> {
  const {AccessKeyMetadata = []} = await aws.iam.send(new ListAccessKeysCommand({UserName: errand.name}))
  return AccessKeyMetadata.flatMap(({AccessKeyId}) => AccessKeyId ?? [])
}

async function createPassword({engine, aws, errand, begun}: Wanted) {
  const {iam, accountId} = aws
  const profile = {UserName: errand.name, Password: makePassword(), PasswordResetRequired: true}
  const signIn = {password: profile.Password, signInUrl: `https://${accountId}.signin.aws.amazon.com/console`}
  if (begun['password'] !== undefined) {
    const reset = () => iam.send(new UpdateLoginProfileCommand(profile))
    if (await absentWhen('NoSuchEntityException', reset)) return signIn
  }
  await sendFor(engine, errand, () => iam.send(new CreateLoginProfileCommand(profile)))
  return signIn
}

async function createKey({engine, aws, errand}: Wanted) {
  const UserName = errand.name
  const {AccessKey} = await sendFor(engine, errand, () => aws.iam.send(new CreateAccessKeyCommand({UserName})))
  return {accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? ''}
}
