import {withNeeds} from '../../engine/graph/graph.js'
import {known} from '../../engine/plan/describe.js'
import {readSteps} from '../../engine/plan/make-plan.js'
import type {Step} from '../../engine/plan/plan.js'
import {requireEnvironments, type Target} from '../../project/project.js'
import type {Change} from '../../base/resource.js'
import {makeJwt, type Jwt} from '../../outputs/content/jwt.js'
import type {Session} from '../../project/session.js'

/** What signing in is made of, in the order in which it is told. */
const KINDS = [
  'user-pool',
  'user-pool-group',
  'app-client',
  'resource-server',
  'identity-provider',
  'user-pool-domain',
  'managed-login-branding',
]

/** Ids and what only repeats them: no settings. */
const IDS = ['id', 'arn', 'userPoolId', 'clientId', 'providerName', 'pointTo', 'claimedBy']

/** One resource of an environment's auth as it is on AWS. */
export interface AuthResource {
  /** Its address without the environment: `user-pool`, `app-client.web`. */
  readonly name: string
  readonly kind: string
  /** Absent where it is not made yet. */
  readonly id: string | undefined
  /** In awsup.yaml's words, and never a secret. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Of a domain of one's own: the name of the CloudFront distribution that its DNS must lead to. */
  readonly pointTo?: string
  /** Where AWS has something else than awsup.yaml says: from AWS's to awsup.yaml's. */
  readonly differs: readonly Pick<Change, 'field' | 'from' | 'to' | 'effect'>[]
}

/** What `auth show` tells of one environment. */
export interface AuthShown {
  readonly environment: string
  readonly target: Target
  readonly accountId: string | undefined
  readonly region: string
  /** What a JWT authorizer of an HTTP API is told; absent until the user pool is made. */
  readonly jwt?: Jwt
  readonly resources: readonly AuthResource[]
}

/** Pool, clients, domain, providers and groups of an environment as they are on AWS, compared with awsup.yaml. Only reads. */
export async function readAuth({project, engine, nodes}: Session, environment: string): Promise<AuthShown> {
  requireEnvironments(project, [environment])
  const own = nodes.filter((node) => node.environment === environment && KINDS.includes(node.kind))
  const addresses = own.map(({address}) => address)
  const steps = await readSteps(engine, withNeeds(nodes, addresses))
  const asked = steps.filter(({address}) => addresses.includes(address))
  const found = project.manifest.environments.get(environment)
  const idsOf = (kind: string): readonly string[] =>
    asked.flatMap((step) => (step.kind === kind && step.id !== undefined ? [step.id] : []))
  const [userPoolId] = idsOf('user-pool')
  return {
    environment,
    target: project.target,
    accountId: asked.find(({place}) => place)?.place?.account,
    region: found?.region ?? '',
    ...(found && userPoolId !== undefined
      ? {jwt: makeJwt(found.auth, {region: found.region, userPoolId}, idsOf('app-client'))}
      : {}),
    resources: asked
      .map((step) => resourceOf(step, environment))
      .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.name < b.name ? -1 : 1)),
  }
}

function resourceOf({address, kind, id, actual = {id: ''}, changes}: Step, environment: string): AuthResource {
  const settings = Object.entries(actual).filter(([field, value]) => !IDS.includes(field) && value !== undefined)
  return {
    name: address.slice(environment.length + 1),
    kind,
    id,
    settings: Object.fromEntries(settings),
    ...('pointTo' in actual && typeof actual.pointTo === 'string' ? {pointTo: actual.pointTo} : {}),
    differs: changes.map(({field, from, to, effect}) => ({field, from: known(from), to: known(to), effect})),
  }
}
