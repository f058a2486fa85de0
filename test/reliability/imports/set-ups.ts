import type {CreateIdentityPoolCommandInput, RoleMapping} from '@aws-sdk/client-cognito-identity'
import type {
  CreateIdentityProviderCommandInput,
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
  CreateUserPoolDomainCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'

/** What somebody set up, and with what. */
export interface SetUp {
  readonly by: 'amplify' | 'flutter' | 'terraform 0.11' | 'terraform' | 'console' | 'cdk'
  readonly pool: Omit<CreateUserPoolCommandInput, 'PoolName'>
  /** The first one signs users in with a password and has no secret. */
  readonly clients: readonly Omit<CreateUserPoolClientCommandInput, 'UserPoolId'>[]
  readonly totp: boolean
  readonly domain: Omit<CreateUserPoolDomainCommandInput, 'UserPoolId'> | undefined
  /** Scopes of an API by its name. */
  readonly servers: Readonly<Record<string, readonly string[]>>
  /** Whom the pool lets in besides its own users. */
  readonly providers: readonly Omit<CreateIdentityProviderCommandInput, 'UserPoolId'>[]
  readonly groups: readonly {readonly name: string; readonly role: boolean; readonly precedence?: number}[]
  /** Whether the user is in each of the groups. */
  readonly member: boolean
  /** Which of the clients the identity pool trusts; none where there is no identity pool. */
  readonly trusted: 'all' | 'first' | 'none'
  readonly check: boolean
  readonly guests: boolean
  /** What else the identity pool has. */
  readonly identities: Pick<
    CreateIdentityPoolCommandInput,
    | 'AllowClassicFlow'
    | 'DeveloperProviderName'
    | 'OpenIdConnectProviderARNs'
    | 'SamlProviderARNs'
    | 'SupportedLoginProviders'
  >
  /** Whether it takes tokens of another user pool too. */
  readonly second: boolean
  /** How users of the first client get another role, and of whom else. */
  readonly mapping: Pick<RoleMapping, 'Type' | 'AmbiguousRoleResolution'> | undefined
  readonly social: Pick<RoleMapping, 'Type' | 'AmbiguousRoleResolution'> | undefined
  readonly tags: 'none' | 'default' | 'own'
}

const ACCOUNT = '111122223333'
const lambda = (name: string): string => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`

const details = {client_id: '123', client_secret: 'a-secret'}
const anyProvider = fc.constantFrom<SetUp['providers'][number]>(
  {
    ProviderName: 'Google',
    ProviderType: 'Google',
    ProviderDetails: {...details, authorize_scopes: 'openid email profile'},
    AttributeMapping: {email: 'email', username: 'sub'},
  },
  {
    ProviderName: 'Facebook',
    ProviderType: 'Facebook',
    ProviderDetails: {...details, authorize_scopes: 'public_profile,email', api_version: 'v17.0'},
    AttributeMapping: {email: 'email', username: 'id'},
  },
  {
    ProviderName: 'LoginWithAmazon',
    ProviderType: 'LoginWithAmazon',
    ProviderDetails: {...details, authorize_scopes: 'profile postal_code'},
    AttributeMapping: {email: 'email', username: 'user_id'},
  },
  {
    ProviderName: 'SignInWithApple',
    ProviderType: 'SignInWithApple',
    ProviderDetails: {
      client_id: 'dev.acme.app',
      team_id: 'ABCDE12345',
      key_id: 'ABCDE12345',
      private_key: 'a-key',
      authorize_scopes: 'email',
    },
    AttributeMapping: {email: 'email', username: 'sub'},
  },
  {
    ProviderName: 'AzureAD',
    ProviderType: 'OIDC',
    ProviderDetails: {
      ...details,
      attributes_request_method: 'POST',
      oidc_issuer: 'https://login.acme.dev/v2.0',
      authorize_scopes: 'openid profile email',
    },
    AttributeMapping: {email: 'email', 'custom:tenant': 'tid', username: 'sub'},
    IdpIdentifiers: ['acme.dev'],
  },
  {
    ProviderName: 'corp.oidc',
    ProviderType: 'OIDC',
    ProviderDetails: {
      ...details,
      attributes_request_method: 'GET',
      oidc_issuer: 'https://id.acme.dev',
      authorize_scopes: 'openid',
      authorize_url: 'https://id.acme.dev/a',
      token_url: 'https://id.acme.dev/t',
      attributes_url: 'https://id.acme.dev/u',
      jwks_uri: 'https://id.acme.dev/k',
    },
    AttributeMapping: {},
  },
  {
    ProviderName: 'okta',
    ProviderType: 'SAML',
    ProviderDetails: {MetadataURL: 'https://okta.acme.dev/metadata', IDPSignout: 'true'},
    AttributeMapping: {email: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress'},
  },
  {
    ProviderName: 'adfs',
    ProviderType: 'SAML',
    ProviderDetails: {MetadataFile: '<EntityDescriptor/>', EncryptedResponses: 'false', IDPInit: 'true'},
    AttributeMapping: {},
  },
)

/** Ways back as people write them: pages, schemes of native applications with and without an address behind them. */
const anyUrl = fc.constantFrom(
  'https://app.acme.dev/',
  'http://localhost:3000/',
  'http://127.0.0.1:8080/in',
  'myapp://',
  'myapp:///in',
  'com.acme.app:/in',
  'exp://127.0.0.1:19000/--/',
  'urn:ietf:wg:oauth:2.0:oob',
)
const anyUrls = fc.uniqueArray(anyUrl, {minLength: 1, maxLength: 3})

const withoutUndefined = <T extends object>(found: T): T =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as T

const anyClient = (providers: readonly string[], scopes: readonly string[]) =>
  fc
    .record(
      {
        ClientName: fc.constantFrom('app_client', 'app_clientWeb', 'web', 'mobile', 'CDK-Client1A2B', 'My app, iOS'),
        CallbackURLs: anyUrls,
        LogoutURLs: anyUrls,
        RefreshTokenValidity: fc.integer({min: 1, max: 60}),
        AccessTokenValidity: fc.integer({min: 1, max: 24}),
        PreventUserExistenceErrors: fc.constantFrom('ENABLED' as const, 'LEGACY' as const),
        EnableTokenRevocation: fc.boolean(),
        EnablePropagateAdditionalUserContextData: fc.constant(false),
        AuthSessionValidity: fc.integer({min: 3, max: 15}),
        ReadAttributes: fc.constantFrom<string[]>(
          ['email'],
          ['email', 'name', 'custom:tenant'],
          ['email', 'email_verified'],
        ),
        WriteAttributes: fc.constantFrom<string[]>(['email'], ['email', 'name']),
        SupportedIdentityProviders: fc.subarray(['COGNITO', ...providers]),
        oauth: fc.record({
          AllowedOAuthFlows: fc.constantFrom<('code' | 'implicit')[]>(['code'], ['implicit'], ['code', 'implicit']),
          AllowedOAuthScopes: fc.subarray(
            ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin', ...scopes],
            {minLength: 1},
          ),
          CallbackURLs: anyUrls,
        }),
        ExplicitAuthFlows: fc.constantFrom<CreateUserPoolClientCommandInput['ExplicitAuthFlows']>(
          ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        ),
        GenerateSecret: fc.boolean(),
      },
      {requiredKeys: ['ClientName']},
    )
    .map(({oauth, ...client}) => (oauth ? {...client, AllowedOAuthFlowsUserPoolClient: true, ...oauth} : client))

const SIGNS_IN = {
  GenerateSecret: false,
  ExplicitAuthFlows: [
    'ALLOW_USER_PASSWORD_AUTH' as const,
    'ALLOW_USER_SRP_AUTH' as const,
    'ALLOW_REFRESH_TOKEN_AUTH' as const,
  ],
}

const machine = (scopes: readonly string[]): SetUp['clients'][number] => ({
  ClientName: 'machine',
  GenerateSecret: true,
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['client_credentials'],
  AllowedOAuthScopes: [...scopes],
  ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
})

const anyPool = fc
  .record(
    {
      ways: fc.constantFrom<Partial<CreateUserPoolCommandInput>>(
        {UsernameAttributes: ['email']},
        {UsernameAttributes: ['email', 'phone_number']},
        {AliasAttributes: ['email', 'preferred_username']},
        {},
      ),
      AutoVerifiedAttributes: fc.constantFrom<'email'[]>([], ['email']),
      UsernameConfiguration: fc.record({CaseSensitive: fc.boolean()}),
      DeletionProtection: fc.constantFrom('ACTIVE' as const, 'INACTIVE' as const),
      AdminCreateUserConfig: fc.record({AllowAdminCreateUserOnly: fc.boolean()}),
      UserPoolTier: fc.constantFrom('LITE' as const, 'ESSENTIALS' as const, 'PLUS' as const),
      // Amplify and CDK have such attributes; a pool of Terraform often has the limits of texts too.
      more: fc.subarray([
        {Name: 'role', AttributeDataType: 'String' as const, Mutable: true},
        {
          Name: 'age',
          AttributeDataType: 'Number' as const,
          NumberAttributeConstraints: {MinValue: '0', MaxValue: '200'},
        },
        {Name: 'since', AttributeDataType: 'DateTime' as const, Mutable: false},
        {Name: 'beta', AttributeDataType: 'Boolean' as const, Mutable: true},
      ]),
      EmailConfiguration: fc.constant({
        EmailSendingAccount: 'DEVELOPER' as const,
        SourceArn: `arn:aws:ses:us-east-1:${ACCOUNT}:identity/acme.dev`,
        From: 'Acme <no-reply@acme.dev>',
        ReplyToEmailAddress: 'help@acme.dev',
      }),
      LambdaConfig: fc
        .subarray(['PreSignUp', 'PostConfirmation', 'CustomMessage', 'PostAuthentication'] as const)
        .map((names) => Object.fromEntries(names.map((name) => [name, lambda(`acme-${name}`)]))),
      UserPoolTags: fc.constant({'amplify:deployment-type': 'branch', team: 'a'}),
      VerificationMessageTemplate: fc.constant({
        DefaultEmailOption: 'CONFIRM_WITH_LINK' as const,
        EmailMessageByLink: 'Click {##here##}',
        EmailSubjectByLink: 'Welcome',
      }),
    },
    {requiredKeys: ['ways']},
  )
  .map(({ways, more = [], ...pool}): SetUp['pool'] => ({
    ...pool,
    ...ways,
    Schema: [
      {Name: 'email', Required: true, Mutable: true},
      {Name: 'tenant', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: {MaxLength: '64'}},
      ...more,
    ],
  }))

const anyMapping = fc.constantFrom<SetUp['mapping'][]>(
  undefined,
  {Type: 'Token', AmbiguousRoleResolution: 'AuthenticatedRole'},
  {Type: 'Rules', AmbiguousRoleResolution: 'AuthenticatedRole'},
)

const anyIdentities = fc.record<SetUp['identities']>(
  {
    AllowClassicFlow: fc.boolean(),
    DeveloperProviderName: fc.constant('login.acme.app'),
    OpenIdConnectProviderARNs: fc.constant([`arn:aws:iam::${ACCOUNT}:oidc-provider/id.acme.dev`]),
    SamlProviderARNs: fc.constant([`arn:aws:iam::${ACCOUNT}:saml-provider/okta`]),
    SupportedLoginProviders: fc
      .subarray(
        [
          ['graph.facebook.com', '7346241598935552'],
          ['accounts.google.com', '123456789012.apps.googleusercontent.com'],
          ['www.amazon.com', 'amzn1.application-oa2-client.188a56d827a7d6555a8b67a5d'],
          ['appleid.apple.com', 'dev.acme.app'],
        ] as const,
        {minLength: 1},
      )
      .map((all) => Object.fromEntries(all)),
  },
  {requiredKeys: []},
)

/** A set-up as one of these tools leaves it. */
export const anySetUp: fc.Arbitrary<SetUp> = fc
  .record({
    providers: fc.uniqueArray(anyProvider, {maxLength: 3, selector: ({ProviderName}) => ProviderName}),
    servers: fc.constantFrom<SetUp['servers']>({}, {}, {'https://api.acme.dev': ['read', 'write']}, {orders: ['all']}),
  })
  .chain(({providers, servers}) => {
    const names = providers.map(({ProviderName = ''}) => ProviderName)
    const scopes = Object.entries(servers).flatMap(([name, own]) => own.map((scope) => `${name}/${scope}`))
    return fc.record({
      by: fc.constantFrom<SetUp['by'][]>('amplify', 'flutter', 'terraform 0.11', 'terraform', 'console', 'cdk'),
      pool: anyPool.map(withoutUndefined),
      // Two of one name are renamed by the plan, with a reason: docs/guide/import.md.
      clients: fc
        .uniqueArray(anyClient(names, scopes), {minLength: 1, maxLength: 3, selector: ({ClientName}) => ClientName})
        .chain((clients) =>
          fc.boolean().map((has) => (has && scopes.length > 0 ? [...clients, machine(scopes)] : clients)),
        )
        .map(([first, ...rest]) => [{ClientName: 'web', ...first, ...SIGNS_IN}, ...rest]),
      totp: fc.boolean(),
      domain: fc.constantFrom<SetUp['domain'][]>(
        undefined,
        {Domain: 'acme-customers'},
        {
          Domain: 'auth.acme.dev',
          CustomDomainConfig: {CertificateArn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1`},
        },
      ),
      servers: fc.constant(servers),
      providers: fc.constant(providers),
      groups: fc.subarray([
        {name: 'admins', role: true, precedence: 0},
        {name: 'Editors/of-all+ü', role: true},
        {name: 'readers', role: false, precedence: 7},
        {name: 'eu-west-1_google', role: false},
      ]),
      member: fc.boolean(),
      trusted: fc.constantFrom<SetUp['trusted'][]>('all', 'first', 'all', 'none'),
      check: fc.boolean(),
      guests: fc.boolean(),
      identities: anyIdentities.map(withoutUndefined),
      second: fc.boolean(),
      mapping: anyMapping,
      social: anyMapping,
      tags: fc.constantFrom<SetUp['tags'][]>('none', 'default', 'own'),
    })
  })
