import {every, pattern} from './names.js'
import {functionName} from './places.js'
import {template} from './placeholders.js'
import type {Problem, Rule} from '../read/scalars.js'

/**
 * Attributes that users of every pool have, by their OIDC names (Cognito developer guide, "Working with user
 * attributes").
 */
export const STANDARD_ATTRIBUTES = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
] as const

const RESERVED: readonly string[] = [...STANDARD_ATTRIBUTES, 'sub', 'email_verified', 'phone_number_verified']

/**
 * Name of a custom attribute. Narrower than Cognito's own rule: tokens, policies and environment variables carry it.
 */
export const attributeName: Rule = every(
  (value) =>
    /^(custom|dev):/.test(value)
      ? {must: 'have nothing before it', hint: `AWS adds custom: itself. Write ${value.replace(/^\w+:/, '')}.`}
      : undefined,
  (value) =>
    RESERVED.includes(value)
      ? {
          must: 'be another: every pool has this attribute',
          hint: 'Where everybody must have it, name it in requiredAttributes.',
        }
      : undefined,
  (value) =>
    Array.from(value).length > 20
      ? {must: `have at most 20 characters, it has ${Array.from(value).length}`, hint: 'AWS takes no longer name.'}
      : undefined,
  pattern(
    'be 1–20 letters, digits, hyphens and underscores that begin with a letter',
    /^[A-Za-z][A-Za-z0-9_-]*$/,
    'For example: tenant',
  ),
)

const counted =
  (min: number, max: number): Rule =>
  (value) => {
    const {length} = Array.from(value)
    return length >= min && length <= max ? undefined : {must: `have ${min}–${max} characters, it has ${length}`}
  }

/** AWS takes letters, marks, symbols, digits, punctuation and white space (VerificationMessageTemplateType). */
const printable = pattern('be plain text without control characters', /^[\p{L}\p{M}\p{S}\p{N}\p{P}\s]*$/u)

export const emailSubject: Rule = every(counted(1, 140), printable)
export const emailMessage: Rule = every(counted(6, 20_000), printable)
export const smsMessage: Rule = counted(6, 140)

/** What a text needs so that AWS can put something in its place; `undefined` when all of it is there. */
export function lacks(value: string | undefined, placeholders: readonly Placeholder[]): Problem | undefined {
  const missing = value === undefined ? undefined : placeholders.find(({expression}) => !expression.test(value))
  return missing && {must: `contain ${missing.shown}`, hint: missing.hint}
}

interface Placeholder {
  readonly shown: string
  readonly expression: RegExp
  readonly hint: string
}

/** AWS's API reference, VerificationMessageTemplateType and MessageTemplateType. */
export const PLACEHOLDERS = {
  code: {shown: '{####}', expression: /\{####\}/, hint: 'AWS puts the code there. For example: Your code is {####}.'},
  password: {
    shown: '{####}',
    expression: /\{####\}/,
    hint: 'AWS puts the temporary password there. For example: You are {username}, your password is {####}.',
  },
  username: {
    shown: '{username}',
    expression: /\{username\}/,
    hint: 'AWS puts the user name there. For example: You are {username}, your password is {####}.',
  },
  link: {
    shown: '{##the words of the link##}',
    expression: /\{##[^#]+##\}/,
    hint: 'AWS makes a link of them. For example: Please {##confirm your address##}.',
  },
} as const satisfies Readonly<Record<string, Placeholder>>

export const sesIdentityArn: Rule = pattern(
  'be the ARN of an identity of SES',
  /^arn:aws(-[a-z]+)*:ses:[a-z0-9-]+:\d{12}:identity\/[!-~]{1,512}$/,
  'For example: arn:aws:ses:eu-west-1:012345678901:identity/acme.dev',
)

export const roleArn: Rule = pattern(
  'be the ARN of an IAM role',
  /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[!-~]{1,576}$/,
  'For example: arn:aws:iam::012345678901:role/cognito-sms',
)

export const keyArn: Rule = pattern(
  'be the ARN of a KMS key',
  /^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,256}$/,
  'For example: arn:aws:kms:eu-west-1:012345678901:key/11111111-2222-3333-4444-555555555555',
)

const functionArn: Rule = pattern(
  'be the ARN of a Lambda function, or the name of one in the account of the environment',
  /^arn:aws(-[a-z]+)*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9$_-]{1,128})?$/,
  'For example: arn:aws:lambda:eu-west-1:012345678901:function:pre-sign-up',
)

/** A function as it is written: its name may have `{env}` in it. */
export const functionTemplate: Rule = (value) => (value.includes(':') ? functionArn(value) : template(value))

/** The same once it was expanded. */
export const functionReference: Rule = (value) => (value.includes(':') ? functionArn(value) : functionName(value))

/** Who sends: an address, or a name with one. */
export const sender: Rule = pattern(
  'be an address, or a name with one',
  /^(?=.{3,320}$)([^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
  'For example: Acme <no-reply@acme.dev>',
)

export const mailAddress: Rule = pattern('be one e-mail address', /^(?=.{3,320}$)[^\s<>@]+@[^\s<>@]+$/u)

export const configurationSet: Rule = pattern(
  'be 1–64 letters, digits, hyphens and underscores, the name of a configuration set of SES',
  /^[A-Za-z0-9_-]{1,64}$/,
)

export const externalId: Rule = pattern(
  'be 2–1224 letters, digits and _+=,.@:/- as STS takes for an external id',
  /^[\w+=,.@:/-]{2,1224}$/,
)

/** What passkeys are bound to: a domain with nothing around it (WebAuthnConfigurationType `RelyingPartyId`). */
export const relyingParty: Rule = every(
  pattern('be a domain, without https:// or a path', /^[^:/]*$/, 'For example: app.acme.dev'),
  pattern(
    'be a domain of at most 127 lower-case letters, digits, dots and hyphens',
    /^(?=.{1,127}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    'For example: app.acme.dev',
  ),
)

/** What Cognito calls a user pool, an app client or an identity pool (CreateUserPool, `PoolName`); may hold `{env}`. */
export const cognitoName: Rule = every(template, (value) =>
  /^[\w\s+=,.@-]{1,128}$/.test(value.replaceAll(/\{(project|env)\}/g, 'x'))
    ? undefined
    : {must: 'be 1–128 letters, digits, spaces and _+=,.@-', hint: 'For example: acme-{env}'},
)
