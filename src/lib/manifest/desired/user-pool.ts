import {text, type Pending} from '../../base/resource.js'
import {ref, type KindNode} from '../../resources/nodes.js'
import type {UserPoolDesired} from '../../resources/cognito/user-pool/desired.js'
import type {Environment, Manifest, PoolSettings} from '../manifest.js'
import {FUNCTIONS} from '../sections/auth/triggers.js'
import {makeAppClients} from './app-clients.js'
import {makeDomain} from './domain.js'
import {makeFederation} from './federation.js'
import {inEnvironment, partitionOf} from './places.js'
import {roleAddress, roleArn, roleName} from './roles.js'

/** The user pool with its app clients, groups and domain. */
export function makeUserPool(manifest: Manifest, environment: Environment): readonly KindNode[] {
  const {name: env, auth} = environment
  const place = inEnvironment(environment)
  const userPoolId = ref(`${env}.user-pool`)
  return [
    {
      ...place,
      address: `${env}.user-pool`,
      kind: 'user-pool',
      desired: {
        name: auth.userPoolName ?? `${manifest.project}-${env}`,
        ...poolSettings(auth),
        relyingParty: relyingPartyOf(environment),
        triggers: triggersOf(environment),
        deletionProtection: true,
        tagged: true,
      },
    },
    ...makeFederation(environment),
    ...makeAppClients(manifest, environment),
    ...[...auth.groups].map(([name, group]): KindNode => ({
      ...place,
      address: `${env}.group.${name}`,
      kind: 'user-pool-group',
      desired: {
        userPoolId,
        name,
        ...group,
        ...groupRole(name, manifest, environment),
      },
    })),
    ...makeDomain(environment),
  ]
}

/**
 * Written down even where Cognito would take the domain by itself: then a domain that changes is a change of the
 * relying party too, which the plan shows. Source: WebAuthnConfigurationType, RelyingPartyId.
 */
function relyingPartyOf({region, auth: {passkeys, relyingParty, domain}}: Environment): string | undefined {
  if (!passkeys || relyingParty !== undefined || domain === undefined) return relyingParty
  return 'prefix' in domain ? `${domain.prefix}.auth.${region}.amazoncognito.com` : domain.name
}

type Every<T> = {readonly [K in keyof Required<T>]: T[K]}

/** The settings of `auth` that are the pool's own; one left out does not compile. */
const poolSettings = (auth: PoolSettings): Every<Omit<PoolSettings, 'triggers'>> => ({
  signIn: auth.signIn,
  caseSensitive: auth.caseSensitive,
  requiredAttributes: auth.requiredAttributes,
  attributes: auth.attributes,
  selfSignUp: auth.selfSignUp,
  mfa: auth.mfa,
  mfaMethods: auth.mfaMethods,
  passkeys: auth.passkeys,
  relyingParty: auth.relyingParty,
  userVerification: auth.userVerification,
  otp: auth.otp,
  tier: auth.tier,
  password: auth.password,
  recovery: auth.recovery,
  autoVerify: auth.autoVerify,
  verification: auth.verification,
  invitation: auth.invitation,
  email: auth.email,
  sms: auth.sms,
})

/** A name, with an alias or without, is a function in the account and region of the environment. */
function triggersOf({name: env, region, auth: {triggers}}: Environment): Pending<UserPoolDesired['triggers']> {
  if (!triggers) return undefined
  const {preTokenVersion, kmsKey} = triggers
  const partition = partitionOf(region)
  const arns = FUNCTIONS.map((name): [string, Pending<string | undefined>] => {
    const value = triggers[name]
    const isName = value !== undefined && !value.startsWith('arn:')
    return [name, isName ? text`arn:${partition}:lambda:${region}:${ref(`${env}.account`)}:function:${value}` : value]
  })
  return {...Object.fromEntries(arns), preTokenVersion, kmsKey}
}

/** Its own role where it has access rules, else the role to have should it have had one. */
function groupRole(group: string, {access, project}: Manifest, environment: Environment) {
  const env = environment.name
  if (access.groups.has(group)) return {roleArn: ref(roleAddress(env, {group}), 'arn')}
  return {leaves: {role: roleName({group}, project, env), take: roleArn(environment, 'authenticated')}}
}
