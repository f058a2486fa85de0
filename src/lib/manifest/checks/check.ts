import {ManifestError} from '../../base/errors.js'
import {checkAccess} from './access/access.js'
import {placesOf} from './auth.js'
import {checkClients} from './clients.js'
import {checkData} from './data.js'
import {checkFederation} from './federation.js'
import {checkFunctions} from './functions.js'
import {checkIdentityCenter} from './team/identity-center.js'
import {checkHosting} from './hosting.js'
import {checkNames} from './names.js'
import {checkOutputs} from './outputs.js'
import {checkPool} from './pool.js'
import {checkShared} from './shared.js'
import {checkTeam} from './team/team.js'
import {checkValues} from './values.js'
import type {Manifest} from '../manifest.js'
import {show, showName} from '../read/show.js'
import type {Source} from '../read/source.js'
import {emailAddress} from '../rules/email.js'

/** Checks that need more than one place of the file: what names become, and what must not be shared. */
export function check(manifest: Manifest, source: Source): void {
  checkEmails(manifest, source)
  checkShared(manifest, source)
  for (const environment of manifest.environments.values()) {
    checkPool(environment, source)
    const places = placesOf(environment, source)
    checkNames(environment.auth, places)
    checkFederation(environment.auth, places)
    checkClients(manifest, environment, places)
  }
  checkValues(manifest, source)
  checkData(manifest, source)
  checkOutputs(manifest, source)
  checkHosting(manifest, source)
  checkNoneTwice(manifest, source)
  checkAccess(manifest, source)
  checkTeam(manifest, source)
  checkFunctions(manifest, source)
  checkIdentityCenter(manifest, source)
}

function checkEmails({organization, environments}: Manifest, source: Source): void {
  const taken = new Map<string, string>()
  for (const {name, email} of environments.values()) {
    if (email === undefined) continue
    const own = ['environments', name, 'email']
    const isOwn = source.has(own)
    const path = isOwn ? own : ['organization', 'email']
    const problem = emailAddress(email)
    if (problem) {
      throw new ManifestError(`${path.join('.')} becomes ${show(email)} for ${name}, must ${problem.must}`, {
        at: source.at(path),
        hint: problem.hint,
      })
    }
    const other = taken.get(email.toLowerCase())
    if (other !== undefined)
      throw sharedEmail({path, name, other, hasPlaceholder: organization?.email.includes('{env}') ?? false}, source)
    taken.set(email.toLowerCase(), name)
  }
}

interface SharedEmail {
  readonly path: readonly string[]
  readonly name: string
  readonly other: string
  readonly hasPlaceholder: boolean
}

function sharedEmail({path, name, other, hasPlaceholder}: SharedEmail, source: Source): ManifestError {
  const hint = 'Every AWS account needs an address of its own, for example aws+{env}@acme.dev.'
  return path[0] === 'organization' && !hasPlaceholder
    ? new ManifestError(`organization.email is the same for ${other} and ${name}, must contain {env}`, {
        at: source.at(path),
        hint,
      })
    : new ManifestError(`environments.${name}.email is also used by environments.${other}`, {at: source.at(path), hint})
}

/** IAM tells names apart without regard to capitals. */
function checkNoneTwice({users, userGroups}: Manifest, source: Source): void {
  for (const [section, names] of [
    ['users', [...users.keys()]],
    ['userGroups', [...userGroups.keys()]],
  ] as const) {
    const twice = firstTwice(names.map((name) => name.toLowerCase()))
    if (!twice) continue
    const [first, second] = twice.map((index) => names[index] ?? '')
    throw new ManifestError(
      `${section}.${showName(second ?? '')} differs from ${section}.${showName(first ?? '')} only in capitals`,
      {
        at: source.at([section, second ?? '']),
        hint: 'IAM takes them for the same name.',
      },
    )
  }
}

function firstTwice(values: readonly string[]): readonly [number, number] | undefined {
  const second = values.findIndex((value, index) => values.indexOf(value) < index)
  return second < 0 ? undefined : [values.indexOf(values[second] ?? ''), second]
}
