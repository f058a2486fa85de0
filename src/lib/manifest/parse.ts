import {ManifestError} from '../base/errors.js'
import {check} from './checks/check.js'
import type {Environment, Manifest, OrganizationSettings} from './manifest.js'
import {access, NO_ACCESS} from './sections/access.js'
import {auth, type AuthSection} from './sections/auth/auth.js'
import {expandAuth} from './defaults/expand-auth.js'
import {environments, type EnvironmentSection} from './sections/environments.js'
import {makeAuth} from './defaults/auth.js'
import {expandPool} from './defaults/pool.js'
import {organization} from './sections/organization.js'
import {DEFAULT_OUTPUTS, outputs} from './sections/outputs.js'
import {records} from './sections/records.js'
import {userGroups, users} from './sections/users.js'
import {values, valuesOf, type Values} from './sections/values.js'
import {fields} from './read/collections.js'
import {oneOf, text} from './read/scalars.js'
import {openSource} from './read/source.js'
import {describe, isNothing, refused, rootSpot, type Read} from './read/spot.js'
import {projectName} from './rules/names.js'
import {expand} from './rules/placeholders.js'

const KEYS = [
  'version',
  'project',
  'target',
  'organization',
  'environments',
  'auth',
  'access',
  'userGroups',
  'users',
  'outputs',
  'values',
  'records',
] as const

/**
 * The text of awsup.yaml as a manifest with every default filled in. Pure. Throws ManifestError with line and column.
 */
export function parseManifest(text: string): Manifest {
  const source = openSource(text)
  const root = rootSpot(source)
  if (isNothing(root)) {
    throw new ManifestError('awsup.yaml is empty', {
      at: {line: 1, column: 1},
      hint: "Write a first one: awsup org init --project acme --email 'aws+{env}@acme.dev'",
    })
  }
  const top = fields(root, KEYS)
  top.required('version', version)
  const project = top.required('project', projectText)
  const sections = top.required('environments', environments)
  // Without an account to be made there is no organization to ask for.
  const isNeeded = [...sections.values()].some(({account}) => account === undefined)
  const org = isNeeded ? top.required('organization', organization) : top.optional('organization', organization)
  const shared = top.section('auth', auth)
  const told: Values = top.section('values', values) ?? new Map()
  const groups = userGroups(top.section('userGroups', (spot) => spot))
  const known = {environments: [...sections.keys()], groups: [...groups.keys()]}
  const manifest: Manifest = {
    version: 1,
    project,
    target: top.optional('target', oneOf('aws', 'sandbox')),
    organization: org,
    environments: new Map(
      [...sections].map(([name, section]) => [
        name,
        makeEnvironment({name, section, project, organization: org, shared, told}),
      ]),
    ),
    access: top.section('access', access) ?? NO_ACCESS,
    userGroups: groups,
    users: top.section('users', users(known)) ?? new Map(),
    outputs: top.optional('outputs', outputs) ?? DEFAULT_OUTPUTS,
    records: top.optional('records', records),
  }
  check(manifest, source)
  return manifest
}

const projectText = text(projectName)

const version: Read<1> = (spot) => {
  if (describe(spot) === '1') return 1
  throw refused(spot, `is ${describe(spot)}, must be 1`, 'A newer number needs a newer awsup.')
}

interface EnvironmentParts {
  readonly name: string
  readonly section: EnvironmentSection
  readonly project: string
  readonly organization: OrganizationSettings | undefined
  readonly shared: AuthSection | undefined
  readonly told: Values
}

function makeEnvironment({name, section, project, organization, shared, told}: EnvironmentParts): Environment {
  const email = section.account ? undefined : (section.email ?? organization?.email)
  const placeholders = {project, env: name}
  const merged = expandPool(makeAuth(shared, section.auth), placeholders)
  return {
    name,
    region: section.region,
    protected: section.protected,
    account: section.account,
    email: email === undefined ? undefined : expand(email, placeholders),
    auth: expandAuth(merged, placeholders),
    values: new Map(
      [...valuesOf(name, section.values, told)].map(([key, value]) => [key, expand(value, placeholders)]),
    ),
  }
}
