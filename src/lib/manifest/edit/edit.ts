import {isMap, isScalar} from 'yaml'
import {UsageError} from '../../base/errors.js'
import {insertItems, insertPair, remove, type Splice} from './splice.js'
import {nodeAt, yamlList, yamlText} from './text.js'
import type {IamUser} from '../manifest.js'
import {parseManifest} from '../parse.js'
import {show} from '../read/show.js'
import {openSource} from '../read/source.js'

// Comments, order, blank lines and quotes of all that an edit does not have to touch stay as they are, byte for byte.

/** An environment that is to be. */
export interface EnvironmentEdit {
  readonly name: string
  readonly region: string
  /** Of its account, where `organization.email` is not to be used. */
  readonly email?: string | undefined
  readonly protected?: boolean | undefined
  /** What its applications are told, where `values` says nothing for it. */
  readonly values?: ReadonlyMap<string, string> | undefined
}

/**
 * The text with one more environment, the last. Throws UsageError when it is there, ManifestError when it cannot be.
 */
export function addEnvironment(
  source: string,
  {name, region, email, protected: isProtected = false, values = new Map()}: EnvironmentEdit,
): string {
  if (parseManifest(source).environments.has(name)) {
    throw new UsageError(`there is an environment ${show(name)} already`, {hint: `Look at it: awsup env show ${name}`})
  }
  const address = email === undefined ? '' : `, email: ${yamlText(email)}`
  const told = [...values].map(([key, text]) => `${yamlText(key)}: ${yamlText(text)}`).join(', ')
  const settings = [
    `{ region: ${yamlText(region)}${address}`,
    ...(isProtected ? ['protected: true'] : []),
    ...(told === '' ? [] : [`values: { ${told} }`]),
  ].join(', ')
  return edited(source, [insertPair(['environments'], yamlText(name), `${settings} }`)])
}

/** The text without this environment; users that were in it alone go too. Throws ManifestError when it cannot be. */
export function removeEnvironment(source: string, name: string): string {
  const inIt = [...parseManifest(source).users].filter(
    ([, {environments, roles}]) => environments.includes(name) || roles?.has(name),
  )
  const text = inIt.reduce((before, [user]) => removeUser(before, {name: user, environments: [name]}), source)
  const places = [...entriesOf(source, ['values']), ...DATA.flatMap((path) => namesOf(source, path))]
  return edited(text, [...places.flatMap((path) => onlyFor(source, path, name)), remove(['environments'], name)])
}

const DATA = [
  ['data', 'tables'],
  ['data', 'buckets'],
] as const

/** `data.tables.todos.name`, … */
const namesOf = (source: string, path: readonly string[]) => entriesOf(source, path).map((one) => [...one, 'name'])

/** The paths of what a mapping has; none where there is no mapping. */
function entriesOf(source: string, path: readonly string[]): readonly (readonly string[])[] {
  const node = nodeAt(openSource(source).document, path)
  return isMap(node) ? node.items.flatMap(({key}) => (isScalar(key) ? [[...path, String(key.value)]] : [])) : []
}

/** What a place says for this environment by its name; where it says no more it goes as a whole. */
function onlyFor(source: string, path: readonly string[], environment: string): readonly Splice[] {
  const said = nodeAt(openSource(source).document, path)
  if (!isMap(said) || !said.has(environment)) return []
  return [said.items.length > 1 ? remove(path, environment) : remove(path.slice(0, -1), path.at(-1) ?? '')]
}

/** A user with the environments and groups that it is to have, at least. */
export interface UserEdit {
  readonly name: string
  readonly environments: readonly string[]
  readonly groups: readonly string[]
  /** Environment → role, instead of environments and groups. */
  readonly roles?: ReadonlyMap<string, string> | undefined
  /** A user that is made now; one that exists already stays what it is. */
  readonly machine?: boolean | undefined
}

