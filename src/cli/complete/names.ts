import {join} from 'node:path'
import {readRegularFile} from '../../files/read.js'
import {knownRegions} from '../../lib/base/regions.js'
import {findProjectDirectory} from '../project.js'
import {isSafe, renderDescription} from './safe.js'
import {scanKeys, type Entry} from './scan.js'
import type {Candidate} from './table.js'
import type {Kind} from './values.js'

/** Where names are looked for. */
export interface Place {
  readonly cwd: string
  /** What `-C` or `--project-dir` says. */
  readonly named: string | undefined
  readonly env: NodeJS.ProcessEnv
  /** With `--pool`, users and groups are those of the user pool. */
  readonly pool: boolean
}

const MOST_BYTES = 1024 * 1024

/** IAM groups that exist without being written (src/lib/manifest/sections/users.ts). */
const BUILT_IN = ['admins', 'developers', 'viewers']

/** The values of a kind that exist here. None where there is no project, or awsup.yaml is not a regular file. */
export function findNames(kind: Kind, place: Place): readonly Candidate[] {
  switch (kind) {
    case 'environment':
      return named(below(entriesOf(place), ['environments']), ({path}, valueAt) => {
        const about = (key: string) => valueAt([...path, key])
        return [about('region'), about('protected') === 'true' ? 'protected' : ''].filter(Boolean).join(', ')
      })
    case 'user':
      // Users of a pool are on AWS alone.
      return place.pool ? [] : named(below(entriesOf(place), ['users']), () => 'IAM user')
    case 'group':
      return place.pool ? poolGroups(place) : userGroups(place)
    case 'client':
      return named(auth(entriesOf(place), 'clients'), ({path}, valueAt) => {
        const type = valueAt([...path, 'type'])
        return type ? `app client, ${type}` : 'app client'
      })
    case 'region':
      return knownRegions().map((value) => ({value, description: ''}))
    case 'role':
      return [...fixed('authenticated', 'guest'), ...groupRoles(place)]
    case 'as':
      return [...fixed('owner', 'other', 'guest'), ...groupRoles(place)]
    case 'profile':
      return profiles(place.env)
    default:
      return []
  }
}

const fixed = (...values: readonly string[]): readonly Candidate[] => values.map((value) => ({value, description: ''}))

interface Found {
  readonly all: readonly Entry[]
  readonly entries: readonly Entry[]
}

const isAt = (entry: Entry, path: readonly string[]): boolean =>
  entry.path.length === path.length && path.every((key, index) => key === '*' || entry.path[index] === key)

/** The value at a path: one plain word; what is none is not shown. */
type ValueAt = (path: readonly string[]) => string

/** Looks through all entries once, at the first question: a thousand environments are asked about one by one. */
function openValues(all: readonly Entry[]): ValueAt {
  let index: Map<string, string> | undefined
  return (path) => {
    if (index === undefined) {
      index = new Map()
      // Where a key stands twice, the first counts.
      for (const entry of all.toReversed()) index.set(entry.path.join('\0'), entry.value)
    }
    const value = index.get(path.join('\0')) ?? ''
    return isSafe(value) ? value : ''
  }
}

const below = (all: readonly Entry[], path: readonly string[]): Found => ({
  all,
  entries: all.filter((entry) => isAt(entry, [...path, '*'])),
})

/** A section of `auth`, the shared one and those of environments. */
const auth = (all: readonly Entry[], section: string): Found => ({
  all,
  entries: all.filter(
    (entry) => isAt(entry, ['auth', section, '*']) || isAt(entry, ['environments', '*', 'auth', section, '*']),
  ),
})

function named({all, entries}: Found, describe: (entry: Entry, valueAt: ValueAt) => string): readonly Candidate[] {
  const found = new Map<string, Candidate>()
  const valueAt = openValues(all)
  for (const entry of entries) {
    const value = entry.path.at(-1) ?? ''
    if (!isSafe(value) || found.has(value)) continue
    found.set(value, {value, description: renderDescription(describe(entry, valueAt))})
  }
  return [...found.values()]
}

const poolGroups = (place: Place): readonly Candidate[] =>
  named(auth(entriesOf(place), 'groups'), () => 'group of the user pool')

const userGroups = (place: Place): readonly Candidate[] => {
  const own = named(below(entriesOf(place), ['userGroups']), () => 'IAM group')
  const others = BUILT_IN.filter((value) => !own.some((group) => group.value === value))
  return [...own, ...others.map((value) => ({value, description: 'IAM group'}))]
}

const groupRoles = (place: Place): readonly Candidate[] =>
  named(below(entriesOf(place), ['access', 'groups']), () => '').map(({value}) => ({
    value: `group:${value}`,
    description: 'group with access rules',
  }))

function entriesOf({cwd, named: folder, env}: Place): readonly Entry[] {
  const home = env['HOME'] || env['USERPROFILE']
  // The shell has not expanded it yet.
  const expanded = home && folder?.startsWith('~/') ? join(home, folder.slice(2)) : folder
  const text = readText(join(findProjectDirectory(expanded, cwd), 'awsup.yaml'))
  return text === undefined ? [] : scanKeys(text)
}

/** Names of profiles in the AWS CLI's own file; the file with the secrets is not opened. */
function profiles(env: NodeJS.ProcessEnv): readonly Candidate[] {
  const home = env['HOME'] || env['USERPROFILE']
  const file = env['AWS_CONFIG_FILE'] || (home ? join(home, '.aws', 'config') : undefined)
  const text = file === undefined ? undefined : readText(file)
  const sections = [...(text ?? '').matchAll(/^\[[ \t]*(?:profile[ \t]+([^\]\n]{1,128}?)|(default))[ \t]*\]/gm)]
  const names = sections.map(([, name, other]) => name ?? other ?? '')
  return [...new Set(names)].filter(isSafe).map((value) => ({value, description: 'AWS profile'}))
}

const readText = (path: string): string | undefined =>
  readRegularFile(path, {limit: MOST_BYTES, refuse: (why) => new Error(why)})?.toString('utf8')
