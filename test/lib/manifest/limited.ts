import {manifest} from './samples.js'

/** A value of awsup.yaml, and the shape of AWS that it ends up in. */
export interface Limited {
  readonly title: string
  /** The file with the value in it, given as YAML writes it. */
  readonly yaml: (written: string) => string
  /** Something that is taken. */
  readonly example: string
  readonly service: string
  readonly shape: string
  /** What AWS is sent where that is not the value itself; `{env}` and `{project}` are replaced already. */
  readonly sent?: (value: string) => string
}

const COGNITO = 'cognito-idp'
const IDENTITY = 'cognito-identity'

const auth =
  (section: (value: string) => string) =>
  (value: string): string =>
    manifest({auth: section(value)})

const SES = 'email: { sourceArn: "arn:aws:ses:eu-west-1:123456789012:identity/acme.dev"'
const SMS = 'sms: { roleArn: "arn:aws:iam::123456789012:role/sms"'
const PROVIDER =
  'type: oidc, clientId: a, clientSecret: { env: SECRET }, issuer: "https://idp.acme.dev", attributes: { email: email }'
const DOMAIN = 'domain: "acme-{env}"'

export const LIMITED: readonly Limited[] = [
  {
    title: 'users: a name',
    yaml: (v) => manifest({users: `{ ${v}: { environments: [dev] } }`}),
    example: 'alice',
    service: 'iam',
    shape: 'userNameType',
  },
  {
    title: 'users: the tag with the name in it',
    yaml: (v) => manifest({users: `{ ${v}: { environments: [dev] } }`}),
    example: 'alice',
    service: 'iam',
    shape: 'tagValueType',
    sent: (name) => `dev.user.${name}`,
  },
  {
    title: 'userGroups: a name',
    yaml: (v) => manifest({userGroups: `{ ${v}: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }`}),
    example: 'auditors',
    service: 'iam',
    shape: 'groupNameType',
  },
  {
    title: 'organization.email',
    yaml: (v) => manifest({organization: `{ email: ${v} }`}),
    example: 'aws+{env}@acme.dev',
    service: 'organizations',
    shape: 'Email',
  },
  {
    title: 'access: a table',
    yaml: (v) => manifest({access: `{ authenticated: [{ dynamodb: { table: ${v}, owner: identity } }] }`}),
    example: 'todos',
    service: 'dynamodb',
    shape: 'TableName',
  },
  {
    title: 'access.groups: the tag of the role',
    yaml: (v) =>
      manifest({
        auth: `{ groups: { ${v}: {} } }`,
        access: `{ groups: { ${v}: [{ dynamodb: { table: todos, owner: identity } }] } }`,
      }),
    example: 'admins',
    service: 'iam',
    shape: 'tagValueType',
    sent: (name) => `dev.role.group.${name}`,
  },
  {
    title: 'auth.userPoolName',
    yaml: auth((v) => `{ userPoolName: ${v} }`),
    example: 'acme {env}',
    service: COGNITO,
    shape: 'UserPoolNameType',
  },
  {
    title: 'auth.clients: a name for AWS',
    yaml: auth((v) => `{ clients: { web: { name: ${v} } } }`),
    example: 'the web of {env}',
    service: COGNITO,
    shape: 'ClientNameType',
  },
  {
    title: 'auth.clients: a callback URL',
    yaml: auth((v) => `{ clients: { web: { callbackUrls: [${v}] } } }`),
    example: 'https://acme.dev/callback',
    service: COGNITO,
    shape: 'RedirectUrlType',
  },
  {
    title: 'auth.groups: a name',
    yaml: auth((v) => `{ groups: { ${v}: {} } }`),
    example: 'admins!',
    service: COGNITO,
    shape: 'GroupNameType',
  },
  {
    title: 'auth.groups: a description',
    yaml: auth((v) => `{ groups: { admins: { description: ${v} } } }`),
    example: 'Who may do everything',
    service: COGNITO,
    shape: 'DescriptionType',
  },
  {
    title: 'auth.attributes: a name',
    yaml: auth((v) => `{ attributes: { ${v}: {} } }`),
    example: 'tenant',
    service: COGNITO,
    shape: 'CustomAttributeNameType',
  },
  {
    title: 'auth.resourceServers: an identifier',
    yaml: auth((v) => `{ resourceServers: { api: { identifier: ${v} } } }`),
    example: 'https://api.acme.dev/{env}',
    service: COGNITO,
    shape: 'ResourceServerIdentifierType',
  },
  {
    title: 'auth.resourceServers: a name for AWS',
    yaml: auth((v) => `{ resourceServers: { api: { name: ${v} } } }`),
    example: 'The API',
    service: COGNITO,
    shape: 'ResourceServerNameType',
  },
  {
    title: 'auth.resourceServers: a scope',
    yaml: auth((v) => `{ resourceServers: { api: { scopes: { ${v}: What it allows } } } }`),
    example: 'read',
    service: COGNITO,
    shape: 'ResourceServerScopeNameType',
  },
  {
    title: 'auth.resourceServers: a scope with its identifier before it',
    yaml: auth((v) => `{ resourceServers: { api: { identifier: ${v}, scopes: { read: Reading } } } }`),
    example: 'https://api.acme.dev',
    service: COGNITO,
    shape: 'ScopeType',
    sent: (identifier) => `${identifier}/read`,
  },
  {
    title: 'auth.resourceServers: what a scope is for',
    yaml: auth((v) => `{ resourceServers: { api: { scopes: { read: ${v} } } } }`),
    example: 'Reading',
    service: COGNITO,
    shape: 'ResourceServerScopeDescriptionType',
  },
  {
    title: 'auth.domain: a prefix',
    yaml: auth((v) => `{ domain: ${v} }`),
    example: 'acme-{env}',
    service: COGNITO,
    shape: 'DomainType',
  },
  {
    title: 'auth.domain: a name',
    yaml: auth((v) => `{ domain: { name: ${v}, certificate: "arn:aws:acm:us-east-1:123456789012:certificate/a" } }`),
    example: 'auth.{env}.acme.dev',
    service: COGNITO,
    shape: 'DomainType',
  },
  {
    title: 'auth.verification: a subject',
    yaml: auth((v) => `{ verification: { emailSubject: ${v} } }`),
    example: 'Welcome',
    service: COGNITO,
    shape: 'EmailVerificationSubjectType',
  },
  {
    title: 'auth.verification: an e-mail',
    yaml: auth((v) => `{ verification: { emailMessage: ${v} } }`),
    example: 'Your code is {####}.',
    service: COGNITO,
    shape: 'EmailVerificationMessageType',
  },
  {
    title: 'auth.verification: an e-mail with a link',
    yaml: auth((v) => `{ ${DOMAIN}, verification: { by: link, emailMessage: ${v} } }`),
    example: 'Please {##confirm##} your address.',
    service: COGNITO,
    shape: 'EmailVerificationMessageByLinkType',
  },
  {
    title: 'auth.verification: a text message',
    yaml: auth((v) => `{ verification: { smsMessage: ${v} } }`),
    example: 'Your code is {####}.',
    service: COGNITO,
    shape: 'SmsVerificationMessageType',
  },
  {
    title: 'auth.invitation: an e-mail',
    yaml: auth((v) => `{ invitation: { emailMessage: ${v} } }`),
    example: 'You are {username}, your password is {####}.',
    service: COGNITO,
    shape: 'EmailInviteMessageType',
  },
  {
    title: 'auth.invitation: a text message',
    yaml: auth((v) => `{ invitation: { smsMessage: ${v} } }`),
    example: '{username}\n{####}',
    service: COGNITO,
    shape: 'SmsInviteMessageType',
  },
  {
    title: 'auth.email.sourceArn',
    yaml: auth((v) => `{ email: { sourceArn: ${v} } }`),
    example: 'arn:aws:ses:eu-west-1:123456789012:identity/acme.dev',
    service: COGNITO,
    shape: 'ArnType',
  },
  {
    title: 'auth.email.replyTo',
    yaml: auth((v) => `{ ${SES}, replyTo: ${v} } }`),
    example: 'help@acme.dev',
    service: COGNITO,
    shape: 'EmailAddressType',
  },
  {
    title: 'auth.email.configurationSet',
    yaml: auth((v) => `{ ${SES}, configurationSet: ${v} } }`),
    example: 'acme_mail',
    service: COGNITO,
    shape: 'SESConfigurationSet',
  },
  {
    title: 'auth.sms.roleArn',
    yaml: auth((v) => `{ sms: { roleArn: ${v} } }`),
    example: 'arn:aws:iam::123456789012:role/sms',
    service: COGNITO,
    shape: 'ArnType',
  },
  {
    title: 'auth.sms.region',
    yaml: auth((v) => `{ ${SMS}, region: ${v} } }`),
    example: 'eu-west-1',
    service: COGNITO,
    shape: 'RegionCodeType',
  },
  {
    title: 'auth.triggers: a function',
    yaml: auth((v) => `{ triggers: { preSignUp: ${v} } }`),
    example: 'arn:aws:lambda:eu-west-1:123456789012:function:pre-sign-up:live',
    service: COGNITO,
    shape: 'ArnType',
    sent: (value) => (value.includes(':') ? value : `arn:aws:lambda:eu-west-1:123456789012:function:${value}`),
  },
  {
    title: 'auth.triggers.kmsKey',
    yaml: auth((v) => `{ triggers: { kmsKey: ${v} } }`),
    example: 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555',
    service: COGNITO,
    shape: 'ArnType',
  },
  {
    title: 'auth.passkeys.relyingParty',
    yaml: auth((v) => `{ passkeys: { relyingParty: ${v} } }`),
    example: '{env}.acme.dev',
    service: COGNITO,
    shape: 'RelyingPartyIdType',
  },
  {
    title: 'auth.providers: a name',
    yaml: auth((v) => `{ ${DOMAIN}, providers: { ${v}: { ${PROVIDER} } } }`),
    example: 'corp',
    service: COGNITO,
    shape: 'ProviderNameTypeV2',
  },
  {
    title: 'auth.providers: an identifier',
    yaml: auth((v) => `{ ${DOMAIN}, providers: { corp: { ${PROVIDER}, identifiers: [${v}] } } }`),
    example: 'acme.dev',
    service: COGNITO,
    shape: 'IdpIdentifierType',
  },
  {
    title: 'auth.providers: an attribute that is mapped',
    yaml: auth(
      (v) =>
        `{ ${DOMAIN}, providers: { corp: { ${PROVIDER.replace('{ email: email }', `{ email: email, ${v}: claim }`)} } } }`,
    ),
    example: 'custom:tenant',
    service: COGNITO,
    shape: 'AttributeMappingKeyType',
  },
  {
    title: 'auth.identityPool.name',
    yaml: auth((v) => `{ identityPool: { name: ${v} } }`),
    example: 'acme {project} {env}',
    service: IDENTITY,
    shape: 'IdentityPoolName',
  },
  {
    title: 'auth.identityPool.roles',
    yaml: auth((v) => `{ identityPool: { roles: { authenticated: ${v} } } }`),
    example: 'service-role/app-{env}',
    service: 'iam',
    shape: 'roleNameType',
    sent: (name) => name.replace(/^.*\//s, ''),
  },
  {
    title: 'auth.identityPool.principalTags: a tag',
    yaml: auth((v) => `{ identityPool: { principalTags: { ${v}: sub } } }`),
    example: 'team',
    service: IDENTITY,
    shape: 'PrincipalTagID',
  },
  {
    title: 'auth.identityPool.principalTags: a claim',
    yaml: auth((v) => `{ identityPool: { principalTags: { team: ${v} } } }`),
    example: 'custom:team',
    service: IDENTITY,
    shape: 'PrincipalTagValue',
  },
  {
    title: 'auth.identityPool.roleMapping: a claim',
    yaml: auth(
      (v) =>
        `{ triggers: { preTokenGeneration: claims }, identityPool: { roleMapping: { rules: [{ claim: ${v}, equals: a, role: app }] } } }`,
    ),
    example: 'plan',
    service: IDENTITY,
    shape: 'ClaimName',
  },
  {
    title: 'auth.identityPool.roleMapping: a value',
    yaml: auth(
      (v) => `{ identityPool: { roleMapping: { rules: [{ claim: "cognito:groups", contains: ${v}, role: app }] } } }`,
    ),
    example: 'admins',
    service: IDENTITY,
    shape: 'ClaimValue',
  },
  {
    title: 'auth.identityPool.roleMapping: a role',
    yaml: auth(
      (v) => `{ identityPool: { roleMapping: { rules: [{ claim: "cognito:groups", contains: a, role: ${v} }] } } }`,
    ),
    example: 'app-{env}',
    service: 'iam',
    shape: 'roleNameType',
  },
]
