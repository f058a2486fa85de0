import type {Manifest} from '../../../manifest/manifest.js'
import {show} from '../../../manifest/read/show.js'
import {mistakeAt, type Found, type Mistake} from './mistake.js'
import type {Grant, Row, Switch} from './rows.js'

/** A person as the file has it. */
export interface Person {
  readonly name: string
  /** Environment → role. */
  readonly roles: ReadonlyMap<string, string>
  /** Whether a one-time console password is made, where the person is new. */
  readonly console: boolean
  /** Whether an access key is made, where the person is new. */
  readonly accessKey: boolean
}

interface Gathered {
  readonly name: string
  readonly grants: Map<string, Grant>
  console: Switch | undefined
  accessKey: Switch | undefined
}

/** Everybody, with what all their lines say; and what does not fit together, or not to awsup.yaml. */
export function gatherPeople(rows: readonly Row[], manifest: Manifest): Found<readonly Person[]> {
  const people = new Map<string, Gathered>()
  const spelt = new Map([...manifest.users.keys()].map((name) => [name.toLowerCase(), {name, where: 'awsup.yaml'}]))
  const mistakes: Mistake[] = []
  for (const {name, grants, console, accessKey} of rows) {
    if (name.text === '') continue
    const other = spelt.get(name.text.toLowerCase())
    if (other && other.name !== name.text)
      mistakes.push(
        mistakeAt(
          name,
          `name is ${show(name.text)}, and ${other.where} has ${show(other.name)}`,
          'IAM takes names that differ in case alone for the same: write it the same way everywhere.',
        ),
      )
    else spelt.set(name.text.toLowerCase(), other ?? {name: name.text, where: `line ${name.line}`})
    const person = people.get(name.text) ?? {
      name: name.text,
      grants: new Map<string, Grant>(),
      console: undefined,
      accessKey: undefined,
    }
    if (!people.has(name.text)) {
      people.set(name.text, person)
      const user = manifest.users.get(name.text)
      if (user && !user.roles)
        mistakes.push(
          mistakeAt(
            name,
            `${show(name.text)} is a user of ${user.environments.join(', ')} in awsup.yaml, and has no roles`,
            `Choose another name, or delete that user first: awsup user delete ${name.text}`,
          ),
        )
    }
    for (const grant of grants) mistakes.push(...addGrant(person, grant))
    const said = {console, accessKey}
    const secret = manifest.identityCenter && [console, accessKey].find((one) => one?.isOn)
    if (secret)
      mistakes.push(
        mistakeAt(
          secret.cell,
          `${secret === console ? 'console' : 'access-key'} is ${show(secret.cell.text)}, and people sign in with IAM Identity Center here`,
          'Leave it empty: IAM Identity Center has the passwords, and gives no access keys.',
        ),
      )
    for (const key of ['console', 'accessKey'] as const) {
      const [before, now] = [person[key], said[key]]
      if (before && now && before.isOn !== now.isOn)
        mistakes.push(
          mistakeAt(
            now.cell,
            `${key === 'console' ? 'console' : 'access-key'} is ${show(now.cell.text)}, and ${show(before.cell.text)} on line ${before.cell.line}`,
            `Say the same on every line of ${name.text}, or leave the others empty.`,
          ),
        )
      person[key] = before ?? now
    }
  }
  return {
    found: [...people.values()].map(({name, grants, console, accessKey}) => ({
      name,
      roles: new Map([...grants].map(([environment, {role}]) => [environment, role])),
      console: console?.isOn ?? false,
      accessKey: accessKey?.isOn ?? false,
    })),
    mistakes,
  }
}

/** One role in an environment: a line that is there twice was probably meant for another one. */
function addGrant({name, grants}: Gathered, grant: Grant): readonly Mistake[] {
  const {environment, role, cell} = grant
  const before = grants.get(environment)
  if (environment === '' || role === '') return []
  if (!before) grants.set(environment, grant)
  if (!before) return []
  const what =
    before.role === role
      ? `${show(name)} is ${show(role)} in ${show(environment)} on line ${before.cell.line} already`
      : `${show(name)} is ${show(role)} in ${show(environment)}, and ${show(before.role)} on line ${before.cell.line}`
  return [mistakeAt(cell, what, 'A person has one role in an environment: remove one of the two lines.')]
}
