import {every, noneOf, pattern} from './names.js'
import {hasLength, LIMITS, range, within} from './limits.js'
import {functionName} from './places.js'
import {template, templateOf} from './placeholders.js'
import type {Problem, Rule} from '../read/scalars.js'
import {stating, unlessFits} from '../read/shape.js'

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

const COGNITO = LIMITS['cognito-idp']
const NAME = COGNITO.CustomAttributeNameType

const RESERVED: readonly string[] = [...STANDARD_ATTRIBUTES, 'sub', 'email_verified', 'phone_number_verified']

/**
 * Name of a custom attribute. Narrower than Cognito's own rule: tokens, policies and environment variables carry it.
 */
export const attributeName: Rule = every(
  (value) =>
    /^(custom|dev):/.test(value)
      ? {must: 'have nothing before it', hint: `AWS adds custom: itself. Write ${value.replace(/^\w+:/, '')}.`}
      : undefined,
  noneOf(
    'be another: every pool has this attribute',
    RESERVED,
    'Where everybody must have it, name it in requiredAttributes.',
  ),
  (value) =>
    Array.from(value).length > NAME.max
      ? {
          must: `have at most ${NAME.max} characters, it has ${Array.from(value).length}`,
          hint: 'AWS takes no longer name.',
        }
      : undefined,
  within(NAME, `be ${range(NAME)} letters, digits, hyphens and underscores that begin with a letter`, {
    also: /^[A-Za-z][A-Za-z0-9_-]*$/,
    hint: 'For example: tenant',
  }),
)

const counted = (limit: {readonly min: number; readonly max: number}): Rule =>
  stating([{must: `have ${range(limit)} characters`, min: limit.min, max: limit.max}], (value) =>
    hasLength(value, limit) ? undefined : {must: `have ${range(limit)} characters, it has ${Array.from(value).length}`},
  )

const PLAIN = 'be plain text without control characters, no-break spaces and the like'

/** Letters, marks, symbols, digits, punctuation and white space. */
export const emailSubject: Rule = every(
  counted(COGNITO.EmailVerificationSubjectType),
  within(COGNITO.EmailVerificationSubjectType, PLAIN),
)

/** The same; what has to stand in it depends on what it is for (`lacks`). */
export const emailMessage: Rule = every(
  counted(COGNITO.EmailInviteMessageType),
  within(COGNITO.EmailInviteMessageType, PLAIN),
)

export const smsInvitation: Rule = counted(COGNITO.SmsInviteMessageType)

/** The model's pattern has nothing else: {####} between characters of which none ends a line. */
export const smsVerification: Rule = every(
  counted(COGNITO.SmsVerificationMessageType),
  pattern('be one line', /^[^\n\r\u0085\u2028\u2029]*$/, 'AWS takes line breaks in invitations alone.'),
)

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

export const sesIdentityArn: Rule = within(COGNITO.ArnType, 'be the ARN of an identity of SES', {
  also: /^arn:aws(-[a-z]+)*:ses:[a-z0-9-]+:\d{12}:identity\/.{1,512}$/,
  hint: 'For example: arn:aws:ses:eu-west-1:012345678901:identity/acme.dev',
})

export const roleArn: Rule = within(COGNITO.ArnType, 'be the ARN of an IAM role', {
  also: /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/.{1,576}$/,
  hint: 'For example: arn:aws:iam::012345678901:role/cognito-sms',
})

export const keyArn: Rule = within(COGNITO.ArnType, 'be the ARN of a KMS key', {
  also: /^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,256}$/,
  hint: 'For example: arn:aws:kms:eu-west-1:012345678901:key/11111111-2222-3333-4444-555555555555',
})

// $LATEST, which Lambda knows, is nothing that Cognito takes: ArnType has no $.
const functionArn: Rule = within(
  COGNITO.ArnType,
  'be the ARN of a Lambda function, or the name of one in the account of the environment',
  {
    also: /^arn:aws(-[a-z]+)*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?$/,
    hint: 'For example: arn:aws:lambda:eu-west-1:012345678901:function:pre-sign-up',
  },
)

