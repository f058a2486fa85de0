import {ManifestError} from '../../../base/errors.js'
import {dotted} from '../../read/becomes.js'
import {claimProblem} from './owners.js'
import {groupsWithRole} from '../../desired/access.js'
import type {Environment, Manifest, MappingRule} from '../../manifest.js'
import {findNearest} from '../../../text/nearest.js'
import type {Source} from '../../read/source.js'
import {LIMITS, range, within} from '../../rules/limits.js'
import {expand} from '../../rules/placeholders.js'

/** Cognito takes no more role mappings for an identity pool. */
const MOST_MAPPINGS = LIMITS['cognito-identity'].RoleMappingMap.max
const ROLE = LIMITS.iam.roleNameType
const roleName = within(
  ROLE,
  `be the name of a role in the environment’s account: ${range(ROLE)} letters, digits and _+=,.@-`,
)

interface Around {
  readonly manifest: Manifest
  readonly environment: Environment
  readonly source: Source
}

/** Whether the roles that users are mapped to are there, and the claims that pick them. Throws ManifestError. */
export function checkRoleMapping({manifest, environment, source}: Around): void {
  const {auth, name} = environment
  const {roleMapping} = auth.identityPool
  const groups = groupsWithRole(manifest.access, environment)
  const own = ['environments', name, 'auth', 'identityPool', 'roleMapping']
  const path = source.has(own) ? own : own.slice(2)
  // Nobody signs in through a machine's client.
  const clients = [...auth.clients.values()].filter(({type}) => type !== 'machine').length
  if ((roleMapping ?? groups.length > 0) && clients > MOST_MAPPINGS) {
    throw new ManifestError(
      `${clients} app clients need a role mapping each, Cognito takes ${MOST_MAPPINGS} for an identity pool`,
      {at: source.at(['auth', 'clients']), hint: 'Have fewer clients, or no access.groups.'},
    )
  }
  if (typeof roleMapping !== 'object') return
  for (const [index, rule] of roleMapping.entries()) {
    const problem = findProblem(rule, groups, {manifest, environment})
    if (!problem) continue
    const at = [...path, 'rules', String(index), ...problem.below]
    throw new ManifestError(`${dotted(at)} ${problem.what}`, {at: source.at(at), hint: problem.hint})
  }
}

interface Problem {
  readonly below: readonly string[]
  readonly what: string
  readonly hint: string
}

function findProblem(
  {client, claim, gets}: MappingRule,
  groups: readonly string[],
  {manifest: {project}, environment: {name, auth}}: Omit<Around, 'source'>,
): Problem | undefined {
  if (client !== undefined && !auth.clients.has(client)) {
    return {
      below: ['client'],
      what: `is ${client}, no app client of ${name}`,
      hint: near(client, [...auth.clients.keys()]),
    }
  }
  if ('group' in gets && !groups.includes(gets.group)) {
    return {
      below: ['group'],
      what: `is ${gets.group}, which has no role in ${name}`,
      hint: `Give it one: auth.groups.${gets.group} and access.groups.${gets.group}.`,
    }
  }
  const problem = 'role' in gets ? roleName(expand(gets.role, {project, env: name})) : undefined
  if (problem) {
    return {
      below: ['role'],
      what: `must ${problem.must}`,
      hint: 'Its name, not its ARN: every environment has an account of its own.',
    }
  }
  const missing = claimProblem(claim, auth)
  return missing && {below: ['claim'], what: `is ${claim}, ${missing.what}`, hint: missing.hint}
}

function near(name: string, known: readonly string[]): string {
  const meant = findNearest(name, known)
  return meant === undefined ? `Known: ${known.join(', ')}.` : `Did you mean ${meant}?`
}
