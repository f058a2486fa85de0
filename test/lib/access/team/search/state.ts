import type {AccessRequest, Layers} from '../../../../../src/lib/access/evaluate/evaluate.js'
import type {Policy} from '../../../../../src/lib/access/evaluate/policy.js'
import {answer, EVERYTHING, layersOf, read, type Accounts, type Answer, type Principal, type Trust} from '../world.js'

/** Something that runs with a role which it has already: a function, a stack, an instance. */
export interface Thing {
  readonly name: string
  readonly account: string
  /** ARN of its role. */
  readonly role: string
  /** Any of these makes it run somebody's own code. */
  readonly actions: readonly string[]
}

/** Accounts that are searched. Principals by an id: their ARN, or the ARN and a mark where a role is tried in two shapes. */
export interface Ground extends Accounts {
  readonly things: readonly Thing[]
}

/**
 * What an attacker has got so far. `hold` a principal's credentials; of a role or user: `full` policies that allow
 * everything, `undenied`, `unbounded`, `open` trust; `rewritten` a managed policy that allows everything; `admin` an account.
 */
export type Fact = `${'hold' | 'full' | 'undenied' | 'unbounded' | 'open' | 'rewritten' | 'admin'} ${string}`

export type Context = AccessRequest['context']

/** Everything that is known, with how it came to be, in the order in which it was found. */
export interface State {
  readonly ground: Ground
  readonly principals: ReadonlyMap<string, Principal>
  readonly facts: ReadonlyMap<Fact, string>
  /** Whether users have proved their MFA device. */
  readonly mfa: boolean
}

export const isUser = ({trust}: Principal): boolean => trust === undefined

/** Keys that AWS fills from who asks. A role's session carries no word of MFA. */
const contextOf = (principal: Principal, {mfa}: State): Context => ({
  'aws:PrincipalArn': [principal.arn],
  'aws:PrincipalAccount': [principal.account],
  'aws:PrincipalOrgID': ['o-acme'],
  ...(isUser(principal) && {'aws:username': [nameOf(principal.arn)]}),
  ...(isUser(principal) && mfa && {'aws:MultiFactorAuthPresent': ['true']}),
})

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** The same without a boundary. */
export function unbounded(principal: Principal): Principal {
  const {boundary, ...rest} = principal
  return boundary === undefined ? principal : rest
}

/** What a principal is by now. */
function present(id: string, {principals, facts}: State): Principal | undefined {
  const principal = principals.get(id)
  if (!principal) return undefined
  const policies =
    facts.has(`full ${id}`) || (principal.groups ?? []).some((group) => facts.has(`full ${group}`))
      ? new Map([['own', EVERYTHING]])
      : new Map(
          [...principal.policies].map(([name, document]) => [
            name,
            facts.has(`rewritten ${name}`)
              ? EVERYTHING
              : facts.has(`undenied ${id}`)
                ? withoutDenies(document)
                : document,
          ]),
        )
  return {...(facts.has(`unbounded ${id}`) ? unbounded(principal) : principal), policies}
}

const STRIPPED = new WeakMap<object, object>()
function withoutDenies(document: unknown): unknown {
  const {Statement: statements, ...rest} = document as {readonly Statement: readonly {readonly Effect: string}[]}
  const known = STRIPPED.get(document as object) ?? {
    ...rest,
    Statement: [...[statements].flat().filter(({Effect: effect}) => effect === 'Allow'), NOTHING],
  }
  STRIPPED.set(document as object, known)
  return known
}
const NOTHING = {Effect: 'Allow', Action: 'none:None', Resource: '*'}

/** The boundary that a role or user has by now, as IAM puts it into requests on it. */
export function boundaryKey(id: string, state: State): Context {
  const boundary = present(id, state)?.boundary
  return boundary === undefined ? {} : {'iam:PermissionsBoundary': [boundary]}
}

/** Whether this principal's credentials allow a request. */
export function decide(id: string, request: {action: string; resource: string; context?: Context}, state: State) {
  const principal = present(id, state)
  if (!principal) return 'no'
  const {ground, facts} = state
  const {boundary} = principal
  const policies =
    boundary !== undefined && facts.has(`rewritten ${boundary}`) ? new Map([[boundary, EVERYTHING]]) : ground.policies
  const layers = layersOf({...ground, policies}, principal)
  return answerOnce(layers, {...request, context: {...contextOf(principal, state), ...request.context}})
}

const NUMBERS = new WeakMap<Policy, number>()
const ANSWERS = new Map<string, Answer>()
let last = 0

/** One search asks most of what another asked. */
function answerOnce(layers: Layers, request: AccessRequest): Answer {
  const numbers = [layers.identity, layers.boundary ?? [], ...(layers.scps ?? [])].map((policies) =>
    policies.map((policy) => {
      const number = NUMBERS.get(policy) ?? (last += 1)
      NUMBERS.set(policy, number)
      return number
    }),
  )
  const key = JSON.stringify([numbers, layers.boundary === undefined, request])
  const known = ANSWERS.get(key) ?? answer(layers, request)
  ANSWERS.set(key, known)
  return known
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat()

const policyOf = new WeakMap<object, object>()

/** Whether a role's trust policy lets a principal in; `self`: it names it, so that its own account asks no more. */
export function trusts(roleId: string, id: string, state: State): 'self' | 'account' | undefined {
  const {principals, facts} = state
  const [role, principal] = [principals.get(roleId), principals.get(id)]
  if (!role?.trust || !principal) return undefined
  if (facts.has(`open ${roleId}`)) return 'self'
  for (const statement of role.trust.Statement) {
    const named = listOf(statement.Principal['AWS'])
    const root = `arn:aws:iam::${principal.account}:root`
    if (!named.some((arn) => arn === root || arn === principal.arn || arn === '*')) continue
    const document = policyOf.get(statement) ?? {
      Version: '2012-10-17',
      Statement: [{Effect: 'Allow', Action: statement.Action, Resource: '*', ...conditionOf(statement)}],
    }
    policyOf.set(statement, document)
    const context = {...contextOf(principal, state), 'sts:RoleSessionName': [nameOf(principal.arn)]}
    const layers = {identity: [read(document, 'trust')]}
    if (answer(layers, {action: 'sts:AssumeRole', resource: role.arn, context}) !== 'yes') continue
    return named.includes(principal.arn) && principal.account === role.account ? 'self' : 'account'
  }
  return undefined
}

const conditionOf = ({Condition}: Trust['Statement'][number]) => (Condition === undefined ? {} : {Condition})

/** Whether a role can be handed to a service, which then acts as it. */
export const trustsService = (roleId: string, service: string, {principals, facts}: State): boolean =>
  facts.has(`open ${roleId}`) ||
  (principals.get(roleId)?.trust?.Statement ?? []).some(({Principal}) => listOf(Principal['Service']).includes(service))

/** Identity providers that a role's trust policy names: `cognito-identity.amazonaws.com`, or ARNs. */
export const providersOf = (roleId: string, {principals}: State): readonly string[] =>
  (principals.get(roleId)?.trust?.Statement ?? []).flatMap(({Principal}) => listOf(Principal['Federated']))
