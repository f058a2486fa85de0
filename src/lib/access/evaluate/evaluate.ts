import {holds} from './condition.js'
import {matches, matchesAction, readTokens, type Context} from './pattern.js'
import type {Condition, Policy, PolicyStatement, Selector} from './policy.js'

/**
 * What stands between a request and its answer. Only `identity` grants; each other layer that exists must allow too.
 */
export interface Layers {
  readonly identity: readonly Policy[]
  readonly boundary?: readonly Policy[] | undefined
  readonly session?: readonly Policy[] | undefined
  /** Service control policies, one list for each level from the root to the account. */
  readonly scps?: readonly (readonly Policy[])[] | undefined
}

/** One request: `dynamodb:GetItem`, the ARN that it names, and its condition keys. */
export interface AccessRequest {
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, readonly string[]>>
}

export interface Decision {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  /** The statement that decides; absent where none does, which is an implicit deny. */
  readonly by?: StatementName
  /** Statements that would allow it, and what the request lacks for them. */
  readonly missing: readonly (StatementName & {readonly conditions: readonly Condition[]})[]
  /** In words, where a policy cannot be read, or a layer above the identity's policies does not allow it. */
  readonly reason?: string
}

export interface StatementName {
  readonly policy: string
  readonly statement: string
}

interface Options {
  /**
   * Condition keys whose values nobody can know beforehand (an address, the time). With it the answer is whether the
   * request *could* be allowed: a condition on such a key is taken to hold where it allows, and not where it denies.
   */
  readonly unknowable?: (key: string) => boolean
}

/**
 * Decides as IAM does: an explicit deny in any layer, else an allow in every layer, else no (IAM user guide, "Policy
 * evaluation logic"). What makes no sense never allows: a policy that cannot be read denies, so does a Deny with an
 * operator that IAM does not have, and such an Allow allows nothing. Pure.
 */
export function evaluate(layers: Layers, request: AccessRequest, {unknowable = () => false}: Options = {}): Decision {
  const {identity, boundary, session, scps = []} = layers
  const limits: readonly (readonly [string, readonly Policy[]])[] = [
    ...scps.map((level) => ['service control policies', level] as const),
    ...(boundary ? [['the permissions boundary', boundary] as const] : []),
    ...(session ? [['the session policy', session] as const] : []),
  ]
  const all = [...identity, ...limits.flatMap(([, policies]) => policies)]
  const broken = all.find(({malformed}) => malformed !== undefined)
  if (broken) {
    const reason = `policy ${broken.name} cannot be read: ${broken.malformed ?? ''}`
    return {decision: 'explicitDeny', missing: [], reason}
  }
  const context = contextOf(request)
  const look = (policies: readonly Policy[], effect: 'Allow' | 'Deny'): readonly Look[] =>
    policies.flatMap((policy) =>
      policy.statements
        .filter((statement) => statement.effect === effect && names(statement, request, {policy, context}))
        .map((statement) => lookAt(statement, {policy, context, unknowable})),
    )
  const denied = look(all, 'Deny').find(({failed}) => failed.length === 0)
  if (denied) return {decision: 'explicitDeny', by: denied.name, missing: [], ...reasonOf(denied)}
  const granted = look(identity, 'Allow')
  const allowed = granted.find(({failed}) => failed.length === 0)
  if (!allowed) {
    const missing = granted.map(({name, failed}) => ({...name, conditions: failed}))
    const senseless = granted.find(({nonsense}) => nonsense !== undefined)
    return {decision: 'implicitDeny', missing, ...(senseless ? reasonOf(senseless) : {})}
  }
  const limit = limits.find(([, policies]) => !look(policies, 'Allow').some(({failed}) => failed.length === 0))
  if (limit) return {decision: 'implicitDeny', missing: [], reason: `${limit[0]} does not allow it`}
  return {decision: 'allowed', by: allowed.name, missing: []}
}

/** A statement that names the request's action and resource, and its conditions that do not hold. */
interface Look {
  readonly name: StatementName
  readonly failed: readonly Condition[]
  readonly nonsense?: Condition
}

interface Reading {
  readonly policy: Policy
  readonly context: Context
}

function lookAt(statement: PolicyStatement, {policy, context, unknowable}: Reading & Required<Options>): Look {
  const denies = statement.effect === 'Deny'
  const failed: Condition[] = []
  let nonsense: Condition | undefined
  for (const condition of statement.conditions) {
    const held = unknowable(condition.key) ? !denies : holds(condition, context, policy.variables)
    if (held === undefined) nonsense = condition
    if (!(held ?? denies)) failed.push(condition)
  }
  return {name: {policy: policy.name, statement: statement.id}, failed, ...(nonsense ? {nonsense} : {})}
}

const reasonOf = ({name, nonsense}: Look): {readonly reason?: string} =>
  nonsense
    ? {reason: `${nonsense.operator} on ${nonsense.key} in ${name.statement} is no condition that IAM knows`}
    : {}

function names({actions, resources}: PolicyStatement, {action, resource}: AccessRequest, reading: Reading): boolean {
  const isNamed = actions.patterns.some((pattern) => matchesAction(pattern, action))
  return isNamed !== actions.not && namesResource(resources, resource, reading)
}

/** A variable without a value leaves the statement without effect, also under NotResource. */
function namesResource({patterns, not}: Selector, resource: string, {policy, context}: Reading): boolean {
  const read = patterns.map((text) => readTokens(text, {variables: policy.variables, wildcards: true, context}))
  if (not && read.includes(undefined)) return false
  return read.some((tokens) => tokens !== undefined && matches(tokens, resource)) !== not
}

const contextOf = ({context}: AccessRequest): Context =>
  new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]))
