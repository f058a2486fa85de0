import type {Written} from '../../../manifest/edit/block.js'
import {FUNCTIONS} from '../../../manifest/sections/auth/triggers.js'
import type {UserPoolDesired} from '../../../resources/cognito/user-pool/desired.js'
import {verifiedBy} from '../../../resources/cognito/user-pool/settings.js'
import {omit} from '../../../resources/omit.js'
import {sameUnordered} from '../../../resources/unordered.js'
import type {LiveIdentityPool, LivePool} from '../read/live.js'

/** A section of awsup.yaml before what means nothing is left out. */
export type Section = Readonly<Record<string, Written>>

/** Only what exists. */
export const sectionOf = (fields: Readonly<Record<string, Written | undefined>>): Section =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, Written] => field[1] !== undefined))

/**
 * The settings of a pool in awsup.yaml's words. Messages are left out: they stay as they are on AWS, and people write
 * them there. Pure.
 */
export function writePool({settings: pool, domains}: Pick<LivePool, 'settings' | 'domains'>): Section {
  const {email, sms, recovery, requiredAttributes = [], otp = []} = pool
  const [domain] = domains
  return sectionOf({
    signIn: pool.signIn,
    caseSensitive: pool.caseSensitive,
    requiredAttributes: requiredAttributes.length > 0 ? requiredAttributes : undefined,
    attributes: attributesOf(pool),
    userPoolName: pool.name,
    tier: pool.tier,
    email: email && sectionOf({...email}),
    sms: sms && sectionOf({...sms}),
    domain:
      domain && (domain.certificate === undefined ? domain.name : {name: domain.name, certificate: domain.certificate}),
    selfSignUp: pool.selfSignUp,
    mfa: mfaOf(pool),
    passkeys: passkeysOf(pool),
    otp: otp.length > 0 ? otp : undefined,
    password: sectionOf({...pool.password, history: pool.password.history === 0 ? undefined : pool.password.history}),
    recovery: recovery?.[0] === 'admin' ? 'admin' : recovery,
    autoVerify: sameUnordered(pool.autoVerify ?? [], verifiedBy(pool)) ? undefined : pool.autoVerify,
    triggers: triggersOf(pool),
  })
}

function attributesOf({attributes}: UserPoolDesired): Section | undefined {
  const own = Object.entries(attributes).map(
    ([name, attribute]) => [name, sectionOf(omit(attribute, 'declared'))] as const,
  )
  return own.length > 0 ? Object.fromEntries(own) : undefined
}

function mfaOf({mfa, mfaMethods = []}: UserPoolDesired): Written {
  return mfa === 'off' || mfaMethods.length === 0 ? mfa : {mode: mfa, methods: mfaMethods}
}

function passkeysOf({passkeys, relyingParty, userVerification}: UserPoolDesired): Written {
  if (!passkeys) return false
  return relyingParty === undefined && userVerification === undefined
    ? true
    : sectionOf({relyingParty, userVerification})
}

function triggersOf({triggers = {}}: UserPoolDesired): Section | undefined {
  const found = sectionOf(
    Object.fromEntries(
      [...FUNCTIONS, 'kmsKey' as const, 'preTokenVersion' as const].map((name) => [name, triggers[name]]),
    ),
  )
  return Object.keys(found).length > 0 ? found : undefined
}

/** What groups people are in; a role that a group has stays as it is on AWS. Pure. */
export const writeGroups = ({groups}: Pick<LivePool, 'groups'>): Section =>
  Object.fromEntries(
    groups.map(({GroupName = '', Precedence, Description}) => [
      GroupName,
      sectionOf({precedence: Precedence, description: Description}),
    ]),
  )

/**
 * Its name, whether it takes guests and the classic flow, and the roles that its identities have now: awsup makes none in their place. Pure.
 *
 * @param ownRoles names of awsup's own; a role of another account cannot be named either
 * @param written ids of the clients of awsup.yaml that sign users in; what the pool takes of others is to stay
 */
export function writeIdentityPool(
  pool: LiveIdentityPool,
  {providerName}: Pick<LivePool, 'providerName'>,
  {
    accountId,
    ownRoles,
    written,
  }: {readonly accountId: string; readonly ownRoles: readonly string[]; readonly written: readonly string[]},
): Section {
  const nameOf = (arn: string | undefined): string | undefined => {
    const name = roleName(arn, accountId)
    return name === undefined || ownRoles.includes(name) ? undefined : name
  }
  const trusted = pool.providers.filter((one) => one.providerName === providerName)
  const others = trusted.map(({clientId}) => clientId).filter((id) => !written.includes(id))
  const checks = trusted.filter(({clientId}) => !others.includes(clientId)).map(({check}) => check)
  const {authenticated, unauthenticated} = pool.roles
  const roles = sectionOf({authenticated: nameOf(authenticated), guests: nameOf(unauthenticated)})
  return sectionOf({
    name: pool.name,
    serverSideTokenCheck: checks.length === 0 || checks.includes(true),
    classicFlow: pool.classicFlow ? true : undefined,
    otherClients: others.length > 0 ? others : undefined,
    roles: Object.keys(roles).length > 0 ? roles : undefined,
  })
}

/** `arn:aws:iam::123456789012:role/service-role/app` → `service-role/app` */
const roleName = (arn: string | undefined, account: string): string | undefined =>
  new RegExp(`^arn:[^:]+:iam::${account}:role/(.+)$`).exec(arn ?? '')?.[1]
