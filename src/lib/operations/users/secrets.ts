import {locked, type Session} from '../../project/session.js'
import {requireIds} from '../environments/environments.js'
import {beginErrand, findBegun, type Errand, type Receipt} from '../changes/errands.js'
import {unfinished} from '../changes/unfinished.js'
import {ConflictError} from '../../base/errors.js'
import {PEOPLE, personAddress} from './people.js'
import {createKey, listKeys, makeRoomForKey} from './keys.js'
import {createPassword, requireNoPassword} from './password.js'
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
export async function createSecrets(session: Session, request: SecretRequest): Promise<CreatedSecrets> {
  const {name, environments, console, accessKey} = request
  const what = [...(console ? ['password'] : []), ...(accessKey ? ['access key'] : [])].join(' and ')
  try {
    return await locked(session, () => createAll(session, request))
  } catch (error) {
    throw unfinished(
      session.engine,
      error,
      `User ${name} exists in ${environments.join(', ')}; no ${what} was handed out.`,
    )
  }
}

async function createAll(session: Session, request: SecretRequest): Promise<CreatedSecrets> {
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
}

async function wantedIn({engine, project}: Session, environment: string, request: SecretRequest): Promise<Wanted> {
  const {accountId, region} = await placeOf({engine, project}, environment, request.name)
  const {name, console, accessKey, anotherKey} = request
  const errand = {
    ...({kind: 'user-secrets', environment, name, accountId, region} as const),
    about: environment === PEOPLE ? personAddress(name) : `${environment}.user.${name}`,
  }
  const begun = (await findBegun(engine, errand))?.receipt ?? {}
  const left = {...(console ? {} : pick(begun, 'password')), ...(accessKey ? {} : pick(begun, 'keys', 'keysSince'))}
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
  const password = console ? {password: 'under way'} : {}
  const keys = accessKey ? {keys: (await listKeys(wanted)).join(' '), keysSince: new Date().toISOString()} : {}
  await beginErrand(engine, errand, {...errand.left, ...password, ...keys})
  return {
    ...(console ? await createPassword(wanted) : {}),
    // Where AWS refuses the key, the password stays under way: it was made, and not shown.
    ...(accessKey ? await createKey({...wanted, errand: {...errand, left: {...errand.left, ...password}}}) : {}),
  }
}
