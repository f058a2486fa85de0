import type {
  CreateUserPoolCommandInput,
  SchemaAttributeType,
  UpdateUserPoolCommandInput,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import type {OwnerTags} from '../../../base/resource.js'
import {omit} from '../../omit.js'
import {sameUnordered} from '../../unordered.js'
import {attributeTags, toSchema} from './attributes.js'
import type {Tier, UserPoolDesired} from './desired.js'
import {emailSettings, invitationTexts, recoverySetting, smsSettings, verificationTexts} from './messages.js'
import {firstFactors} from './mfa.js'
import {lambdaConfig} from './triggers.js'
import {ATTRIBUTE, higher, keyOf, passwordPolicy, TIER} from './words.js'

/** AWS takes so many attributes when it makes a pool (CreateUserPoolRequest `Schema`); the rest is added. */
const AT_FIRST = 50

/** What a pool is made with. Safe where AWS's own default is not: protected from deletion, names without case. */
export function createInput(desired: UserPoolDesired, owner: OwnerTags): CreateUserPoolCommandInput {
  const attributes = desired.signIn.flatMap((way) => (way === 'username' ? [] : [ATTRIBUTE[way]]))
  const byUsername = desired.signIn.includes('username')
  const verified = (desired.autoVerify ?? verifiedBy(desired)).map((way) => ATTRIBUTE[way])
  const schema = schemaOf(desired)
  const {mergeable, invitation} = asked(desired, {})
  return {
    ...mergeable,
    PoolName: desired.name,
    // How sign-ins begin is set once MFA and passkeys are.
    Policies: {PasswordPolicy: passwordPolicy(desired.password)},
    AdminCreateUserConfig: {AllowAdminCreateUserOnly: !desired.selfSignUp, ...invitation},
    // With user names, e-mail and phone are aliases of them; without, they are the user names.
    ...(attributes.length === 0 ? {} : byUsername ? {AliasAttributes: attributes} : {UsernameAttributes: attributes}),
    ...(verified.length > 0 && {AutoVerifiedAttributes: verified}),
    UsernameConfiguration: {CaseSensitive: desired.caseSensitive},
    ...(schema.length > 0 && {Schema: schema}),
    UserPoolTags: {...owner, ...attributeTags(desired.attributes)},
  }
}

/**
 * What AWS sends codes to by itself: whatever users sign in with or must have; to phones only where it has a role to.
 */
export function verifiedBy({
  signIn,
  requiredAttributes = [],
  sms,
}: Pick<UserPoolDesired, 'signIn' | 'requiredAttributes' | 'sms'>): ('email' | 'phone')[] {
  const has = (way: 'email' | 'phone'): boolean => signIn.includes(way) || requiredAttributes.includes(ATTRIBUTE[way])
  return [...(has('email') ? ['email' as const] : []), ...(has('phone') && sms ? ['phone' as const] : [])]
}

/**
 * Attributes that everybody must have, whose types AWS knows, then those of the reader's own. AWS makes a standard
 * attribute that `Schema` names without `Mutable` immutable for ever, and then no provider can sign its users in a
 * second time (aws/aws-cdk#8624, aws-amplify/amplify-js#3526).
 */
const schemaOf = ({requiredAttributes = [], attributes}: UserPoolDesired): SchemaAttributeType[] =>
  [...requiredAttributes.map((Name) => ({Name, Required: true, Mutable: true})), ...toSchema(attributes)].slice(
    0,
    AT_FIRST,
  )

/**
 * What the pool says now, as UpdateUserPool takes it: everything but what that call does not know (botocore model,
 * UserPoolType against UpdateUserPoolRequest).
 */
export function unchanged(id: string, pool: UserPoolType): UpdateUserPoolCommandInput {
  const {Name} = pool
  const {AdminCreateUserConfig, ...rest} = omit(
    pool,
    'AliasAttributes',
    'Arn',
    'CreationDate',
    'CustomDomain',
    'Domain',
    'EmailConfigurationFailure',
    'EstimatedNumberOfUsers',
    'Id',
    'LastModifiedDate',
    'Name',
    'SchemaAttributes',
    'SmsConfigurationFailure',
    'Status',
    'UsernameAttributes',
    'UsernameConfiguration',
  )
  return {
    ...rest,
    UserPoolId: id,
    PoolName: Name,
    // AWS refuses the older field beside TemporaryPasswordValidityDays, although it answers both.
    ...(AdminCreateUserConfig && {AdminCreateUserConfig: omit(AdminCreateUserConfig, 'UnusedAccountValidityDays')}),
  }
}

/**
 * The least that lifts deletion protection. AWS checks the SMS role, the SES identity and the KMS key whenever they are
 * sent, and they may be gone (developer guide, "Updating user pool and app client configuration"). What attributes must be
 * verified before an update stays as it is, and AWS asks that they are sent as auto-verified (ekristen/aws-nuke#477). All
 * other settings are reset to AWS's defaults, so this is for a pool that is about to be deleted, and for no other.
 */
export function unprotected(
  id: string,
  {UserAttributeUpdateSettings, AutoVerifiedAttributes}: UserPoolType,
): UpdateUserPoolCommandInput {
  const verifiedFirst = UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? []
  return {
    UserPoolId: id,
    DeletionProtection: 'INACTIVE',
    ...(verifiedFirst.length > 0 && {AutoVerifiedAttributes}),
  }
}

/**
 * What the pool says now, with the manifest's settings on top. MFA goes by a call of its own, and some of what the two
 * calls set needs the other: `before` it, a pool keeps the tier that has more and begins no sign-in with anything new.
 */
export function updateInput(
  id: string,
  pool: UserPoolType,
  {desired, before, owner}: {readonly desired: UserPoolDesired; readonly before: boolean; readonly owner: OwnerTags},
): UpdateUserPoolCommandInput {
  const kept = unchanged(id, pool)
  const now = pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors
  const factors = firstFactors(now ?? [], desired)
  const allowed = before ? factors.filter((factor) => factor === 'PASSWORD' || now?.includes(factor)) : factors
  const {mergeable, invitation} = asked(desired, pool)
  return {
    ...kept,
    ...mergeable,
    PoolName: desired.name,
    UserPoolTier: TIER[before ? higher(desired.tier, tierOf(pool)) : desired.tier],
    Policies: {
      ...kept.Policies,
      PasswordPolicy: {...kept.Policies?.PasswordPolicy, ...passwordPolicy(desired.password)},
      ...((now ?? allowed.length > 1) && {SignInPolicy: {AllowedFirstAuthFactors: allowed}}),
    },
    AdminCreateUserConfig: {
      ...kept.AdminCreateUserConfig,
      AllowAdminCreateUserOnly: !desired.selfSignUp,
      ...invitation,
    },
    ...(desired.sms && !pool.SmsConfiguration && {AutoVerifiedAttributes: verifiedToo(pool, desired)}),
    ...otherVerified(pool, desired),
    UserPoolTags: {
      ...kept.UserPoolTags,
      ...(desired.tagged && owner),
      ...attributeTags(desired.attributes, kept.UserPoolTags),
    },
  }
}

/** Sent only where it is to be another: a pool that says nothing goes on saying nothing. */
function otherVerified(
  {AutoVerifiedAttributes: now = []}: UserPoolType,
  {autoVerify}: UserPoolDesired,
): Pick<UpdateUserPoolCommandInput, 'AutoVerifiedAttributes'> {
  const wanted = autoVerify?.map((way) => ATTRIBUTE[way])
  return wanted === undefined || sameUnordered(now, wanted) ? {} : {AutoVerifiedAttributes: wanted}
}

/** Once it can send text messages, a pool proves the phones that it could not prove before. */
const verifiedToo = ({AutoVerifiedAttributes = []}: UserPoolType, desired: UserPoolDesired) => [
  ...new Set([...AutoVerifiedAttributes, ...verifiedBy(desired).map((way) => ATTRIBUTE[way])]),
]

/** Which tier a pool is of; AWS's own default where it does not say. */
export const tierOf = ({UserPoolTier}: UserPoolType): Tier => keyOf(TIER, UserPoolTier) ?? 'essentials'

/** Settings that a new pool and an update take alike, on top of those that exist. */
function asked(desired: UserPoolDesired, now: UserPoolType) {
  const {recovery, verification, invitation, email, sms, triggers} = desired
  return {
    mergeable: {
      DeletionProtection: desired.deletionProtection ? ('ACTIVE' as const) : ('INACTIVE' as const),
      UserPoolTier: TIER[desired.tier],
      ...(recovery && {AccountRecoverySetting: recoverySetting(recovery)}),
      ...(verification && verificationTexts(verification, now.VerificationMessageTemplate)),
      ...(email && {EmailConfiguration: emailSettings(email, now.EmailConfiguration)}),
      ...(sms && {SmsConfiguration: smsSettings(sms, now.SmsConfiguration)}),
      ...(triggers && {LambdaConfig: lambdaConfig(triggers, now.LambdaConfig)}),
    },
    invitation: invitation && {
      InviteMessageTemplate: invitationTexts(invitation, now.AdminCreateUserConfig?.InviteMessageTemplate),
    },
  }
}
