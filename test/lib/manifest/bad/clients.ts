import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

const auth = (value: string): string => manifest({auth: value})
const client = (value: string): string => auth(`{ clients: { web: ${value} } }`)
const provider = (value: string): string => auth(`{ domain: "acme-{env}", providers: ${value} }`)
/** Where access goes by the custom attribute `tenant`. */
const rules = (value: string): string =>
  manifest({auth: value, access: '{ authenticated: [{ dynamodb: { table: todos, owner: custom:tenant } }] }'})

/** The rest of `BAD_INPUT`: app clients, resource servers, domains and identity providers. */
export const BAD_CLIENTS: readonly BadInput[] = [
  {
    title: 'a callback URL without https',
    yaml: client('{ callbackUrls: ["http://app.acme.dev/in"] }'),
    message: 'auth.clients.web.callbackUrls[0] is "http://app.acme.dev/in", must begin with https://',
    at: [5, 42],
    hint: 'Only localhost, 127.0.0.1 and [::1] may be http.',
  },
  {
    title: 'a callback URL with a fragment',
    yaml: client('{ callbackUrls: ["https://app.acme.dev/#in"] }'),
    message: 'auth.clients.web.callbackUrls[0] is "https://app.acme.dev/#in", must have no fragment',
    at: [5, 42],
    hint: 'Remove what begins with #.',
  },
  ...['localhost:5173/in', 'app.acme.dev/in', 'https:/app.acme.dev', 'https:app', '//app.acme.dev', 'http:'].map(
    (url) => ({
      title: `a callback URL that is not a full one: ${url}`,
      yaml: client(`{ type: native, callbackUrls: ["${url}"] }`),
      message: `auth.clients.web.callbackUrls[0] is "${url}", must be a full URL`,
      at: [5, 56] as const,
      hint: 'myapp://callback of an app',
    }),
  ),
  {
    title: 'a scheme of its own for a page',
    yaml: client('{ callbackUrls: ["acme://in"] }'),
    message: 'auth.clients.web.callbackUrls[0] is "acme://in", must begin with https:// for a client of type web',
    at: [5, 42],
    hint: 'Only clients of type native or server may be called by a scheme of their own.',
  },
  {
    title: 'an unknown type of client',
    yaml: client('{ type: spa }'),
    message: 'auth.clients.web.type is "spa", must be web, native, server or machine',
    at: [5, 33],
  },
  {
    title: 'an access token that outlives its refresh token',
    yaml: client('{ accessTokenMinutes: 90, refreshTokenHours: 1 }'),
    message: 'auth.clients.web.accessTokenMinutes is 90, longer than the refresh token lives (60 minutes)',
    at: [5, 47],
    hint: 'Raise refreshTokenHours or refreshTokenDays, or lower this one.',
  },
  {
    title: 'two lifetimes for one refresh token',
    yaml: client('{ refreshTokenDays: 1, refreshTokenHours: 5 }'),
    message: 'auth.clients.web.refreshTokenHours cannot be combined with refreshTokenDays',
    at: [5, 67],
    hint: 'Keep one of them.',
  },
  {
    title: 'a refresh token of ten years and a day',
    yaml: client('{ refreshTokenDays: 3651 }'),
    message: 'auth.clients.web.refreshTokenDays is 3651, must be a whole number from 1 to 3650',
    at: [5, 45],
  },
  {
    title: 'more grace than a minute',
    yaml: client('{ refreshTokenRotation: { graceSeconds: 61 } }'),
    message: 'auth.clients.web.refreshTokenRotation.graceSeconds is 61, must be a whole number from 0 to 60',
    at: [5, 65],
  },
  {
    title: 'a scope of nobody',
    yaml: client('{ callbackUrls: ["https://a.dev/"], scopes: [api/read] }'),
    message: 'auth.clients.web.scopes[0] is "api/read", which no resource server has',
    at: [5, 70],
    hint: 'Declare it: auth.resourceServers.api.scopes: { read: Read things }.',
  },
  {
    title: 'a word that is no scope',
    yaml: client('{ scopes: [read] }'),
    message:
      'auth.clients.web.scopes[0] is "read", must be openid, email, profile, phone, aws.cognito.signin.user.admin, or <resource server>/<scope>',
    at: [5, 36],
    hint: 'For example: [openid, email, api/read]',
  },
  {
    title: 'an unknown provider',
    yaml: client('{ providers: [google] }'),
    message: 'auth.clients.web.providers[0] is "google", which is not declared under auth.providers',
    at: [5, 39],
    hint: 'Known: cognito.',
  },
  {
    title: 'a machine without scopes',
    yaml: auth('{ clients: { m: { type: machine } } }'),
    message: 'auth.clients.m has no scopes, which a client of type machine needs',
    at: [5, 23],
    hint: 'Name scopes of auth.resourceServers: scopes: [api/read].',
  },
  {
    title: 'a machine with a scope about users',
    yaml: auth(
      '{ resourceServers: { api: { scopes: { read: Read } } }, clients: { m: { type: machine, scopes: [openid] } } }',
    ),
    message: 'auth.clients.m.scopes[0] is "openid", which is about a user, and there is none',
    at: [5, 103],
    hint: 'Known: api/read.',
  },
  {
    title: 'a machine with a page',
    yaml: auth(
      '{ resourceServers: { api: { scopes: { read: Read } } }, clients: { m: { type: machine, scopes: [api/read], callbackUrls: ["https://a.dev/"] } } }',
    ),
    message: 'auth.clients.m.callbackUrls means nothing for a client of type machine',
    at: [5, 128],
    hint: 'Remove it: no user signs in there.',
  },
  {
    title: 'a machine with rotating refresh tokens',
    yaml: auth(
      '{ resourceServers: { api: { scopes: { read: Read } } }, clients: { m: { type: machine, scopes: [api/read], refreshTokenRotation: true } } }',
    ),
    message: 'auth.clients.m.refreshTokenRotation means nothing for a client of type machine',
    at: [5, 136],
    hint: 'It gets no refresh tokens.',
  },
  {
    title: 'a client that may write what decides its rights',
    yaml: rules('{ attributes: { tenant: {} }, clients: { web: { writeAttributes: [email, custom:tenant] } } }'),
    message:
      'auth.clients.web.writeAttributes has custom:tenant, which access rules go by: users could give themselves any rights',
    at: [5, 72],
    hint: 'Remove custom:tenant: administrators and triggers can write it all the same.',
  },
  {
    title: 'a provider that sets what decides rights',
    yaml: rules(
      '{ domain: acme, attributes: { tenant: {} }, providers: { google: { clientId: x, clientSecret: { env: S }, attributes: { email: email, custom:tenant: hd } } } }',
    ),
    message:
      'auth.clients.web lets people in from google, which sets custom:tenant, and access rules go by that: users could set it too',
    at: [5, 7],
    hint: "Take custom:tenant out of auth.providers.google.attributes and put the claim into tokens with a preTokenGeneration trigger, or leave google out of this client's providers.",
  },
  {
    title: 'a client that cannot write what everybody must have',
    yaml: auth('{ requiredAttributes: [email, given_name], clients: { web: { writeAttributes: [email] } } }'),
    message:
      'auth.clients.web.writeAttributes lacks given_name, which auth.requiredAttributes has: users could not sign up through this client',
    at: [5, 85],
    hint: 'Add given_name: AWS refuses a client that cannot write a required attribute.',
  },
  {
    title: 'a client that cannot write what its provider sets',
    yaml: auth(
      '{ domain: acme, clients: { web: { writeAttributes: [name] } }, providers: { google: { clientId: x, clientSecret: { env: S }, attributes: { email: email } } } }',
    ),
    message: 'auth.clients.web.writeAttributes lacks email, which the provider google sets when its users sign in',
    at: [5, 58],
    hint: 'Add email, or take it out of auth.providers.google.attributes.',
  },
  {
    title: 'a domain with a word that AWS keeps for itself',
    yaml: auth('{ domain: my-amazon }'),
    message: 'auth.domain is "my-amazon" for dev, must not contain aws, amazon or cognito (AWS refuses them)',
    at: [5, 17],
  },
  {
    title: "a domain of one's own that is not below another",
    yaml: auth('{ domain: { name: acme.dev, certificate: "arn:aws:acm:us-east-1:123456789012:certificate/x" } }'),
    message:
      'auth.domain.name is "acme.dev" for dev, must be a domain name of at most 63 lower-case characters, such as auth.acme.dev',
    at: [5, 25],
    hint: 'Cognito wants a subdomain: auth.acme.dev, not acme.dev.',
  },
  {
    title: 'a certificate in another region',
    yaml: auth('{ domain: { name: auth.acme.dev, certificate: "arn:aws:acm:eu-west-1:123456789012:certificate/x" } }'),
    message:
      'auth.domain.certificate is "arn:aws:acm:eu-west-1:123456789012:certificate/x", must be the ARN of a certificate in us-east-1',
    at: [5, 53],
    hint: 'CloudFront serves the domain, and reads certificates of ACM in us-east-1 only.',
  },
  {
    title: "a domain of one's own without a certificate",
    yaml: auth('{ domain: { name: auth.acme.dev } }'),
    message: 'auth.domain lacks certificate',
    at: [5, 17],
    hint: 'Add the key certificate.',
  },
  {
    title: 'managed login without a domain',
    yaml: auth('{ managedLogin: true }'),
    message: 'auth.managedLogin is true, but there is no domain for its pages',
    at: [5, 23],
    hint: 'Set auth.domain, for example acme-{env}.',
  },
  {
    title: 'managed login on the cheapest tier',
    yaml: auth('{ managedLogin: true, tier: lite, domain: acme }'),
    message: 'auth.managedLogin is true, which needs the tier essentials or plus',
    at: [5, 23],
    hint: 'Set tier: essentials, or leave managedLogin out.',
  },
  {
    title: 'two resource servers of one identifier',
    yaml: auth('{ resourceServers: { a: { identifier: x }, b: { identifier: x } } }'),
    message: 'auth.resourceServers.b.identifier is also the identifier of a',
    at: [5, 67],
    hint: 'Each needs its own.',
  },
  {
    title: 'an identifier with a space',
    yaml: auth('{ resourceServers: { a: { identifier: "my api" } } }'),
    message:
      'auth.resourceServers.a.identifier is "my api" for dev, must be 1–256 ASCII characters with no quote, backslash or space',
    at: [5, 45],
    hint: 'For example: https://api.acme.dev',
  },
  {
    title: 'a scope with a slash',
    yaml: auth('{ resourceServers: { a: { scopes: { a/b: x } } } }'),
    message:
      'auth.resourceServers.a.scopes has the name "a/b", which must be 1–256 ASCII characters with no slash, quote, backslash or space',
    at: [5, 43],
    hint: 'For example: read',
  },
  {
    title: 'a secret written out',
    yaml: provider('{ google: { clientId: x, clientSecret: GOCSPX-topsecret, attributes: { email: email } } }'),
    message: 'auth.providers.google.clientSecret is a secret written out, must say where it is kept',
    at: [5, 81],
    hint: 'Write { ssm: /acme/google }, { secretsManager: acme/google }, { env: GOOGLE_SECRET } or { stdin: true }. Anyone who read this file knows what was in it: have google issue another one.',
  },
  {
    title: 'a secret kept in two places',
    yaml: provider('{ google: { clientId: x, clientSecret: { env: A, ssm: /b }, attributes: { email: email } } }'),
    message: 'auth.providers.google.clientSecret must have one of ssm, secretsManager, env, stdin',
    at: [5, 81],
    hint: 'Write { ssm: /acme/google }, { secretsManager: acme/google }, { env: GOOGLE_SECRET } or { stdin: true }.',
  },
  {
    title: 'a secret kept nowhere',
    yaml: provider('{ google: { clientId: x, clientSecret: {}, attributes: { email: email } } }'),
    message: 'auth.providers.google.clientSecret must have one of ssm, secretsManager, env, stdin',
    at: [5, 81],
    hint: 'Write { ssm: /acme/google }, { secretsManager: acme/google }, { env: GOOGLE_SECRET } or { stdin: true }.',
  },
  {
    title: 'a field of what has none',
    yaml: provider('{ google: { clientId: x, clientSecret: { ssm: /a, key: b }, attributes: { email: email } } }'),
    message: 'auth.providers.google.clientSecret has a key, which only secretsManager knows',
    at: [5, 81],
    hint: 'Remove key.',
  },
  {
    title: 'a provider without mapping',
    yaml: provider('{ google: { clientId: x, clientSecret: { env: A } } }'),
    message: 'auth.providers.google has no attributes: nothing that it says of a user would be kept',
    at: [5, 52],
    hint: 'Add attributes: { email: <what the provider calls it> }.',
  },
  {
    title: 'a provider that does not map what users must have',
    yaml: provider('{ google: { clientId: x, clientSecret: { env: A }, attributes: { name: name } } }'),
    message: 'auth.providers.google does not map email, which every user must have',
    at: [5, 52],
    hint: 'Add attributes: { email: <what the provider calls it> }.',
  },
  {
    title: 'a provider of no type',
    yaml: provider('{ okta: { clientId: x, clientSecret: { env: A }, attributes: { email: email } } }'),
    message: 'auth.providers.okta lacks type',
    at: [5, 50],
    hint: 'Add type: oidc or type: saml (or google, facebook, apple, amazon).',
  },
  {
    title: 'a provider without its secret',
    yaml: provider('{ google: { clientId: x, attributes: { email: email } } }'),
    message: 'auth.providers.google lacks clientSecret',
    at: [5, 52],
    hint: 'A provider of type google needs it. Add the key clientSecret: { ssm: /acme/secret }.',
  },
  {
    title: 'a setting of another sort of provider',
    yaml: provider(
      '{ google: { clientId: x, clientSecret: { env: A }, issuer: "https://x.dev", attributes: { email: email } } }',
    ),
    message: 'auth.providers.google.issuer means nothing for a provider of type google',
    at: [5, 101],
    hint: 'Remove it.',
  },
  {
    title: 'an issuer without https',
    yaml: provider('{ okta: { type: oidc, issuer: "http://x.dev" } }'),
    message: 'auth.providers.okta.issuer is "http://x.dev", must begin with https://',
    at: [5, 72],
  },
  {
    title: 'two providers that are one',
    yaml: provider(
      '{ google: { clientId: x, clientSecret: { env: S }, attributes: { email: email } }, more: { type: google, clientId: x, clientSecret: { env: S }, attributes: { email: email } } }',
    ),
    message: 'auth.providers.more is the second provider Google; the first is google',
    at: [5, 131],
    hint: 'Cognito has one of each.',
  },
  {
    title: 'a provider called as the pool itself',
    yaml: provider('{ cognito: { type: saml, metadataUrl: "https://x.dev/m", attributes: { email: mail } } }'),
    message: 'auth.providers.cognito cannot be called "cognito"',
    at: [5, 53],
    hint: 'Cognito takes 3–32 characters, not "cognito", and no underscore but as the second.',
  },
  {
    title: 'providers without a domain',
    yaml: auth('{ providers: { google: { clientId: x, clientSecret: { env: S }, attributes: { email: email } } } }'),
    message: 'auth.providers has providers, but there is no domain for them to come back to',
    at: [5, 20],
    hint: 'Set auth.domain, for example acme-{env}.',
  },
  {
    title: 'two clients of one name',
    yaml: auth('{ clients: { web: { name: Acme }, shop: { name: Acme } } }'),
    message: 'auth.clients.shop has the name "Acme", which web has too',
    at: [5, 47],
    hint: 'Give it another name.',
  },
  {
    title: 'a name that Cognito does not take',
    yaml: auth('{ userPoolName: "acme/users" }'),
    message: 'auth.userPoolName is "acme/users", must be 1–128 letters, digits, spaces and _+=,.@-',
    at: [5, 23],
    hint: 'acme-{env}',
  },
  {
    title: 'the ARN of a role, not its name',
    yaml: auth('{ identityPool: { roles: { authenticated: "arn:aws:iam::123456789012:role/app" } } }'),
    message:
      'auth.identityPool.roles.authenticated is "arn:aws:iam::123456789012:role/app", must be the name of a role in the environment’s account: 1–64 letters, digits and _+=,.@-',
    at: [5, 49],
    hint: 'not its ARN',
  },
  {
    title: 'a role of awsup’s own as one that was there',
    yaml: auth('{ identityPool: { roles: { authenticated: "acme-{env}-authenticated" } } }'),
    message: 'identityPool.roles.authenticated is acme-dev-authenticated, which is the role that awsup makes in dev',
    at: [5, 49],
    hint: 'Remove it',
  },
  {
    title: 'rules for people who have a role that was there',
    yaml: manifest({
      auth: '{ identityPool: { roles: { authenticated: app } } }',
      access: '{ authenticated: [{ lambda: { function: resize } }] }',
    }),
    message: 'access.authenticated has rules, but dev gives these people the role app, which is not awsup’s',
    at: [6, 26],
    hint: 'Take identityPool.roles.authenticated out',
  },
]
