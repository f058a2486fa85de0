import {evaluate, type AccessRequest, type Decision, type StatementName} from '../evaluate/evaluate.js'
import type {Policy} from '../evaluate/policy.js'
import {probesOf} from '../forms/trials.js'
import type {AccessRule} from '../rules.js'
import {foreignProbes} from './foreign-probes.js'
import {ME, sessionKeys} from './people.js'
import type {Ground, Probe} from './probe.js'
import {statementPolicy} from './statements.js'

/** A role of the identity pool: the rules that hold for it, and the policies that it has. */
export interface TestedRole {
  /** `authenticated`, `guest`, `group:admins` */
  readonly role: string
  readonly signedIn: boolean
  /** Names in them are final. */
  readonly rules: readonly AccessRule[]
  readonly policies: readonly Policy[]
  readonly boundary?: readonly Policy[] | undefined
  /** Session tags that the identity pool sets → the claim that each carries. */
  readonly tags: ReadonlyMap<string, string>
}

/** One request of one role: what is meant, and what its policies say. */
export interface Cell {
  readonly role: string
  readonly action: string
  readonly resource: string
  readonly target: string
  readonly meant: boolean
  readonly allowed: boolean
  /** The statement that decides. */
  readonly by?: StatementName
  /** Why, where no statement decides and there is more to say than that none allows it. */
  readonly reason?: string
}

/** What is tried on every role: all that the rules of any of them name, and what none of them does. Pure. */
export function makeProbes(roles: readonly Pick<TestedRole, 'rules'>[], ground: Ground): readonly Probe[] {
  const rules = roles.flatMap((role) => role.rules)
  const probes = [...probesOf(rules, ground), ...foreignProbes(ground)]
  const seen = new Set<string>()
  return probes.filter((probe) => {
    const request = JSON.stringify([probe.action, probe.resource, probe.keys])
    return !seen.has(request) && seen.add(request)
  })
}

/** A request as the person ME makes it in a role. Pure. */
export const requestOf = (role: Pick<TestedRole, 'signedIn' | 'tags'>, probe: Probe): AccessRequest => ({
  action: probe.action,
  resource: probe.resource,
  context: {...sessionKeys(ME, role), ...accountIn(probe.resource), ...probe.keys},
})

/** Whose the resource is, where its ARN says it; of buckets the probes do. */
function accountIn(resource: string): Readonly<Record<string, readonly string[]>> {
  const [, , , , account = ''] = resource.split(':')
  return account === '' ? {} : {'aws:ResourceAccount': [account]}
}

/**
 * Tries every probe on every role. A request that is not meant is taken for allowed as soon as it could be: where only
 * a condition on something unknowable (an address, the time) stands before it, that is no isolation. Pure.
 */
export function runMatrix(roles: readonly TestedRole[], ground: Ground): readonly Cell[] {
  const probes = makeProbes(roles, ground)
  return roles.flatMap((role) => {
    const {policies: identity, boundary} = role
    return probes.flatMap((probe) => {
      const request = requestOf(role, probe)
      const meant = isMeant(probe, {rules: role.rules, ground, request})
      if (meant === undefined) return []
      const decision = evaluate({identity, boundary}, request, meant ? {} : {unknowable})
      return [cellOf(role, probe, {meant, decision})]
    })
  })
}

/** Cells in which the policies say something else than the rules mean. */
export const wrongCells = (cells: readonly Cell[]) => ({
  exposed: cells.filter(({meant, allowed}) => allowed && !meant),
  missing: cells.filter(({meant, allowed}) => meant && !allowed),
})

interface Asked {
  readonly rules: readonly AccessRule[]
  readonly ground: Ground
  readonly request: AccessRequest
}

/**
 * Raw statements add what they allow, and take away what they deny, whatever the other rules mean; where that depends
 * on something unknowable it is open what is meant. Pure.
 */
export function isMeant(probe: Probe, {rules, ground, request}: Asked): boolean | undefined {
  const statements = statementPolicy(rules, ground)
  if (!statements) return probe.meant(rules)
  const {decision} = evaluate({identity: [statements]}, request)
  if (evaluate({identity: [statements]}, request, {unknowable}).decision !== decision) return undefined
  return decision === 'implicitDeny' ? probe.meant(rules) : decision === 'allowed'
}

function cellOf(
  {role}: TestedRole,
  {action, resource, target}: Probe,
  {meant, decision}: {readonly meant: boolean; readonly decision: Decision},
): Cell {
  return {
    role,
    action,
    resource,
    target,
    meant,
    allowed: decision.decision === 'allowed',
    ...(decision.by && {by: decision.by}),
    ...(decision.reason !== undefined && {reason: decision.reason}),
  }
}

/** Keys whose values the matrix knows; a request may come with any value of every other key. */
const KNOWN =
  /^(aws:resourceaccount|dynamodb:(leadingkeys|attributes|select|returnvalues)|s3:prefix|cognito-identity\.amazonaws\.com:|aws:principaltag\/)/

/** Whether nobody can say beforehand what a request has for the key. */
export const unknowable = (key: string): boolean => !KNOWN.test(key.toLowerCase())
