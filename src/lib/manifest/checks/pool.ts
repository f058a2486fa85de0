import {ManifestError} from '../../base/errors.js'
import type {Auth, Environment} from '../manifest.js'
import {FUNCTIONS} from '../sections/auth/triggers.js'
import type {Problem} from '../read/scalars.js'
import {show} from '../read/show.js'
import type {Source} from '../read/source.js'
import {functionReference, lacks, PLACEHOLDERS, relyingParty} from '../rules/pool.js'
import {ESSENTIALS} from '../rules/tiers.js'

/** One thing that AWS would refuse: where, what, and what to do. */
interface Refusal {
  /** Below `auth`. */
  readonly path: readonly string[]
  readonly what: string
  readonly hint?: string | undefined
}

/** Whether the settings of an environment's user pool go together, as AWS asks of them. Throws ManifestError. */
export function checkPool({name, auth, account}: Environment, source: Source): void {
  // A pool that existed before awsup may have passkeys that belong to no site: importing it changes nothing.
  const found = findRefusal(auth) ?? (account === undefined ? passkeyRefusal(auth) : undefined)
  if (!found) return
  const own = ['environments', name, 'auth', ...found.path]
  const path = source.has(own) ? own : ['auth', ...found.path]
  throw new ManifestError(`${path.join('.')} ${found.what}`, {at: source.at(path), hint: found.hint})
}

const findRefusal = (auth: Auth): Refusal | undefined =>
  tierRefusal(auth) ??
  methodRefusal(auth) ??
  firstFactorRefusal(auth) ??
  recoveryRefusal(auth) ??
  autoVerifyRefusal(auth) ??
  verificationRefusal(auth) ??
  invitationRefusal(auth) ??
  attributeRefusal(auth) ??
  functionRefusal(auth)

function tierRefusal(auth: Auth): Refusal | undefined {
  if (auth.tier !== 'lite') return undefined
  const gate = ESSENTIALS.find(({used}) => used(auth) !== undefined)
  if (!gate) return undefined
  const [key = ''] = gate.path
  return {
    path: gate.path,
    what: `${gate.used(auth) ?? ''}, which needs the tier essentials or plus`,
    hint: `Set tier: essentials, or leave ${gate.path.length > 1 ? gate.path.join('.') : key} out.`,
  }
}

/** E-mail as a second factor goes through SES alone; text messages need a role (SetUserPoolMfaConfig). */
function methodRefusal({mfaMethods = [], otp = [], email, sms}: Auth): Refusal | undefined {
  if (mfaMethods.includes('email') && !email) {
    return {
      path: ['mfa', 'methods'],
      what: 'has email, which needs e-mail through SES',
      hint: 'Add auth.email with a sourceArn, or use totp: Cognito sends no MFA codes with its own mailer.',
    }
  }
  const texting = mfaMethods.includes('sms') ? ['mfa', 'methods'] : otp.includes('sms') ? ['otp'] : undefined
  if (!texting || sms) return undefined
  return {
    path: texting,
    what: 'has sms, which needs a role to send text messages in',
    hint: 'Add auth.sms with a roleArn and its externalId.',
  }
}

/**
 * Measured by others on AWS: "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is
 * enabled".
 */
function firstFactorRefusal({mfa, otp = [], passkeys, userVerification}: Auth): Refusal | undefined {
  if (mfa !== 'on') return undefined
  if (otp.length > 0) {
    return {
      path: ['otp'],
      what: `has ${otp.join(' and ')}, but MFA is on: a code alone is one factor`,
      hint: 'Set mfa: optional, or leave otp out. Passkeys go with MFA.',
    }
  }
  if (!passkeys || userVerification !== 'preferred') return undefined
  return {
    path: ['passkeys', 'userVerification'],
    what: 'is "preferred", but MFA is on: a passkey counts as two factors only with the user verified',
    hint: 'Set userVerification: required, or mfa: optional.',
  }
}

/** Without either Cognito answers users WebAuthnConfigurationMissingException (botocore model). */
function passkeyRefusal({passkeys, relyingParty, domain}: Auth): Refusal | undefined {
  if (!passkeys || relyingParty !== undefined || domain !== undefined) return undefined
  return {
    path: ['passkeys'],
    what: 'needs the name of the site that passkeys belong to: a relying party or a domain',
    hint: 'Add passkeys: { relyingParty: app.acme.dev }, the host of your application, or auth.domain. It is hard to change later: registered passkeys stop working then.',
  }
}

