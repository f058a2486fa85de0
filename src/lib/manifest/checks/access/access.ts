import {compileAccess} from '../../../access/policy/compile.js'
import {fromForms} from '../../../access/forms/registry.js'
import {guestsReach} from '../../../access/guests.js'
import type {Who} from '../../../access/rules.js'
import {policySize, splitPolicies} from '../../../access/policy/size.js'
import {ManifestError} from '../../../base/errors.js'
import {findNearest} from '../../../text/nearest.js'
import {becomes, dotted} from '../../read/becomes.js'
import {checkApiNames} from './api-names.js'
import {checkExistingRoles} from './existing-roles.js'
import {checkIds} from './ids.js'
import {checkDataRules} from './data-rules.js'
import {checkOwners} from './owners.js'
import {checkRoleMapping} from './role-mapping.js'
import {checkTags} from '../tags.js'
import {expandRules, groupsWithRole, placeOf, rulesIn} from '../../desired/access.js'
import type {Environment, Manifest} from '../../manifest.js'
import {placed, type Placed} from './placed-rules.js'
import {showName} from '../../read/show.js'
import type {Source} from '../../read/source.js'

/** Checks of `access` that need more than one place of the file. */
export function checkAccess(manifest: Manifest, source: Source): void {
  const rules = placed(manifest.access)
  checkApiNames(rules, manifest, source)
  checkIds(rules, [...manifest.environments.keys()], source)
  for (const environment of manifest.environments.values()) {
    const around = {manifest, environment, source}
    for (const at of rules) checkNames(at, around)
    checkDataRules(rules, around)
    checkOwners(rules, around)
    checkTags(rules, around)
    checkRoleMapping(around)
    checkExistingRoles(around)
    checkSizes(around)
  }
  checkGuests(rules, manifest, source)
  checkGroups(manifest, source)
}

interface Around {
  readonly manifest: Manifest
  readonly environment: Environment
  readonly source: Source
}

/** Names of tables, buckets, functions, their aliases and APIs as each environment will have them. */
function checkNames({path, rule}: Placed, {manifest, environment, source}: Around): void {
  const {name} = environment
  const expanded = expandRules([rule], manifest, environment)
  const named = fromForms(expanded, ({nameOf, moreNames}, one, form) =>
    [...(nameOf ? [nameOf(one)] : []), ...(moreNames?.(one) ?? [])].map((found) => ({...found, form})),
  )
  for (const {form, field, value, rule: check} of named.flat()) {
    const problem = check(value)
    if (problem) throw becomes({path: [...path, form, field], value, name, problem}, source)
  }
}

function checkGuests(rules: readonly Placed[], {access, environments}: Manifest, source: Source): void {
  if (access.guests.length > 0 && ![...environments.values()].some(({auth}) => auth.guests)) {
    throw new ManifestError('access.guests has rules, but guests are off in every environment', {
      at: source.at(['access', 'guests']),
      hint: 'Set auth.guests to true, or remove the rules.',
    })
  }
  for (const {path, rule} of rules) {
    if (path[1] !== 'guests' || !('statement' in rule) || rule.statement.effect === 'deny') continue
    const action = rule.statement.actions.find((one) => !guestsReach(one))
    if (action === undefined) continue
    const at = [...path, 'statement', 'actions']
    throw new ManifestError(`${dotted(at)} allows ${action}, which Cognito lets no guest reach, whatever a role says`, {
      at: source.at(at),
      hint: 'Move it to access.authenticated, or put a Lambda function in front of it.',
    })
  }
}

/** A group that awsup does not make has no members to give a role to. */
function checkGroups({access, environments}: Manifest, source: Source): void {
  const known = [...new Set([...environments.values()].flatMap(({auth}) => [...auth.groups.keys()]))]
  for (const group of access.groups.keys()) {
    if (known.includes(group)) continue
    const meant = findNearest(group, known)
    throw new ManifestError(`access.groups.${showName(group)} has rules, but auth.groups has no such group`, {
      at: source.at(['access', 'groups', group]),
      hint: meant === undefined ? `Add it: auth: { groups: { ${showName(group)}: {} } }` : `Did you mean ${meant}?`,
    })
  }
}

/** What no role can carry is refused here, long before IAM would. */
function checkSizes({manifest, environment, source}: Around): void {
  const groups = groupsWithRole(manifest.access, environment).map((group): Who => ({group}))
  for (const who of ['authenticated', 'guests', ...groups] as const) {
    const compiled = compileAccess(rulesIn(manifest, environment, who), placeOf(manifest, environment))
    if (!compiled || splitPolicies(compiled.document)) continue
    const path = ['access', ...(typeof who === 'string' ? [who] : ['groups', who.group])]
    throw new ManifestError(
      `${dotted(path)} makes a policy of ${policySize(compiled.document)} characters for ${environment.name}, more than a role can carry (10 policies of 6144)`,
      {
        at: source.at(path),
        hint: 'Have fewer rules: one table for several sorts of items, index: "*" for many indexes, one prefix for several.',
      },
    )
  }
}
