import {createHash} from 'node:crypto'
import {compileAccess} from '../../access/policy/compile.js'
import type {Who} from '../../access/rules.js'
import {splitPolicies, type Split} from '../../access/policy/size.js'
import {identityPoolTrust} from '../../access/policy/trust.js'
import {deployerBoundaryAddress} from '../../access/team/deployer.js'
import {text, type Pending} from '../../base/resource.js'
import {ref, type KindNode} from '../../resources/nodes.js'
import type {Environment, Manifest} from '../manifest.js'
import {placeOf, rulesIn, tagsOf} from './access.js'
import {hasDeployers, inEnvironment, partitionOf} from './places.js'

/**
 * The role that some identities of an environment get, with the managed policies that it needs when its rules are many.
 */
export function makeRole(who: Who, manifest: Manifest, environment: Environment): readonly KindNode[] {
  const env = environment.name
  const place = inEnvironment(environment)
  const {inline, managed} = policiesOf(who, manifest, environment)
  const name = roleName(who, manifest.project, env)
  const policies = managed.map((document, index): KindNode => ({
    ...place,
    address: `${env}.policy.${labelOf(who)}.${index + 1}`,
    kind: 'managed-policy',
    desired: {
      name: `${name}-${index + 1}`,
      description: `Part ${index + 1} of ${descriptionOf(who)}`,
      document,
    },
  }))
  return [
    ...policies,
    {
      ...place,
      address: roleAddress(env, who),
      kind: 'role',
      desired: {
        name,
        description: descriptionOf(who),
        trust: identityPoolTrust(ref(`${env}.identity-pool`), who === 'guests' ? 'unauthenticated' : 'authenticated', {
          tags: who !== 'guests' && tagsOf(manifest, environment).claims.size > 0,
        }),
        inlinePolicies: inline ? {access: inline} : {},
        managedPolicies: policies.map(({address}) => ref(address, 'arn')),
        // The shortest that IAM knows; Cognito's own credentials last an hour too.
        maxSessionDuration: 3600,
        // A machine may change it, and so must not be able to make more of it than it is itself.
        ...(hasDeployers(manifest, env) && {boundary: ref(deployerBoundaryAddress(env), 'arn')}),
      },
    },
  ]
}

/** The ARN of the role that these identities get: of awsup's own, or of one that was there. */
export function roleArn({name: env, region, auth}: Environment, who: 'authenticated' | 'guests'): Pending<string> {
  const existing = auth.identityPool.roles[who]
  if (existing === undefined) return ref(roleAddress(env, who), 'arn')
  return text`arn:${partitionOf(region)}:iam::${ref(`${env}.account`)}:role/${existing}`
}

/** `dev.role.authenticated`, `dev.role.guest`, `dev.role.group.admins`. */
export const roleAddress = (env: string, who: Who): string => `${env}.role.${labelOf(who)}`

const NONE: {readonly inline?: undefined; readonly managed: readonly []} = {managed: []}

// What no role can carry was refused when the manifest was checked.
function policiesOf(who: Who, manifest: Manifest, environment: Environment): Split {
  const compiled = compileAccess(rulesIn(manifest, environment, who), placeOf(manifest, environment))
  return (compiled && splitPolicies(compiled.document)) ?? NONE
}

const labelOf = (who: Who): string =>
  typeof who === 'object' ? `group.${who.group}` : who === 'guests' ? 'guest' : who

const descriptionOf = (who: Who): string =>
  typeof who === 'object'
    ? 'What the members of a user pool group may reach'
    : who === 'guests'
      ? 'What guests may reach'
      : 'What users who signed in may reach'

// IAM's longest, and what is left of it for a number behind a managed policy's name is plenty (128).
const LONGEST = 64

/**
 * `acme-dev-group-admins`. Names of groups may be longer than IAM's, hold other characters, and differ only in
 * capitals: those get the beginning of a digest at their end, always the same. Pure.
 */
export function roleName(who: Who, project: string, env: string): string {
  if (typeof who === 'string') return `${project}-${env}-${labelOf(who)}`
  const full = `${project}-${env}-group-${who.group}`
  if (/^[a-z0-9_+=,.@-]+$/.test(who.group) && full.length <= LONGEST) return full
  const digest = createHash('sha256').update(who.group).digest('hex').slice(0, 10)
  const plain = full.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')
  return `${plain.slice(0, LONGEST - digest.length - 1)}-${digest}`
}