/** Who holds the second factor must not be able to reset the first with it: AWS refuses the same channel for both. */
/** Source: API reference, CreateUserPool, `AutoVerifiedAttributes`: codes to phones need `SmsConfiguration`. */
const autoVerifyRefusal = ({autoVerify, sms}: Auth): Refusal | undefined =>
  autoVerify?.includes('phone') && !sms
    ? {
        path: ['autoVerify'],
        what: 'includes phone, which needs sms',
        hint: 'Add sms: { roleArn: … }, or leave phone out: a code cannot be sent otherwise.',
      }
    : undefined

function recoveryRefusal({mfa, mfaMethods = [], recovery = []}: Auth): Refusal | undefined {
  const channels = {email: 'email', phone: 'sms'} as const
  const only = recovery.length === 1 ? recovery[0] : undefined
  if (mfa === 'off' || only === undefined || only === 'admin' || !mfaMethods.includes(channels[only])) return undefined
  return {
    path: ['recovery'],
    what: `has ${only} alone, which is also a second factor: AWS does not send both to the same place`,
    hint: `Set recovery: [email, phone], recovery: admin, or leave ${channels[only]} out of mfa.methods.`,
  }
}

function verificationRefusal({verification, domain}: Auth): Refusal | undefined {
  if (!verification) return undefined
  const {by, emailMessage, smsMessage} = verification
  if (by === 'link' && domain === undefined) {
    return {
      path: ['verification', 'by'],
      what: 'is "link", which needs a domain for the link to lead to',
      hint: 'Set auth.domain, or use by: code.',
    }
  }
  return (
    texts(['verification', 'emailMessage'], lacks(emailMessage, [PLACEHOLDERS[by]])) ??
    texts(['verification', 'smsMessage'], lacks(smsMessage, [PLACEHOLDERS.code]))
  )
}

function invitationRefusal({invitation: {emailMessage, smsMessage} = {}}: Auth): Refusal | undefined {
  const needed = [PLACEHOLDERS.username, PLACEHOLDERS.password]
  return (
    texts(['invitation', 'emailMessage'], lacks(emailMessage, needed)) ??
    texts(['invitation', 'smsMessage'], lacks(smsMessage, needed))
  )
}

const texts = (path: readonly string[], problem: Problem | undefined): Refusal | undefined =>
  problem && {path, what: `must ${problem.must}`, hint: problem.hint}

/**
 * A user pool has at most 50 custom attributes (Cognito quotas), the shared ones and the environment's own together.
 */
function attributeRefusal({attributes}: Auth): Refusal | undefined {
  const count = Object.keys(attributes).length
  return count > 50 ? {path: ['attributes'], what: `come to ${count}, at most 50 are possible`} : undefined
}

/** Names as each environment has them: placeholders are replaced. */
function functionRefusal({triggers = {}, relyingParty: party}: Auth): Refusal | undefined {
  const domainProblem = party === undefined ? undefined : relyingParty(party)
  if (domainProblem) return becomes(['passkeys', 'relyingParty'], party ?? '', domainProblem)
  for (const name of FUNCTIONS) {
    const value = triggers[name]
    const problem = value === undefined ? undefined : functionReference(value)
    if (problem) return becomes(['triggers', name], value ?? '', problem)
  }
  const custom = (['customEmailSender', 'customSmsSender'] as const).find((name) => triggers[name] !== undefined)
  if (custom !== undefined && triggers.kmsKey === undefined) {
    return {
      path: ['triggers', custom],
      what: 'needs a key: Cognito hands codes over encrypted',
      hint: 'Add kmsKey, the ARN of a KMS key, to auth.triggers.',
    }
  }
  if (triggers.preTokenVersion === undefined || triggers.preTokenGeneration !== undefined) return undefined
  return {
    path: ['triggers', 'preTokenVersion'],
    what: 'has no function to be the version of',
    hint: 'Add preTokenGeneration.',
  }
}

const becomes = (path: readonly string[], value: string, {must, hint}: Problem): Refusal => ({
  path,
  what: `is ${show(value)}, must ${must}`,
  hint,
})
