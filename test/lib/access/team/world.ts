import {evaluate, type AccessRequest, type Layers} from '../../../../src/lib/access/evaluate/evaluate.js'
import {readPolicy, type Policy} from '../../../../src/lib/access/evaluate/policy.js'
import type {Ref} from '../../../../src/lib/base/resource.js'
import {resolve} from '../../../../src/lib/engine/graph/references.js'
import {makeDesired} from '../../../../src/lib/manifest/desired/desired.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import type {KindNode} from '../../../../src/lib/resources/nodes.js'
import {MANAGED_POLICIES} from '../../../../src/sandbox/auth/managed-policies.js'
import {manifest} from '../../manifest/samples.js'

/** Accounts of the project acme: where people sign in, and its environments. */
export const ACCOUNTS = {management: '000000000001', dev: '000000000002', prod: '000000000003'} as const
export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess'
export const POOL = 'eu-west-1:11111111-2222-3333-4444-555555555555'

/**
 * Every role that awsup gives to people and machines, users of both sorts, and roles of the identity pool. `limited` is the most that
 * somebody may be whom only the boundary holds: AdministratorAccess under it.
 */
export const TEAM = manifest({
  organization: '{ email: "aws+{env}@acme.dev", guardrails: [deny-leave-organization] }',
  auth: '{ groups: { admins: { precedence: 1 } }, guests: true }',
  access: `{ authenticated: [{ dynamodb: { table: todos } }], guests: [{ s3: { bucket: open, prefix: public, owner: none, actions: read } }], groups: { admins: [{ dynamodb: { table: todos, owner: none } }] } }`,
  deployers: `{
    web: { github: { repository: acme/web, ownerId: "11", repositoryId: "22", environment: "{env}" }, environments: [dev] },
    strong: { gitlab: { project: acme/strong, branch: main }, role: limited, environments: [dev] } }`,
  roles: `{ limited: { managedPolicies: ["${ADMINISTRATOR}"], boundary: developer } }`,
  userGroups: `{ operators: ["${ADMINISTRATOR}"] }`,
  users: `{
    jane: { roles: { dev: developer, prod: viewer } },
    mary: { roles: { dev: viewer, prod: admin } },
    kim: { roles: { dev: admin, prod: developer } },
    lee: { roles: { dev: limited, prod: limited } },
    old: { environments: [dev], groups: [operators] } }`,
})

/** A role or user, with everything that has a say in what it may do. */
export interface Principal {
  readonly arn: string
  readonly account: string
  /** By the name or ARN that IAM knows each by. */
  readonly policies: ReadonlyMap<string, unknown>
  /** ARN of its permissions boundary. */
  readonly boundary?: string
  /** Of roles. */
  readonly trust?: Trust
  /** Of users: groups of IAM. */
  readonly groups?: readonly string[]
}

export interface Trust {
  readonly Version: string
  readonly Statement: readonly TrustStatement[]
}

