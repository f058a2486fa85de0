import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

const auth = (value: string) => manifest({auth: value})
const attributes = (count: number): string =>
  Array.from({length: count}, (_, index) => `a${String(index)}: {}`).join(', ')

const SES = 'email: { sourceArn: "arn:aws:ses:eu-west-1:012345678901:identity/acme.dev" }'
const SMS = 'sms: { roleArn: "arn:aws:iam::012345678901:role/sms" }'

/** The settings of the user pool: what AWS would refuse, or never take back. */
export const BAD_POOL: readonly BadInput[] = [
  // attributes
  {
    title: 'a custom attribute of 21 characters',
    yaml: auth('{ attributes: { abcdefghijklmnopqrstu: {} } }'),
    message: 'auth.attributes has the name "abcdefghijklmnopqrstu", which must have at most 20 characters, it has 21',
    at: [5, 23],
    hint: 'AWS takes no longer name',
  },
  {
    title: 'a 51st custom attribute',
    yaml: auth(`{ attributes: { ${attributes(51)} } }`),
    message: 'auth.attributes has 51 entries, at most 50 are possible',
    at: [5, 21],
  },
  {
    title: 'a 51st custom attribute in one environment',
    yaml: manifest({
      environments: '{ dev: { region: eu-west-1, auth: { attributes: { one_more: {} } } } }',
      auth: `{ attributes: { ${attributes(50)} } }`,
    }),
    message: 'environments.dev.auth.attributes come to 51, at most 50 are possible',
    at: [4, 63],
  },
  {
    title: "a custom attribute by one of AWS's names",
    yaml: auth('{ attributes: { email: {} } }'),
    message: 'auth.attributes has the name "email", which must be another: every pool has this attribute',
    at: [5, 23],
    hint: 'requiredAttributes',
  },
  {
    title: "a custom attribute with AWS's own prefix",
    yaml: auth('{ attributes: { "custom:tenant": {} } }'),
    message: 'auth.attributes has the name "custom:tenant", which must have nothing before it',
    at: [5, 23],
    hint: 'Write tenant.',
  },
  {
    title: 'a custom attribute with a space in it',
    yaml: auth('{ attributes: { the tenant: {} } }'),
    message:
      'auth.attributes has the name "the tenant", which must be 1–20 letters, digits, hyphens and underscores that begin with a letter',
    at: [5, 23],
  },
  {
    title: 'a type of attribute that there is not',
    yaml: auth('{ attributes: { tenant: { type: text } } }'),
    message: 'auth.attributes.tenant.type is "text", must be string, number, date or boolean',
    at: [5, 39],
  },
  {
    title: 'a length of numbers',
    yaml: auth('{ attributes: { age: { type: number, maxLength: 3 } } }'),
    message: 'auth.attributes.age.maxLength is a limit of strings, but the attribute is a number',
    at: [5, 55],
    hint: 'type: string',
  },
  {
    title: 'a string longer than AWS keeps',
    yaml: auth('{ attributes: { tenant: { maxLength: 2049 } } }'),
    message: 'auth.attributes.tenant.maxLength is 2049, must be a whole number from 0 to 2048',
    at: [5, 44],
  },
  {
    title: 'limits that leave nothing',
    yaml: auth('{ attributes: { age: { type: number, min: 2, max: 1 } } }'),
    message: 'auth.attributes.age has min 2, which is more than max 1',
    at: [5, 28],
  },
  {
    title: 'a required attribute that AWS does not know',
    yaml: auth('{ requiredAttributes: [emial] }'),
    message:
      'auth.requiredAttributes[0] is "emial", must be address, birthdate, email, family_name, gender, given_name, locale, middle_name, name, nickname, phone_number, picture, preferred_username, profile, updated_at, website or zoneinfo',
    at: [5, 30],
    hint: 'email',
  },
  {
    title: 'a required custom attribute',
    yaml: auth('{ requiredAttributes: [tenant], attributes: { tenant: {} } }'),
    message:
      'auth.requiredAttributes[0] is "tenant", must be address, birthdate, email, family_name, gender, given_name, locale, middle_name, name, nickname, phone_number, picture, preferred_username, profile, updated_at, website or zoneinfo',
    at: [5, 30],
  },

  // MFA, passkeys, codes
  {
    title: 'an unknown way of MFA',
    yaml: auth('{ mfa: { mode: on, methods: [phone] } }'),
    message: 'auth.mfa.methods[0] is "phone", must be totp, sms or email',
    at: [5, 36],
  },
  {
    title: 'MFA by no method',
    yaml: auth('{ mfa: { mode: on, methods: [] } }'),
    message: 'auth.mfa.methods is empty, must have at least one entry',
    at: [5, 35],
  },
  {
    title: 'MFA by e-mail that Cognito would have to send itself',
    yaml: auth('{ mfa: { methods: [email] } }'),
    message: 'auth.mfa.methods has email, which needs e-mail through SES',
    at: [5, 25],
    hint: 'sourceArn',
  },
  {
    title: 'MFA by text messages that nobody may send',
    yaml: auth('{ mfa: { methods: [totp, sms] } }'),
    message: 'auth.mfa.methods has sms, which needs a role to send text messages in',
    at: [5, 25],
    hint: 'roleArn',
  },
  {
    title: 'codes by text messages that nobody may send',
    yaml: auth('{ otp: [sms] }'),
    message: 'auth.otp has sms, which needs a role to send text messages in',
    at: [5, 14],
    hint: 'roleArn',
  },
  {
    title: 'a code alone where MFA is a must',
    yaml: auth('{ otp: [email], mfa: on }'),
    message: 'auth.otp has email, but MFA is on: a code alone is one factor',
    at: [5, 14],
    hint: 'mfa: optional',
  },
  {
    title: 'a passkey without its user where MFA is a must',
    yaml: auth('{ passkeys: { userVerification: preferred }, mfa: on }'),
    message:
      'auth.passkeys.userVerification is "preferred", but MFA is on: a passkey counts as two factors only with the user verified',
    at: [5, 39],
    hint: 'userVerification: required',
  },
  {
    title: 'passkeys that belong to no site',
    yaml: auth('{ passkeys: true }'),
    message: 'auth.passkeys needs the name of the site that passkeys belong to: a relying party or a domain',
    at: [5, 19],
    hint: 'relyingParty: app.acme.dev',
  },
  {
    title: 'a relying party that is a URL',
    yaml: auth('{ passkeys: { relyingParty: "https://acme.dev" } }'),
    message: 'auth.passkeys.relyingParty is "https://acme.dev", must be a domain, without https:// or a path',
    at: [5, 35],
    hint: 'app.acme.dev',
  },
  {
    title: 'the second factor as the only way back in: by e-mail',
    yaml: auth(`{ mfa: { methods: [email] }, recovery: [email], ${SES} }`),
    message: 'auth.recovery has email alone, which is also a second factor: AWS does not send both to the same place',
    at: [5, 46],
    hint: 'recovery: admin',
  },
  {
    title: 'the second factor as the only way back in: by phone',
    yaml: auth(`{ mfa: { methods: [sms] }, recovery: phone, ${SMS} }`),
    message: 'auth.recovery has phone alone, which is also a second factor: AWS does not send both to the same place',
    at: [5, 44],
    hint: '[email, phone]',
  },
  {
    title: 'an unknown way back in',
    yaml: auth('{ recovery: [admin] }'),
    message: 'auth.recovery[0] is "admin", must be email or phone',
    at: [5, 20],
  },
  {
    title: 'codes to phones without a way to send them',
    yaml: auth('{ autoVerify: [email, phone] }'),
    message: 'auth.autoVerify includes phone, which needs sms',
    at: [5, 21],
    hint: 'Add sms',
  },
  {
    title: 'an address that is none',
    yaml: auth('{ autoVerify: [username] }'),
    message: 'auth.autoVerify[0] is "username", must be email or phone',
    at: [5, 22],
  },

  // what a tier lacks
  {
    title: 'codes on the cheapest tier',
    yaml: auth('{ otp: [email], tier: lite }'),
    message: 'auth.otp has email, which needs the tier essentials or plus',
    at: [5, 14],
    hint: 'tier: essentials',
  },
  {
    title: 'MFA by e-mail on the cheapest tier',
    yaml: auth(`{ mfa: { methods: [email] }, tier: lite, ${SES} }`),
    message: 'auth.mfa.methods has email, which needs the tier essentials or plus',
    at: [5, 25],
    hint: 'mfa.methods',
  },
  {
    title: 'a history of passwords on the cheapest tier',
    yaml: auth('{ password: { history: 5 }, tier: lite }'),
    message: 'auth.password.history is 5, which needs the tier essentials or plus',
    at: [5, 30],
    hint: 'password.history',
  },
  {
    title: 'changing access tokens on the cheapest tier',
    yaml: auth('{ triggers: { preTokenGeneration: f, preTokenVersion: 2 }, tier: lite }'),
    message: 'auth.triggers.preTokenVersion is 2, which needs the tier essentials or plus',
    at: [5, 61],
  },
  {
    title: 'a cheaper tier in one environment',
    yaml: manifest({
      environments: '{ dev: { region: eu-west-1, auth: { tier: lite } } }',
      auth: '{ password: { history: 5 } }',
    }),
    message: 'auth.password.history is 5, which needs the tier essentials or plus',
    at: [5, 30],
  },
  {
    title: 'a history longer than AWS keeps',
    yaml: auth('{ password: { history: 25 } }'),
    message: 'auth.password.history is 25, must be a whole number from 0 to 24',
    at: [5, 30],
  },

  // messages
  {
    title: 'a message without the code',
    yaml: auth('{ verification: { emailMessage: "Your code is 1234" } }'),
    message: 'auth.verification.emailMessage must contain {####}',
    at: [5, 39],
    hint: 'Your code is {####}.',
  },
  {
    title: 'a text message without the code',
    yaml: auth('{ verification: { smsMessage: "Welcome!" } }'),
    message: 'auth.verification.smsMessage must contain {####}',
    at: [5, 37],
  },
  {
    title: 'a message without the link',
    yaml: auth('{ verification: { by: link, emailMessage: "Your code is {####}" }, domain: acme-dev }'),
    message: 'auth.verification.emailMessage must contain {##the words of the link##}',
    at: [5, 49],
    hint: 'confirm your address',
  },
  {
    title: 'a link that leads nowhere',
    yaml: auth('{ verification: { by: link } }'),
    message: 'auth.verification.by is "link", which needs a domain for the link to lead to',
    at: [5, 29],
    hint: 'auth.domain',
  },
  {
    title: 'an invitation without the name',
    yaml: auth('{ invitation: { emailMessage: "Your password is {####}" } }'),
    message: 'auth.invitation.emailMessage must contain {username}',
    at: [5, 37],
    hint: 'AWS puts the user name there',
  },
  {
    title: 'an invitation without the password',
    yaml: auth('{ invitation: { smsMessage: "Hello {username}" } }'),
    message: 'auth.invitation.smsMessage must contain {####}',
    at: [5, 35],
    hint: 'temporary password',
  },
  {
    title: 'a text message longer than one',
    yaml: auth(`{ verification: { smsMessage: "{####}${'a'.repeat(135)}" } }`),
    message: `auth.verification.smsMessage is "{####}${'a'.repeat(73)}…", must have 6–140 characters, it has 141`,
    at: [5, 37],
  },
  {
    title: 'a subject with a bell in it',
    yaml: auth('{ verification: { emailSubject: "\\a" } }'),
    message:
      'auth.verification.emailSubject is "\\u0007", must be plain text without control characters, no-break spaces and the like',
    at: [5, 39],
  },

  // senders and functions
  {
    title: 'a sender that SES does not know',
    yaml: auth('{ email: { sourceArn: "no-reply@acme.dev" } }'),
    message: 'auth.email.sourceArn is "no-reply@acme.dev", must be the ARN of an identity of SES',
    at: [5, 29],
    hint: 'arn:aws:ses:',
  },
  {
    title: 'a sender of nobody',
    yaml: auth('{ email: { from: "Acme <no-reply@acme.dev>" } }'),
    message: 'auth.email lacks sourceArn',
    at: [5, 16],
  },
  {
    title: 'a sender that is no address',
    yaml: auth('{ email: { from: Acme, sourceArn: "arn:aws:ses:eu-west-1:012345678901:identity/acme.dev" } }'),
    message: 'auth.email.from is "Acme", must be an address, or a name with one',
    at: [5, 24],
    hint: 'Acme <no-reply@acme.dev>',
  },
  {
    title: 'a role that is a user',
    yaml: auth('{ sms: { roleArn: "arn:aws:iam::012345678901:user/sms" } }'),
    message: 'auth.sms.roleArn is "arn:aws:iam::012345678901:user/sms", must be the ARN of an IAM role',
    at: [5, 25],
    hint: 'role/',
  },
  {
    title: 'an unknown trigger',
    yaml: auth('{ triggers: { preSignup: f } }'),
    message: 'auth.triggers.preSignup is not a key that awsup knows',
    at: [5, 21],
    hint: 'preSignUp',
  },
  {
    title: 'a trigger that is no function',
    yaml: auth('{ triggers: { preSignUp: "arn:aws:s3:::bucket" } }'),
    message:
      'auth.triggers.preSignUp is "arn:aws:s3:::bucket", must be the ARN of a Lambda function, or the name of one in the account of the environment',
    at: [5, 32],
  },
  {
    title: 'a trigger whose name is none once it is whole',
    yaml: auth('{ triggers: { preSignUp: "pre.{env}" } }'),
    message:
      'auth.triggers.preSignUp is "pre.dev", must be 1–64 letters, digits, hyphens and underscores, the name of a Lambda function',
    at: [5, 32],
  },
  {
    title: 'a sender of its own without a key',
    yaml: auth('{ triggers: { customEmailSender: f } }'),
    message: 'auth.triggers.customEmailSender needs a key: Cognito hands codes over encrypted',
    at: [5, 40],
    hint: 'kmsKey',
  },
  {
    title: 'a version of nothing',
    yaml: auth('{ triggers: { preTokenVersion: 2 } }'),
    message: 'auth.triggers.preTokenVersion has no function to be the version of',
    at: [5, 38],
    hint: 'preTokenGeneration',
  },
]
