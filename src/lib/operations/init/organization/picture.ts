import type {Environment, Manifest, MappingRule} from '../../../manifest/manifest.js'
import {setName} from '../../../access/team/names.js'
import {groupsWithRole} from '../../../manifest/desired/access.js'
import {roleAddress} from '../../../manifest/desired/roles.js'
import type {Project, Target} from '../../../project/project.js'
import type {Session} from '../../../project/session.js'
import type {Recorded} from '../../../records/records.js'
import type {Who} from '../../../access/rules.js'
import {readOrganization, type OrganizationTree} from './tree.js'

/** The organization with what is in its environments, to be drawn. */
export interface OrganizationPicture {
  readonly project: string
  readonly target: Target
  readonly tree: OrganizationTree
  /** In the order of awsup.yaml; those that have no account yet are `notMade`. */
  readonly environments: readonly DrawnEnvironment[]
  readonly notMade: readonly string[]
}

/** What is on record of an environment. */
export interface DrawnEnvironment {
  readonly name: string
  readonly accountId: string
  readonly region: string
  readonly protected: boolean
  readonly userPool: DrawnPool | undefined
  readonly identityPool: {readonly id: string} | undefined
  readonly roles: readonly DrawnRole[]
  readonly users: readonly {readonly name: string; readonly groups: readonly string[]}[]
}

interface DrawnPool {
  readonly id: string
  readonly clients: readonly {readonly name: string; readonly id: string}[]
  readonly groups: readonly string[]
}

/** A role, and who may assume it. */
export interface DrawnRole {
  /** In IAM. */
  readonly name: string
  /** `users who signed in`, `guests`, `members of the group admins`, `the management account`, `jane with MFA` */
  readonly assumedBy: string
  /** By whose word: the identity pool's, that of the organization's management account, or IAM Identity Center's. */
  readonly through: 'identity-pool' | 'management' | 'identity-center'
}

/** Reads the organization as AWS has it now, and what is on record of its environments. */
export async function readOrganizationPicture(session: Session): Promise<OrganizationPicture> {
  const tree = await readOrganization(session)
  return {tree, ...drawEnvironments(session.project, tree, await session.engine.records.list())}
}

/** The environments that have an account, with what is on record of each. Pure. */
export function drawEnvironments(
  {manifest, target}: Pick<Project, 'manifest' | 'target'>,
  {managementAccountId}: Pick<OrganizationTree, 'managementAccountId'>,
  records: readonly Recorded[],
): Omit<OrganizationPicture, 'tree'> {
  const all = [...manifest.environments.values()]
  const accounts = new Map(all.map((environment) => [environment.name, accountOf(environment, records)]))
  return {
    project: manifest.project,
    target,
    environments: all.flatMap((environment) => {
      const accountId = accounts.get(environment.name)
      if (accountId === undefined) return []
      const isEntered = accountId !== managementAccountId
      return [drawEnvironment(manifest, environment, {records, accountId, isEntered})]
    }),
    notMade: all.map(({name}) => name).filter((name) => accounts.get(name) === undefined),
  }
}

const accountOf = ({name}: Environment, records: readonly Recorded[]): string | undefined =>
  records.find(({address}) => address === `${name}.account`)?.id

interface Around {
  readonly records: readonly Recorded[]
  readonly accountId: string
  /** Whether it is another account than the one that awsup works from. */
  readonly isEntered: boolean
}

function drawEnvironment(
  manifest: Manifest,
  environment: Environment,
  {records, accountId, isEntered}: Around,
): DrawnEnvironment {
  const {name, region, auth, account} = environment
  const idOf = (part: string): string | undefined => records.find(({address}) => address === `${name}.${part}`)?.id
  const named = (prefix: string) =>
    records.flatMap(({address, id}) =>
      address.startsWith(`${name}.${prefix}.`) ? [{name: address.slice(name.length + prefix.length + 2), id}] : [],
    )
  const [poolId, identityPoolId] = [idOf('user-pool'), idOf('identity-pool')]
  const users = named('user').map((user) => ({name: user.name, groups: manifest.users.get(user.name)?.groups ?? []}))
  const entry: DrawnRole = {
    name: account?.role ?? 'OrganizationAccountAccessRole',
    assumedBy: 'the management account',
    through: 'management',
  }
  return {
    name,
    accountId,
    region,
    protected: environment.protected,
    userPool:
      poolId === undefined ? undefined : {id: poolId, clients: named('app-client'), groups: [...auth.groups.keys()]},
    identityPool: identityPoolId === undefined ? undefined : {id: identityPoolId},
    roles: [
      ...(identityPoolId === undefined ? [] : rolesOf(manifest, environment, (who) => idOf(labelOf(name, who)))),
      ...(isEntered ? [entry] : []),
      ...named('team').map((role) => teamRole(manifest, name, role)),
      ...named('permission-set').map((set) => setRole(manifest, name, set)),
    ],
    users,
  }
}

/** A role of people, with those whom awsup.yaml gives it. */
function teamRole({users}: Manifest, env: string, {name, id}: {readonly name: string; readonly id: string}): DrawnRole {
  const people = [...users].flatMap(([user, {roles}]) => (roles?.get(env) === name ? [user] : []))
  const whose = people.length === 0 ? 'administrators' : `${people.join(', ')} with MFA`
  return {name: id, assumedBy: whose, through: 'management'}
}

/** A permission set, with those who have it by IAM Identity Center. */
function setRole({users, project, identityCenter}: Manifest, env: string, {name}: {readonly name: string}): DrawnRole {
  const people = [...users].flatMap(([user, {roles, group}]) =>
    roles?.get(env) === name ? [group === undefined ? user : `the group ${group}`] : [],
  )
  const whose = people.length === 0 ? 'nobody' : `${people.join(', ')} with IAM Identity Center`
  return {name: setName(identityCenter?.prefix ?? project, env, name), assumedBy: whose, through: 'identity-center'}
}

const labelOf = (env: string, who: Who): string => roleAddress(env, who).slice(env.length + 1)

/** The roles that identities get: those on record, and those that were there before awsup. */
function rolesOf(
  {access}: Manifest,
  environment: Environment,
  onRecord: (who: Who) => string | undefined,
): readonly DrawnRole[] {
  const {auth} = environment
  const {roles: existing, roleMapping} = auth.identityPool
  const rules = typeof roleMapping === 'object' ? roleMapping : []
  const role = (name: string | undefined, assumedBy: string): readonly DrawnRole[] =>
    name === undefined ? [] : [{name, assumedBy, through: 'identity-pool'}]
  const whoGets = (group: string): string => {
    const own = rules.filter(({gets}) => 'group' in gets && gets.group === group)
    return own.length === 0 ? `members of the group ${group}` : own.map(sayRule).join(', or ')
  }
  return [
    ...role(existing.authenticated ?? onRecord('authenticated'), 'users who signed in'),
    ...role(existing.guests ?? (auth.guests ? onRecord('guests') : undefined), 'guests'),
    ...groupsWithRole(access, environment).flatMap((group) => role(onRecord({group}), whoGets(group))),
    ...rules.flatMap((rule) => ('role' in rule.gets ? role(rule.gets.role, sayRule(rule)) : [])),
  ]
}

const MATCHES: Readonly<Record<MappingRule['match'], string>> = {
  Equals: 'is',
  Contains: 'contains',
  StartsWith: 'starts with',
  NotEqual: 'is not',
}

const sayRule = ({claim, match, value}: MappingRule): string => `users whose ${claim} ${MATCHES[match]} ${value}`