/** The text with this user in it; one that exists gets what it lacks. Throws ManifestError when it cannot be. */
export function addUser(source: string, {name, environments, groups, roles, machine = false}: UserEdit): string {
  const user = parseManifest(source).users.get(name)
  if (roles) return addPeople(source, new Map([[name, roles]]))
  if (user?.roles) throw otherSort(name, 'has roles', `awsup user create ${name} --role <environment>=<role>`)
  if (!user) {
    const inGroups = groups.length > 0 ? `, groups: ${yamlList(groups)}` : ''
    const settings = `{ environments: ${yamlList(environments)}${inGroups}${machine ? ', machine: true' : ''} }`
    return edited(source, [insertPair(['users'], yamlText(name), settings)])
  }
  return edited(source, [
    ...insertItems(
      ['users', name, 'environments'],
      environments.filter((one) => !user.environments.includes(one)),
    ),
    ...insertItems(
      ['users', name, 'groups'],
      groups.filter((one) => !user.groups.includes(one)),
    ),
  ])
}

/**
 * The text with all these people in it, name → environment → role. People who exist keep the roles in other environments.
 * Throws UsageError where one is a user without roles, ManifestError when it cannot be.
 */
export function addPeople(source: string, people: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const {users} = parseManifest(source)
  return edited(
    source,
    [...people].flatMap(([name, roles]) => rolesOf(name, roles, users.get(name))),
  )
}

/** A person's role in an environment is one: the new one takes the place of the old. */
function rolesOf(name: string, roles: ReadonlyMap<string, string>, user: IamUser | undefined): readonly Splice[] {
  if (!user) {
    const settings = [...roles].map(([env, role]) => `${yamlText(env)}: ${yamlText(role)}`).join(', ')
    return [insertPair(['users'], yamlText(name), `{ roles: { ${settings} } }`)]
  }
  if (!user.roles)
    throw otherSort(name, 'is a user of environments', 'Choose another name, or write roles in awsup.yaml.')
  // Put in before the old one goes: a person is never left without any.
  const path = ['users', name, 'roles']
  const changed = [...roles].filter(([env, role]) => user.roles?.get(env) !== role)
  return changed.flatMap(([env, role]) => [
    ...(user.roles?.has(env) ? [remove(path, env)] : []),
    insertPair(path, yamlText(env), yamlText(role)),
  ])
}

const otherSort = (name: string, what: string, hint: string): UsageError =>
  new UsageError(`${show(name)} ${what}`, {code: 'USER_EXISTS', hint})

/**
 * The text without this user in these environments, in all of them when none is named; a user that is left in none
 * goes. Throws UsageError when it does not exist.
 */
export function removeUser(
  source: string,
  {name, environments}: {readonly name: string; readonly environments?: readonly string[] | undefined},
): string {
  const user = parseManifest(source).users.get(name)
  if (!user) throw new UsageError(`there is no user ${show(name)} in awsup.yaml`, {hint: 'List them: awsup user list'})
  const own = user.roles ? [...user.roles.keys()] : user.environments
  const from = environments && environments.length > 0 ? environments : own
  const wrong = from.find((one) => !own.includes(one))
  if (wrong !== undefined) {
    throw new UsageError(`the user ${show(name)} is not in the environment ${show(wrong)}`, {
      hint: `It is in: ${own.join(', ')}.`,
    })
  }
  if (own.every((one) => from.includes(one))) return edited(source, [remove(['users'], name)])
  if (user.roles)
    return edited(
      source,
      from.map((one) => remove(['users', name, 'roles'], one)),
    )
  // From the end, so that the places of the others stay what they are.
  const places = user.environments.flatMap((one, index) => (from.includes(one) ? [String(index)] : [])).reverse()
  return edited(
    source,
    places.map((place) => remove(['users', name, 'environments'], place)),
  )
}

function edited(source: string, splices: readonly Splice[]): string {
  const text = splices.reduce((before, make) => make(before), source)
  parseManifest(text)
  return text
}
