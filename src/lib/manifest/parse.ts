import {ManifestError} from '../base/errors.js'
import {check} from './checks/check.js'
import type {Environment, IamUser, Manifest, OrganizationSettings} from './manifest.js'
import {NO_DATA} from './data.js'
import {access, NO_ACCESS} from './sections/access.js'
import {data} from './sections/data/data.js'
import {auth, type AuthSection} from './sections/auth/auth.js'
import {expandAuth} from './defaults/expand-auth.js'
import {deployers} from './sections/deployers/deployers.js'
import {environments, type EnvironmentSection} from './sections/environments.js'
import {makeAuth} from './defaults/auth.js'
import {expandPool} from './defaults/pool.js'
import type {Hosting} from './hosting.js'
import {hosting} from './sections/hosting.js'
import {organization} from './sections/organization.js'
import {DEFAULT_OUTPUTS, outputs} from './sections/outputs.js'
import {records} from './sections/records.js'
import {roles} from './sections/roles.js'
import {signIn} from './sections/sign-in.js'
import {READY_MADE, type TeamRole} from '../access/team/role.js'
import {sandbox} from './sections/sandbox/sandbox.js'
import {userGroups, users, withBuiltIn} from './sections/users.js'
import {values, valuesOf, type Values} from './sections/values.js'
import {fields, lacks} from './read/collections.js'
import {optional, required, section} from './read/keys.js'
import {oneOf, text} from './read/scalars.js'
import {shaped} from './read/shape.js'
import {openSource} from './read/source.js'
import {describe, isNothing, refused, rootSpot, type Read} from './read/spot.js'
import {projectName} from './rules/names.js'
import {expand} from './rules/placeholders.js'

const version: Read<1> = shaped({sort: 'words', words: [1]}, (spot) => {
  if (describe(spot) === '1') return 1
  throw refused(spot, `is ${describe(spot)}, must be 1`, 'A newer number needs a newer awsup.')
})

/** The keys of awsup.yaml. */
export const MANIFEST_KEYS = {
  /** Version of this file's format: 1. */
  version: required(version),
  /**
   * Name of the project, which begins every name that awsup gives on AWS.
   * @permanent
   * @example acme
   */
  project: required(text(projectName)),
  /** Environments by name, at most 1000: each is an AWS account with its own sign-in. */
  environments: required(environments),
  /** The AWS organization. Needed where awsup makes an account, so where an environment has no `account`. */
  organization: optional(organization),
  /** Sign-in with Amazon Cognito, the same in every environment; `environments.<name>.auth` changes it for one. */
  auth: section(auth),
  /** Values that applications get with the ids: one text for all environments, or one for each. `{env}` and `{project}` are replaced. */
  values: section(values),
  /** IAM groups by name, each with ARNs of managed policies. `admins`, `developers` and `viewers` exist without being written. */
  userGroups: section(userGroups),
  /**
   * Where awsup works.
   * @default aws
   * @value aws On AWS.
   * @value sandbox In the embedded sandbox. No AWS account is used.
   */
  target: optional(oneOf('aws', 'sandbox')),
  /** What browsers and apps may reach on AWS with the credentials of the identity pool. Nothing else is open. */
  access: section(access),
  /** Tables and buckets that browsers and apps reach directly, in every environment. `access` says who may. */
  data: section(data),
  /**
   * Roles that users can assume in the accounts of environments. `admin`, `developer` and `viewer` exist without being
   * written; a key written for one of them changes it.
   */
  roles: section(roles),
  /**
   * How users with roles sign in to AWS.
   * @default iam
   * @value iam As IAM users in the account of the organization, with MFA.
   * @value identity-center With AWS IAM Identity Center: roles become permission sets and assignments.
   */
  signIn: optional(signIn),
  /** IAM users by name, and users and groups of IAM Identity Center where `signIn` says so. */
  users: section(users()),
  /** Machines that may work in environments without keys: with tokens of GitHub Actions, GitLab or Bitbucket. */
  deployers: section(deployers()),
  /** Files that `awsup env switch` writes for applications. Without this key: `amplify_outputs.json`. */
  outputs: optional(outputs),
  /** A website that awsup hosts in every environment with AWS Amplify Hosting: `awsup deploy` uploads what was built. */
  hosting: section(hosting),
  /**
   * Where the records are shared: a bucket of S3, and a prefix. Without this key they are files below `.awsup`.
   * @example s3://acme-awsup/records
   */
  records: optional(records),
  /** What is for the embedded sandbox alone. */
  sandbox: section(sandbox),
}

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
  const top = fields(root, MANIFEST_KEYS)
  top('version')
  const project = top('project')
  const sections = top('environments')
  // Without an account to be made there is no organization to ask for.
  const isNeeded = [...sections.values()].some(({account}) => account === undefined)
  const org = top('organization')
  if (isNeeded && !org) throw lacks(root, 'organization')
  const shared = top('auth')
  const told: Values = top('values') ?? new Map()
  const groups = withBuiltIn(top('userGroups'))
  const written: ReadonlyMap<string, TeamRole> = top('roles') ?? new Map()
  const known = {
    environments: [...sections.keys()],
    groups: [...groups.keys()],
    roles: [...new Set([...READY_MADE.keys(), ...written.keys()])],
  }
  const people = top('users', users(known)) ?? new Map()
  const manifest: Manifest = {
    version: 1,
    project,
    target: top('target'),
    organization: org,
    environments: new Map(
      [...sections].map(([name, section]) => [
        name,
        makeEnvironment({name, section, project, organization: org, shared, told}),
      ]),
    ),
    access: top('access') ?? NO_ACCESS,
    data: top('data') ?? NO_DATA,
    userGroups: groups,
    users: people,
    roles: usedRoles(written, people),
    identityCenter: top('signIn'),
    deployers: top('deployers', deployers({project, ...known})) ?? new Map(),
    outputs: top('outputs') ?? DEFAULT_OUTPUTS,
    hosting: expandHosting(top('hosting'), project),
    records: top('records'),
    sandbox: top('sandbox') ?? {functions: new Map()},
  }
  check(manifest, source)
  return manifest
}

/** Domains with their placeholders replaced, so that two that become the same are seen. */
const expandHosting = (found: Hosting | undefined, project: string): Hosting | undefined =>
  found && {
    ...found,
    environments: new Map(
      [...found.environments].map(([env, {domain, ...said}]) => [
        env,
        {...said, domain: domain === undefined ? undefined : expand(domain, {project, env})},
      ]),
    ),
  }

/** Ready-made roles are there for who has them. */
const usedRoles = (
  written: ReadonlyMap<string, TeamRole>,
  people: ReadonlyMap<string, IamUser>,
): ReadonlyMap<string, TeamRole> => {
  const used = new Set([...people.values()].flatMap(({roles: own}) => [...(own?.values() ?? [])]))
  return new Map([...[...READY_MADE].filter(([name]) => used.has(name)), ...written])
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