/** `resize` or `resize:live`, where an ARN has more colons. */
const NAMED = '^[^:]*(?::[^:]*)?$'
const isNamed = (value: string): boolean => new RegExp(NAMED).test(value)

/** Cognito takes no version (developer guide, "Pre token generation Lambda trigger"): digits alone are one. */
const functionAlias: Rule = pattern(
  'name an alias of 1–128 letters, digits, hyphens and underscores after the colon, not a version number',
  /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/,
  'For example: pre-sign-up:live',
)

/** A function as it is written: its name may have `{env}` in it. */
export const functionTemplate: Rule = stating(unlessFits(NAMED, functionArn.clauses), (value) =>
  isNamed(value) ? template(value) : functionArn(value),
)

/** The same once it was expanded. */
export const functionReference: Rule = (value) => {
  if (!isNamed(value)) return functionArn(value)
  const [name = '', alias] = value.split(':')
  return functionName(name) ?? (alias === undefined ? undefined : functionAlias(alias))
}

/** Who sends: an address, or a name with one. */
export const sender: Rule = pattern(
  'be an address, or a name with one',
  /^(?=.{3,320}$)([^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
  'For example: Acme <no-reply@acme.dev>',
)

export const mailAddress: Rule = within(COGNITO.EmailAddressType, 'be one e-mail address', {
  also: /^(?=.{3,320}$)[^\s<>@]+@[^\s<>@]+$/u,
})

export const configurationSet: Rule = within(
  COGNITO.SESConfigurationSet,
  `be ${range(COGNITO.SESConfigurationSet)} letters, digits, hyphens and underscores, the name of a configuration set of SES`,
)

/** Cognito takes any text; the role that it goes to is asked by STS. */
export const externalId: Rule = within(
  LIMITS.sts.externalIdType,
  `be ${range(LIMITS.sts.externalIdType)} letters, digits and _+=,.@:/- as STS takes for an external id`,
)

/** What passkeys are bound to: a domain with nothing around it (WebAuthnConfigurationType `RelyingPartyId`). */
export const relyingParty: Rule = every(
  pattern('be a domain, without https:// or a path', /^[^:/]*$/, 'For example: app.acme.dev'),
  within(
    COGNITO.RelyingPartyIdType,
    `be a domain of at most ${COGNITO.RelyingPartyIdType.max} lower-case letters, digits, dots and hyphens`,
    {also: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, hint: 'For example: app.acme.dev'},
  ),
)

/** What Cognito calls a user pool, an app client or an identity pool: one rule for all three, once it is expanded. */
export const cognitoName: Rule = within(
  COGNITO.UserPoolNameType,
  `be ${range(COGNITO.UserPoolNameType)} letters, digits, spaces and _+=,.@-`,
  {hint: 'For example: acme-{env}', isNoKey: true},
)

/** The same as it is written: with `{env}` and `{project}`, which take at least one character. */
export const cognitoTemplate: Rule = every(templateOf(cognitoName), (value) => cognitoName(shortest(value)))

/** The name of a role of the environment's account, with its path where it has one; once it is expanded. */
export const existingRole: Rule = (value) => {
  const [, path = '', name = ''] = /^((?:[!-~]+\/)?)([^/]*)$/.exec(value) ?? []
  return within(LIMITS.iam.roleNameType, '')(name) || path.startsWith('arn:')
    ? {
        must: `be the name of a role in the environment’s account: ${range(LIMITS.iam.roleNameType)} letters, digits and _+=,.@-`,
        hint: 'Its name, with its path where it has one, not its ARN.',
      }
    : undefined
}

/** The same as it is written. */
export const existingRoleTemplate: Rule = every(template, (value) => existingRole(shortest(value)))

const shortest = (value: string): string => value.replaceAll(/\{(project|env)\}/g, 'x')
