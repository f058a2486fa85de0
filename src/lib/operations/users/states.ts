import type {Engine} from '../../engine/engine.js'
import type {Session} from '../../project/session.js'
import {absentWhen} from '../../aws/calls/absent.js'
import {madeOf, placesOf, requireMade, requireMeant, type UserChoice, type UserPlace} from './places.js'
import {openPlace, type OpenPlace} from './open-place.js'
import {personAddress} from './people.js'
import {readState, readUserKeys, type UserKey, type UserState} from './state.js'
import type {UserSummary} from './users.js'

/** Access keys of one user in one place. */
export interface UserKeys {
  readonly user: string
  /** Absent in the management account. */
  readonly environment: string | undefined
  readonly accountId: string
  /** Oldest first; AWS allows two. */
  readonly keys: readonly UserKey[]
}

/** Enters every account where the user is made, of those that are chosen. */
export async function openUser({project, engine}: Session, choice: UserChoice): Promise<readonly OpenPlace[]> {
  const places = requireMeant(project, choice)
  const made = await requireMade(engine, {name: choice.name, places})
  return Promise.all(made.map((place) => openPlace(engine, place)))
}

/** Access keys of the named user, or of all users of awsup.yaml, in the named environments, or everywhere. */
export async function listUserKeys(
  {project, engine}: Session,
  {name, environments}: {readonly name?: string | undefined; readonly environments?: readonly string[] | undefined},
): Promise<readonly UserKeys[]> {
  const records = await engine.records.list()
  const made =
    name === undefined
      ? [...project.manifest.users.keys()]
          .flatMap((user) => madeOf(records, placesOf(project, user)))
          .filter(({environment}) => environments === undefined || environments.includes(environment ?? ''))
      : await requireMade(engine, {name, places: requireMeant(project, {name, environments})})
  const found = await Promise.all(
    made.map(async ({environment, accountId, region, user}): Promise<UserKeys | undefined> => {
      const {iam} = await engine.open(accountId, region)
      const keys = await absentWhen('NoSuchEntityException', () => readUserKeys(iam, user))
      return keys && {user, environment, accountId, keys}
    }),
  )
  return found.flatMap((one) => one ?? [])
}

/**
 * What AWS says of users of awsup.yaml that are on record: by address, of the named environments, and of people unless
 * they are left out. Asks all at once.
 */
export async function readStates(
  {project, engine}: Session,
  environments: readonly string[],
  {people = true}: {readonly people?: boolean} = {},
): Promise<ReadonlyMap<string, UserState | undefined>> {
  const records = await engine.records.list()
  const places = [...project.manifest.users.keys()]
    .flatMap((user) => madeOf(records, placesOf(project, user)))
    .filter(({environment}) => (environment === undefined ? people : environments.includes(environment)))
  return new Map(await Promise.all(places.map(async (place) => [place.address, await stateOf(engine, place)] as const)))
}

const stateOf = async (engine: Engine, place: UserPlace): Promise<UserState | undefined> => {
  const {iam} = await engine.open(place.accountId, place.region)
  return readState(iam, place.user)
}

/** Users of awsup.yaml with what AWS says of them. */
export const withStates = (
  users: readonly UserSummary[],
  states: ReadonlyMap<string, UserState | undefined>,
): readonly UserSummary[] =>
  users.map((user) => ({
    ...user,
    environments: user.environments.map((place) => {
      const state = states.get(user.roles ? personAddress(user.name) : `${place.name}.user.${user.name}`)
      return state === undefined ? place : {...place, state}
    }),
  }))
