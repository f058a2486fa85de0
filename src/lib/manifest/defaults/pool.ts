import type {PoolSettings} from '../manifest.js'
import {expand, type Placeholders} from '../rules/placeholders.js'
import {layer, layered} from '../sections/auth/layer.js'
import type {PoolSection} from '../sections/auth/pool.js'

// Passwords as AWS's console sets them.
const PASSWORD: PoolSettings['password'] = {
  minLength: 8,
  lowercase: true,
  uppercase: true,
  numbers: true,
  symbols: true,
  temporaryDays: 7,
}

/**
 * One environment's user pool. What is safer than AWS's own default, and what cannot change later, has a default of
 * ours; everything else that nobody writes stays `undefined`: as it is on AWS.
 */
export function makePool(shared: PoolSection, own: PoolSection): PoolSettings {
  const mfa = both(shared.mfa, own.mfa)
  const passkeys = both(shared.passkeys, own.passkeys)
  const verification = both(shared.verification, own.verification)
  const mode = mfa?.mode ?? 'optional'
  return {
    signIn: own.signIn ?? shared.signIn ?? ['email'],
    caseSensitive: own.caseSensitive ?? shared.caseSensitive ?? false,
    requiredAttributes: own.requiredAttributes ?? shared.requiredAttributes,
    attributes: Object.fromEntries(layered(shared.attributes, own.attributes)),
    selfSignUp: own.selfSignUp ?? shared.selfSignUp ?? true,
    mfa: mode,
    mfaMethods: mode === 'off' ? undefined : mfa?.methods,
    passkeys: passkeys?.on ?? false,
    relyingParty: passkeys?.on ? passkeys.relyingParty : undefined,
    userVerification: passkeys?.on ? passkeys.userVerification : undefined,
    otp: own.otp ?? shared.otp,
    tier: own.tier ?? shared.tier ?? 'essentials',
    password: layer(layer(PASSWORD, shared.password), own.password),
    recovery: own.recovery ?? shared.recovery,
    autoVerify: own.autoVerify ?? shared.autoVerify,
    verification: verification && {...verification, by: verification.by ?? 'code'},
    invitation: both(shared.invitation, own.invitation),
    email: both(shared.email, own.email),
    sms: both(shared.sms, own.sms),
    triggers: both(shared.triggers, own.triggers),
  }
}

/** Of two sections of which either may be missing, the own one's settings on top. */
const both = <T extends object>(shared: T | undefined, own: T | undefined): T | undefined =>
  shared && own ? layer(shared, own) : (own ?? shared)

/**
 * The same pool with the placeholders in names of functions and in the relying party replaced. Messages keep theirs.
 */
export function expandPool<P extends PoolSettings>(pool: P, placeholders: Placeholders): P {
  const {triggers, relyingParty} = pool
  const functions = Object.entries(triggers ?? {}).map(([name, value]: [string, unknown]): [string, unknown] => [
    name,
    typeof value === 'string' ? expand(value, placeholders) : value,
  ])
  return {
    ...pool,
    ...(triggers && {triggers: Object.fromEntries(functions)}),
    ...(relyingParty !== undefined && {relyingParty: expand(relyingParty, placeholders)}),
  }
}
