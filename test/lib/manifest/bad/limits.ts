import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

const auth = (value: string): string => manifest({auth: value})
const long = (length: number): string => 'a'.repeat(length)

const PROVIDER =
  '{ type: oidc, clientId: a, clientSecret: { env: A }, issuer: "https://a.dev", attributes: { email: e } }'
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST'

/** What AWS's models refuse although it looks well. */
export const BAD_LIMITS: readonly BadInput[] = [
  {
    title: 'a user whose name no tag takes',
    yaml: manifest({users: '{ "a,b": { environments: [dev] } }'}),
    message: 'users has the name "a,b", which must be 1–64 letters, digits and _+=.@- that do not begin with a hyphen',
    at: [5, 10],
  },
  {
    title: 'a group with a role that no tag can name',
    yaml: manifest({auth: '{ groups: { team!: {} } }', access: '{ groups: { team!: [] } }'}),
    message:
      'access.groups has the name "team!", which must be letters, digits and _.:/=+-@ alone: the role of the group is tagged with it',
    at: [6, 21],
  },
  {
    title: 'a pool whose name grows too long with the project in it',
    yaml: auth(`{ userPoolName: "{project}-{env}${long(121)}" }`),
    message: `auth.userPoolName is "acme-dev${long(71)}…" for dev, must be 1–128 letters, digits, spaces and _+=,.@-`,
    at: [5, 23],
  },
  {
    title: 'a provider with an underscore after its second character',
    yaml: auth(`{ domain: acme, providers: { corp_sso: ${PROVIDER} } }`),
    message: 'auth.providers.corp_sso cannot be called "corp_sso"',
    at: [5, 46],
    hint: 'no underscore but as the second',
  },
  {
    title: 'a text message with a code on two lines',
    yaml: auth('{ verification: { smsMessage: "Your code:\\n{####}" } }'),
    message: 'auth.verification.smsMessage is "Your code:\\n{####}", must be one line',
    at: [5, 37],
    hint: 'invitations',
  },
  {
    title: 'an e-mail with a no-break space',
    yaml: auth('{ verification: { emailMessage: "Your\\u00a0code: {####}" } }'),
    message:
      'auth.verification.emailMessage is "Your\u00a0code: {####}", must be plain text without control characters, no-break spaces and the like',
    at: [5, 39],
  },
  {
    title: 'a version of a function that Cognito cannot name',
    yaml: auth(`{ triggers: { preSignUp: "${FUNCTION}" } }`),
    message: `auth.triggers.preSignUp is "${FUNCTION}", must be the ARN of a Lambda function, or the name of one in the account of the environment`,
    at: [5, 32],
  },
  {
    title: 'an identity of SES with a character that no ARN of Cognito has',
    yaml: auth('{ email: { sourceArn: "arn:aws:ses:eu-west-1:123456789012:identity/a!b.dev" } }'),
    message:
      'auth.email.sourceArn is "arn:aws:ses:eu-west-1:123456789012:identity/a!b.dev", must be the ARN of an identity of SES',
    at: [5, 29],
  },
  {
    title: 'a claim that is too long to pick a role by',
    yaml: auth(`{ identityPool: { roleMapping: { rules: [{ claim: ${long(65)}, equals: a, role: app }] } } }`),
    message: `auth.identityPool.roleMapping.rules[0].claim is "${long(65)}", must have 1–64 characters`,
    at: [5, 57],
  },
  {
    title: 'a scope that is too long with its identifier before it',
    yaml: auth(`{ resourceServers: { api: { identifier: ${long(252)}, scopes: { read: Reading } } } }`),
    message:
      'auth.resourceServers.api.scopes.read comes to 257 characters with its identifier before it, AWS takes 256',
    at: [5, 317],
  },
]
