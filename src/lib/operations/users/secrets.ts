import {locked, type Session} from '../../project/session.js'
import {requireIds} from '../environments/environments.js'
import {beginErrand, findBegun, type Errand, type Receipt} from '../changes/errands.js'
import {unfinished} from '../changes/unfinished.js'
import {ConflictError} from '../../base/errors.js'
import {GLOBAL_REGION} from '../../base/regions.js'
import {PEOPLE, personAddress} from './people.js'
import {createKey, listKeys, makeRoomForKey} from './secrets/keys.js'
import {createPassword, requireNoPassword} from './secrets/password.js'
import type {SecretRequest, UserSecrets, Wanted} from './secrets-facts.js'

/** Secrets, and the errands to end once they were shown. */
export interface CreatedSecrets {
  readonly secrets: readonly UserSecrets[]
  readonly errands: readonly Errand[]
}

/**
 * Makes the asked secrets, environment by environment. A secret that a run made and did not live to show is made again.
 * Throws ConflictError where the user has a password or a key already; before any is made, for a secret that was made and
 * then not shown would be lost. Throws ApplyError where AWS refuses: the user exists.
 */
export const createSecrets = (session: Session, request: SecretRequest): Promise<CreatedSecrets> =>
  createAllSecrets(session, [request])

/** The same for several users: all are asked for first, and then made, user by user. */
export async function createAllSecrets(session: Session, requests: readonly SecretRequest[]): Promise<CreatedSecrets> {
  try {
    return await locked(session, () => createAll(session, requests))
  } catch (error) {
    throw unfinished(session.engine, error, sayMade(requests))
  }
}

function sayMade(requests: readonly SecretRequest[]): string {
  const [first, ...others] = requests
  const has = (part: 'console' | 'accessKey'): boolean => requests.some((request) => request[part])
  const what = [...(has('console') ? ['password'] : []), ...(has('accessKey') ? ['access key'] : [])].join(' and ')
  const where = first?.environments.join(', ') ?? ''
  return others.length === 0
    ? `User ${first?.name ?? ''} exists in ${where}; no ${what} was handed out.`
    : `${requests.length} users exist; no ${what} was handed out.`
}

async function createAll(session: Session, requests: readonly SecretRequest[]): Promise<CreatedSecrets> {
  const all = await Promise.all(
    requests.flatMap((request) => request.environments.map((environment) => wantedIn(session, environment, request))),
  )
  for (const wanted of all) {
    if (wanted.console && wanted.begun?.receipt?.['password'] === undefined) await requireNoPassword(wanted)
    if (wanted.accessKey) await makeRoomForKey(wanted)
  }
  const secrets: UserSecrets[] = []
  for (const wanted of all) {
    const {environment, accountId, errand} = wanted
    secrets.push({user: errand.name, environment, accountId, ...(await makeBoth(wanted))})
  }
  return {secrets, errands: all.map(({errand}) => errand)}
}

/**
 * Says on disk, before people are made, which secrets they are to have: a run that dies once a person exists is continued
 * by the next one, which could not tell otherwise that the person never got any. What another run began stays as it is.
 */
export async function announceSecrets(
  {engine, door}: Pick<Session, 'engine' | 'door'>,
  requests: readonly SecretRequest[],
): Promise<void> {
  const {accountId} = await door.caller()
  for (const request of requests) {
    const errand = errandFor(request.name, {environment: PEOPLE, accountId, region: GLOBAL_REGION})
    if (await findBegun(engine, errand)) continue
    await beginErrand(engine, errand, {
      ...(request.console ? UNDER_WAY : {}),
      ...(request.accessKey ? {keys: '', keysSince: new Date().toISOString()} : {}),
    })
  }
}

/** Names of the people whose secrets a run began and did not live to hand out. */
export async function peopleWithoutSecrets({records}: Session['engine']): Promise<ReadonlySet<string>> {
  const start = `${PEOPLE}.user-secrets.`
  const open = (await records.intents()).filter(({address}) => address.startsWith(start))
  return new Set(open.map(({address}) => address.slice(start.length)))
}

const UNDER_WAY: Receipt = {password: 'under way'}

const errandFor = (
  name: string,
  {environment, accountId, region}: Pick<Errand, 'environment' | 'accountId' | 'region'>,
): Errand => ({
  ...({kind: 'user-secrets', environment, name, accountId, region} as const),
  about: environment === PEOPLE ? personAddress(name) : `${environment}.user.${name}`,
})

async function wantedIn({engine, project}: Session, environment: string, request: SecretRequest): Promise<Wanted> {
  const {accountId, region} = await placeOf({engine, project}, environment, request.name)
  const {name, console, accessKey, anotherKey} = request
  const errand = errandFor(name, {environment, accountId, region})
  const begun = await findBegun(engine, errand)
  const receipt = begun?.receipt ?? {}
  const left = {...(console ? {} : pick(receipt, 'password')), ...(accessKey ? {} : pick(receipt, 'keys', 'keysSince'))}
  const aws = await engine.open(environment === PEOPLE ? 'management' : accountId, region)
  const asked = {console, accessKey, anotherKey}
  return {engine, errand: {...errand, left}, aws, environment, accountId, ...asked, begun}
}

async function placeOf(
  {engine, project}: Pick<Session, 'engine' | 'project'>,
  environment: string,
  name: string,
): Promise<{readonly accountId: string; readonly region: string}> {
  if (environment !== PEOPLE) return requireIds(project, environment)
  const recorded = await engine.records.load(personAddress(name))
  if (recorded) return recorded
  throw new ConflictError(`${name} is not made yet`, {code: 'NOT_MADE', hint: 'Make it first: awsup apply'})
}

const pick = (receipt: Receipt, ...names: readonly string[]): Receipt =>
  Object.fromEntries(Object.entries(receipt).filter(([name]) => names.includes(name)))

/** Says that they are under way, both at once, and makes one after the other. */
async function makeBoth(wanted: Wanted): Promise<Partial<UserSecrets>> {
  const {engine, errand, console, accessKey} = wanted
  const password: Receipt = console ? UNDER_WAY : {}
  const keys = accessKey ? {keys: (await listKeys(wanted)).join(' '), keysSince: new Date().toISOString()} : {}
  await beginErrand(engine, errand, {...errand.left, ...password, ...keys})
  return {
    ...(console ? await createPassword(wanted) : {}),
    // Where AWS refuses the key, the password stays under way: it was made, and not shown.
    ...(accessKey ? await createKey({...wanted, errand: {...errand, left: {...errand.left, ...password}}}) : {}),
  }
}
