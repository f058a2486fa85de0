import {ManifestError} from '../../../base/errors.js'
import {writeImported} from '../../../manifest/edit/imported.js'
import {isSection, type Written} from '../../../manifest/edit/block.js'
import {parseManifest} from '../../../manifest/parse.js'
import {leave} from '../read/lean.js'
import type {LiveIdentityPool, LivePool} from '../read/live.js'
import {nameClients, writeClient} from './clients.js'
import {writeProviders, writeResourceServers} from './federation.js'
import {sectionOf, writeGroups, writeIdentityPool, writePool, type Section} from './pool.js'

/** What is known of an environment that takes a pool in. */
export interface Live {
  readonly environment: string
  readonly accountId: string
  /** `region`, `account`, `protected`: as they are to be written where the environment is new. */
  readonly place: Section
  readonly pool: LivePool
  readonly identityPool: LiveIdentityPool | undefined
  /** Names of the environment's roles on record: awsup's own, which no awsup.yaml names. */
  readonly ownRoles: readonly string[]
  /** Keys for clients that the reader or a file names. */
  readonly clients: Readonly<Record<string, string>>
}

/** The text that says what exists, and what it does not say. */
export interface Proposal {
  readonly source: string
  /** Key → id of the app clients that are in it. */
  readonly clients: ReadonlyMap<string, string>
  readonly notes: readonly string[]
}

/**
 * Writes an environment into awsup.yaml as it is on AWS, step by step: what awsup.yaml has no way to say stays as it is on
 * AWS, and is noted; what awsup means anyway is left out. Pure.
 */
export function propose(before: string, live: Live): Proposal {
  try {
    return compose(live, openDraft(before, live, false))
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error
    return compose(live, openDraft(before, live, true))
  }
}

function compose(live: Live, draft: Draft): Proposal {
  const {pool, identityPool} = live
  for (const [key, value] of Object.entries(writePool(pool))) draft.add([key], [value, ...plainer(key, value)])
  const servers = writeResourceServers(pool)
  const isKnown = draft.addAll('resourceServers', servers.section)
  const federation = writeProviders(pool)
  const areProviders = pool.providers.length > 0 && draft.add(['providers'], [federation.section])
  draft.addAll('groups', writeGroups(pool))
  const keys = nameClients(pool.clients, live.clients)
  const ours = identityPool?.providers.filter(({providerName}) => providerName === pool.providerName)
  const around = {
    pool,
    keys,
    identities: ours?.map(({clientId}) => clientId),
    scopes: isKnown ? servers.scopes : new Map<string, string>(),
    providers: areProviders ? federation.keys : undefined,
  }
  const written = new Map<string, string>()
  const signing: string[] = []
  for (const [key, id] of keys) {
    const client = pool.clients.find((one) => one.id === id)
    const section = client && writeClient(client, key, around)
    if (!section || !draft.add(['clients', key], [section])) continue
    written.set(key, id)
    // The identity pool's trust in a machine's client is nothing that awsup.yaml says.
    if (section['type'] !== 'machine') signing.push(id)
  }
  // With nothing said there would be a client web, which could be one of theirs.
  if (pool.clients.length > 0 && written.size === 0) draft.add(['clients'], [{}])
  if (identityPool) {
    draft.add(['guests'], [identityPool.guests])
    const {roles, ...section} = writeIdentityPool(identityPool, pool, {...live, written: signing})
    draft.add(['identityPool'], [...rolesOf(roles).map((some) => sectionOf({...section, roles: some})), section])
  }
  return {source: draft.text(), clients: written, notes: [...draft.notes(), ...extraDomain(pool)]}
}

/** With fewer settings, where all of them together are more than awsup.yaml takes. */
const plainer = (key: string, value: Written): readonly Written[] => {
  if (key === 'mfa' && isSection(value)) return [value['mode'] ?? 'off']
  return key === 'passkeys' && isSection(value) ? [true] : []
}

/** Both roles, else either: where access rules are written for people, their role is awsup's. */
const rolesOf = (roles: Written | undefined): readonly Written[] => {
  if (!isSection(roles)) return []
  const each = Object.entries(roles).map(([who, name]) => ({[who]: name}))
  return each.length > 1 ? [roles, ...each] : [roles]
}

const extraDomain = ({domains: [, other]}: LivePool): readonly string[] =>
  other ? [`The second domain of the pool, ${other.name}, stays as it is on AWS: awsup.yaml has one.`] : []

interface Draft {
  /** The first of these that makes a manifest is taken; whether one was. What is wrong with the last is noted where not. */
  readonly add: (path: readonly string[], values: readonly Written[]) => boolean
  /** Each entry by itself; whether all of them are in. */
  readonly addAll: (key: string, section: Section) => boolean
  readonly notes: () => readonly string[]
  /** Without what means the same when it is not written. Throws ManifestError where it is no manifest. */
  readonly text: () => string
}

/** Settings as they come: all that there are, or `careful`ly, one by one, those that awsup.yaml takes. */
function openDraft(before: string, {environment, place}: Live, careful: boolean): Draft {
  let auth: Section = {}
  const notes: string[] = []
  const textOf = (candidate: Section): string => {
    const settings = Object.keys(candidate).length > 0 ? {...place, auth: candidate} : place
    return writeImported(before, {name: environment, settings})
  }
  const add: Draft['add'] = (path, values) => {
    let problem = ''
    for (const value of values) {
      const candidate = put(auth, path, value)
      const error = careful ? findProblem(textOf(candidate)) : undefined
      if (error === undefined) {
        auth = candidate
        return true
      }
      problem = error
    }
    notes.push(`auth.${path.join('.')} stays as it is on AWS, for awsup.yaml cannot say it: ${problem}`)
    return false
  }
  return {
    add,
    addAll: (key, section) =>
      Object.entries(section)
        .map(([name, value]) => add([key, name], [value]))
        .every(Boolean),
    notes: () => notes,
    text: () => {
      const {environments, project} = parseManifest(textOf({}))
      const base = environments.get(environment)
      const text = textOf(base ? leave(auth, base.auth, `${project}-${environment}`) : auth)
      parseManifest(text)
      return text
    },
  }
}

function findProblem(text: string): string | undefined {
  try {
    parseManifest(text)
    return undefined
  } catch (error) {
    if (error instanceof ManifestError) return error.message
    throw error
  }
}

const put = (section: Section, [key = '', ...rest]: readonly string[], value: Written): Section => {
  const below = section[key]
  return {...section, [key]: rest.length === 0 ? value : put(isSection(below) ? below : {}, rest, value)}
}