export interface TrustStatement {
  readonly Effect: string
  readonly Principal: Readonly<Record<string, string | readonly string[]>>
  readonly Action: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** The accounts of a project, as AWS would hold them after `apply`. */
export interface Accounts {
  readonly principals: ReadonlyMap<string, Principal>
  /** Managed policies of the accounts by ARN. */
  readonly policies: ReadonlyMap<string, unknown>
  /** By the name of each group's ARN: managed policies. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** Service control policies by account. */
  readonly scps: ReadonlyMap<string, readonly unknown[]>
}

interface Desired {
  readonly name: string
  readonly path?: string
  readonly document?: unknown
  readonly content?: unknown
  readonly trust?: Trust
  readonly boundary?: string
  readonly inlinePolicies?: Readonly<Record<string, unknown>>
  readonly managedPolicies?: readonly string[]
  readonly groups?: readonly string[]
}

const LABELS: Readonly<Record<string, string>> = {
  role: 'role',
  'iam-user': 'user',
  'managed-policy': 'policy',
  'iam-group': 'group',
}

/** What `apply` makes of a manifest, with the ids that AWS would give. Pure. */
export function accountsOf(text: string): Accounts {
  const nodes = makeDesired(parseManifest(text))
  const accountOf = ({account, environment}: KindNode): string =>
    ACCOUNTS[account === 'management' ? 'management' : environment === 'prod' ? 'prod' : 'dev']
  const lookup = ({$ref, output}: Ref): string => {
    const node = nodes.find(({address}) => address === $ref)
    if (!node) throw new Error(`there is no ${$ref}`)
    if (node.kind === 'account') return ACCOUNTS[node.environment === 'prod' ? 'prod' : 'dev']
    if (output === 'accountId') return accountOf(node)
    if (node.kind === 'organization') return 'o-acme'
    if (node.kind === 'identity-pool') return POOL
    if (node.kind === 'oidc-provider') return `arn:aws:iam::${accountOf(node)}:oidc-provider/${hostOf(node)}`
    return output === 'arn' ? arnOf(node) : $ref
  }
  const hostOf = ({desired}: KindNode): string => new URL((desired as {readonly url: string}).url).host
  const arnOf = (node: KindNode): string => {
    const {name, path = '/'} = node.desired as Desired
    return `arn:aws:iam::${accountOf(node)}:${LABELS[node.kind] ?? node.kind}${path}${name}`
  }
  const of = (kind: string) =>
    nodes
      .filter((node) => node.kind === kind)
      .map((node) => ({node, arn: arnOf(node), desired: resolve(node.desired, lookup) as Desired}))

  const policies = new Map(of('managed-policy').map(({arn, desired}) => [arn, desired.document]))
  const groups = new Map(of('iam-group').map(({arn, desired}) => [arn, desired.managedPolicies ?? []]))
  const documentOf = (arn: string): unknown => policies.get(arn) ?? documentOfAws(arn)
  const principals = [...of('role'), ...of('iam-user')].map(({node, arn, desired}): Principal => {
    const account = accountOf(node)
    const memberOf = (desired.groups ?? []).map((name) => `arn:aws:iam::${account}:group/${name}`)
    const attached = [...(desired.managedPolicies ?? []), ...memberOf.flatMap((group) => groups.get(group) ?? [])]
    return {
      arn,
      account,
      policies: new Map([
        ...Object.entries(desired.inlinePolicies ?? {}),
        ...attached.map((policy): [string, unknown] => [policy, documentOf(policy)]),
      ]),
      ...(desired.boundary === undefined ? {} : {boundary: desired.boundary}),
      ...(desired.trust === undefined ? {} : {trust: desired.trust}),
      groups: memberOf,
    }
  })
  const guardrails = of('service-control-policy').map(({desired}) => desired.content)
  return {
    principals: new Map(principals.map((principal) => [principal.arn, principal])),
    policies,
    groups,
    // No service control policy holds the management account.
    scps: new Map([ACCOUNTS.dev, ACCOUNTS.prod].map((account) => [account, [EVERYTHING, ...guardrails]])),
  }
}

const OF_AWS = new Map<string, unknown>()

/** A policy of AWS's own, as it was when awsup was built; each is read once. */
export function documentOfAws(arn: string): unknown {
  const known = OF_AWS.get(arn)
  if (known !== undefined) return known
  const policy = MANAGED_POLICIES.find(arn)
  if (!policy) throw new Error(`there is no policy ${arn}`)
  const document = JSON.parse(policy.text) as unknown
  OF_AWS.set(arn, document)
  return document
}

export const EVERYTHING = {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: '*', Resource: '*'}]}

/** Of a role of people: `teamRole('dev', 'developer')`. */
export const teamRole = (env: 'dev' | 'prod', role: string): string =>
  `arn:aws:iam::${ACCOUNTS[env]}:role/awsup/acme/acme-${env}-${role}`

/** ARN of the boundary of developers in dev. */
export const BOUNDARY = `arn:aws:iam::${ACCOUNTS.dev}:policy/awsup/acme/acme-dev-boundary`

export function requirePrincipal({principals}: Accounts, arn: string): Principal {
  const found = principals.get(arn)
  if (!found) throw new Error(`there is no ${arn}`)
  return found
}

/** Everything that has a say in what a principal may do. */
export function layersOf({policies, scps}: Accounts, {policies: own, boundary, account}: Principal): Layers {
  const levels = scps.get(account)
  return {
    identity: [...own].map(([name, document]) => read(document, name)),
    boundary:
      boundary === undefined ? undefined : [read(policies.get(boundary) ?? documentOfAws(boundary), 'boundary')],
    scps: levels && [levels.map((document) => read(document, 'guardrail'))],
  }
}

const READ = new WeakMap<object, Policy>()

/** The longest policies have thousands of actions: each is read once. */
export function read(document: unknown, name: string): Policy {
  if (typeof document !== 'object' || document === null) throw new Error(`${name} is no policy`)
  const known = READ.get(document)
  if (known) return known
  const policy = readPolicy(document, name)
  if (policy.malformed !== undefined) throw new Error(`${name}: ${policy.malformed}`)
  READ.set(document, policy)
  return policy
}

/** `never`: a statement denies it, whatever else is attached. `no`: nothing allows it. */
export type Answer = 'yes' | 'no' | 'never'

const ANSWERS = {allowed: 'yes', implicitDeny: 'no', explicitDeny: 'never'} as const

export const answer = (layers: Layers, request: AccessRequest): Answer => ANSWERS[evaluate(layers, request).decision]
