import type {Recorded} from '../../../src/lib/records/records.js'
import {writeAppClient} from '../../../src/lib/export/terraform/kinds/app-client.js'
import {writeBranding, writeDomain, writeGroup} from '../../../src/lib/export/terraform/kinds/domain.js'
import {writeProvider, writeResourceServer} from '../../../src/lib/export/terraform/kinds/federation.js'
import {writeBucket} from '../../../src/lib/export/terraform/kinds/bucket.js'
import {
  writeIamGroup,
  writeIamUser,
  writeOidcProvider,
  writePolicy,
  writeRole,
} from '../../../src/lib/export/terraform/kinds/iam.js'
import {
  writeIdentityPool,
  writePoolRoles,
  writePrincipalTags,
} from '../../../src/lib/export/terraform/kinds/identity-pool.js'
import {
  writeAccount,
  writeExistingAccount,
  writeGuardrail,
  writeOrganization,
  writeUnit,
} from '../../../src/lib/export/terraform/kinds/organization.js'
import {
  writeAssignment,
  writeInstance,
  writePermissionSet,
} from '../../../src/lib/export/terraform/kinds/identity-center.js'
import {
  writeHostingApp,
  writeHostingBranch,
  writeHostingDomain,
} from '../../../src/lib/export/terraform/kinds/hosting.js'
import {writeRegion} from '../../../src/lib/export/terraform/kinds/region.js'
import {writeUserPool} from '../../../src/lib/export/terraform/kinds/user-pool.js'
import type {Part} from '../../../src/lib/export/terraform/scene.js'
import type {Write} from '../../../src/lib/export/terraform/written.js'
import {writeTable} from '../../../src/lib/export/terraform/kinds/table.js'

const ACCOUNT = '111122223333'
const POOL = 'eu-west-1_AbCdEfGhI'
const IDENTITY_POOL = 'eu-west-1:11111111-2222-3333-4444-555555555555'
const CLIENT = '1example23456789'
const ISSUER = `cognito-idp.eu-west-1.amazonaws.com/${POOL}`
const INSTANCE = 'arn:aws:sso:::instance/ssoins-1234567890abcdef'
const SET = 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/acme-dev-authenticated`
const APP = 'd1a2b3c4d5e6f7'
const POLICY = `arn:aws:iam::${ACCOUNT}:policy/acme-dev-self-service`

/** A part whose facts can be others. */
interface FactsPart extends Part {
  readonly withFacts: (change: (facts: unknown) => unknown) => Part
}

/** A resource as AWS answers it, ready to be written. */
const part = <F>(
  {id, needs = [], ...named}: Pick<Recorded, 'address' | 'kind'> & Partial<Recorded>,
  write: Write<F>,
  facts: F,
): FactsPart => {
  const recorded = {...named, id: id ?? named.address, accountId: ACCOUNT, region: 'eu-west-1', key: {}, needs}
  const writing = (those: F): Part => ({recorded, write: (scene) => write(those, scene)})
  return {...writing(facts), withFacts: (change) => writing(change(facts) as F)}
}

const allow = (Action: string, Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action, Resource}],
})

/** What the organization's folder is made of: one of each kind. */
export const ORGANIZATION: readonly FactsPart[] = [
  part({address: 'organization', kind: 'organization'}, writeOrganization, {
    organization: {Id: 'o-abc1234567', FeatureSet: 'ALL'},
    root: {
      Id: 'r-ab12',
      PolicyTypes: [
        {Type: 'TAG_POLICY', Status: 'PENDING_ENABLE'},
        {Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED'},
      ],
    },
    services: ['sso.amazonaws.com', 'cloudtrail.amazonaws.com'],
  }),
  part({address: 'unit', kind: 'organizational-unit', needs: ['organization']}, writeUnit, {
    unit: {Id: 'ou-ab12-cdefgh12', Name: 'acme'},
    parentId: 'r-ab12',
    tags: {'awsup:project': 'acme', 'awsup:address': 'unit'},
  }),
  part({address: 'dev.account', kind: 'account', needs: ['unit']}, writeAccount, {
    account: {Id: ACCOUNT, Name: 'acme-dev', Email: 'aws+dev@acme.dev'},
    parentId: 'ou-ab12-cdefgh12',
    roleName: 'OrganizationAccountAccessRole',
    tags: {},
  }),
  part({address: 'old.account', kind: 'existing-account', id: '444455556666'}, writeExistingAccount, {
    accountId: '444455556666',
  }),
  part({address: 'guardrail.deny-root-user', kind: 'service-control-policy', needs: ['unit']}, writeGuardrail, {
    policy: {
      PolicySummary: {Id: 'p-abcd1234', Name: 'acme-deny-root-user', Description: '', Type: 'SERVICE_CONTROL_POLICY'},
      Content: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: {StringLike: {'aws:PrincipalArn': 'arn:aws:iam::*:root'}},
        },
      }),
    },
    targetIds: ['ou-ab12-cdefgh12', '999988887777'],
    tags: {},
  }),
]

/** What an environment's folder is made of: one of each kind, and what is special about some. */
export const ENVIRONMENT: readonly FactsPart[] = [
  part({address: 'dev.user-pool', kind: 'user-pool'}, writeUserPool, {
    pool: {
      Id: POOL,
      Arn: `arn:aws:cognito-idp:eu-west-1:${ACCOUNT}:userpool/${POOL}`,
      Name: 'acme "dev"',
      CreationDate: new Date(0),
      UserPoolTier: 'PLUS',
      DeletionProtection: 'ACTIVE',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      MfaConfiguration: 'OPTIONAL',
      EmailVerificationMessage: 'Your code: {####}',
      SmsVerificationMessage: 'Your code: {####}',
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_CODE',
        SmsMessage: 'Your code: {####}',
        EmailMessage: 'Your code: {####}\n%{100} of ${you}',
      },
      UsernameConfiguration: {CaseSensitive: false},
      Policies: {
        PasswordPolicy: {MinimumLength: 12, RequireNumbers: true, TemporaryPasswordValidityDays: 7},
        SignInPolicy: {AllowedFirstAuthFactors: ['WEB_AUTHN', 'PASSWORD']},
      },
      AccountRecoverySetting: {RecoveryMechanisms: [{Name: 'verified_email', Priority: 1}]},
      AdminCreateUserConfig: {AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 7},
      DeviceConfiguration: {ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false},
      UserAttributeUpdateSettings: {AttributesRequireVerificationBeforeUpdate: ['email']},
      UserPoolAddOns: {AdvancedSecurityMode: 'AUDIT', AdvancedSecurityAdditionalFlows: {CustomAuthMode: 'ENFORCED'}},
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: 'arn:aws:ses:eu-west-1:111122223333:identity/acme.dev',
      },
      SmsConfiguration: {SnsCallerArn: `arn:aws:iam::${ACCOUNT}:role/sms`},
      LambdaConfig: {
        PreTokenGeneration: 'arn:aws:lambda:eu-west-1:111122223333:function:claims',
        PreTokenGenerationConfig: {
          LambdaVersion: 'V2_0',
          LambdaArn: 'arn:aws:lambda:eu-west-1:111122223333:function:claims',
        },
        InboundFederation: {LambdaVersion: 'V1_0', LambdaArn: 'arn:aws:lambda:eu-west-1:111122223333:function:inbound'},
      },
      SchemaAttributes: [
        {
          Name: 'sub',
          AttributeDataType: 'String',
          DeveloperOnlyAttribute: false,
          Mutable: false,
          Required: true,
          StringAttributeConstraints: {MinLength: '1', MaxLength: '2048'},
        },
        {
          Name: 'email',
          AttributeDataType: 'String',
          DeveloperOnlyAttribute: false,
          Mutable: true,
          Required: true,
          StringAttributeConstraints: {MinLength: '0', MaxLength: '2048'},
        },
        {
          Name: 'name',
          AttributeDataType: 'String',
          DeveloperOnlyAttribute: false,
          Mutable: true,
          Required: false,
          StringAttributeConstraints: {MinLength: '0', MaxLength: '2048'},
        },
        {
          Name: 'custom:seats',
          AttributeDataType: 'Number',
          DeveloperOnlyAttribute: false,
          Mutable: false,
          Required: false,
          NumberAttributeConstraints: {MinValue: '1'},
        },
      ],
      UserPoolTags: {'awsup:project': 'acme'},
    },
    mfa: {
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: {Enabled: true},
      EmailMfaConfiguration: {},
      WebAuthnConfiguration: {
        RelyingPartyId: 'acme.dev',
        UserVerification: 'preferred',
        FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
      },
    },
  }),
  part({address: 'dev.resource-server.api', kind: 'resource-server', needs: ['dev.user-pool']}, writeResourceServer, {
    server: {
      UserPoolId: POOL,
      Identifier: 'https://api.acme.dev',
      Name: 'The API',
      Scopes: [{ScopeName: 'read', ScopeDescription: 'Reads'}],
    },
  }),
  part({address: 'dev.provider.google', kind: 'identity-provider', needs: ['dev.user-pool']}, writeProvider, {
    provider: {
      UserPoolId: POOL,
      ProviderName: 'Google',
      ProviderType: 'Google',
      ProviderDetails: {client_id: 'g', authorize_scopes: 'openid', attributes_url_add_attributes: 'true'},
      AttributeMapping: {username: 'sub', email: 'email'},
      IdpIdentifiers: [],
    },
  }),
  part({address: 'dev.provider.corp', kind: 'identity-provider', needs: ['dev.user-pool']}, writeProvider, {
    provider: {
      UserPoolId: POOL,
      ProviderName: 'corp',
      ProviderType: 'SAML',
      ProviderDetails: {MetadataURL: 'https://corp.acme.dev/metadata.xml', ActiveEncryptionCertificate: 'MII…'},
      IdpIdentifiers: ['acme.dev'],
      AcrMapping: {},
    },
  }),
  part(
    {
      address: 'dev.app-client.web',
      kind: 'app-client',
      needs: ['dev.user-pool', 'dev.provider.google', 'dev.resource-server.api'],
    },
    writeAppClient,
    {
      client: {
        UserPoolId: POOL,
        ClientId: CLIENT,
        ClientName: 'web',
        AllowedOAuthScopes: ['openid', 'https://api.acme.dev/read', 'elsewhere/read'],
        SupportedIdentityProviders: ['Google', 'COGNITO', 'elsewhere'],
        RefreshTokenRotation: {Feature: 'ENABLED', RetryGracePeriodSeconds: 60},
        TokenValidityUnits: {AccessToken: 'minutes'},
        AccessTokenValidity: 60,
      },
      hasSecret: true,
    },
  ),
  part({address: 'dev.branding.web', kind: 'managed-login-branding', needs: ['dev.app-client.web']}, writeBranding, {
    userPoolId: POOL,
    clientId: CLIENT,
    id: 'b',
  }),
  part({address: 'dev.domain', kind: 'user-pool-domain', needs: ['dev.user-pool']}, writeDomain, {
    name: 'auth.acme.dev',
    domain: {
      UserPoolId: POOL,
      ManagedLoginVersion: 2,
      CustomDomainConfig: {
        CertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
      },
    },
  }),
  part(
    {address: 'dev.identity-pool', kind: 'identity-pool', needs: ['dev.user-pool', 'dev.app-client.web']},
    writeIdentityPool,
    {
      pool: {
        IdentityPoolId: IDENTITY_POOL,
        IdentityPoolName: 'acme-dev',
        AllowUnauthenticatedIdentities: false,
        AllowClassicFlow: true,
        CognitoIdentityProviders: [{ProviderName: ISSUER, ClientId: CLIENT, ServerSideTokenCheck: true}],
        OpenIdConnectProviderARNs: [],
        SupportedLoginProviders: {'graph.facebook.com': '7346241598935552'},
      },
    },
  ),
  part({address: 'dev.role.authenticated', kind: 'role', needs: ['dev.identity-pool']}, writeRole, {
    role: {
      RoleName: 'acme-dev-authenticated',
      Arn: ROLE,
      Path: '/',
      RoleId: 'AROA',
      CreateDate: new Date(0),
      Description: '',
      MaxSessionDuration: 3600,
      Tags: [{Key: 'awsup:project', Value: 'acme'}],
    },
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: {Federated: 'cognito-identity.amazonaws.com'},
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {StringEquals: {'cognito-identity.amazonaws.com:aud': IDENTITY_POOL}},
        },
      ],
    },
    inlinePolicies: {access: allow('s3:GetObject', `arn:aws:s3:::u/${IDENTITY_POOL}/\${aws:PrincipalTag/sub}/*`)},
    managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  }),
  part(
    {
      address: 'dev.identity-pool-roles',
      kind: 'identity-pool-roles',
      needs: ['dev.identity-pool', 'dev.role.authenticated'],
    },
    writePoolRoles,
    {
      identityPoolId: IDENTITY_POOL,
      roles: {
        Roles: {authenticated: ROLE},
        RoleMappings: {
          [`${ISSUER}:${CLIENT}`]: {
            Type: 'Rules',
            AmbiguousRoleResolution: 'Deny',
            RulesConfiguration: {Rules: [{Claim: 'custom:plan', MatchType: 'Equals', Value: 'pro', RoleARN: ROLE}]},
          },
        },
      },
    },
  ),
  part({address: 'dev.principal-tags', kind: 'principal-tags', needs: ['dev.identity-pool']}, writePrincipalTags, {
    identityPoolId: IDENTITY_POOL,
    providerName: ISSUER,
    map: {PrincipalTags: {tenant: 'custom:tenant'}, UseDefaults: false},
  }),
  part(
    {address: 'dev.group.admins', kind: 'user-pool-group', needs: ['dev.user-pool', 'dev.role.authenticated']},
    writeGroup,
    {
      group: {UserPoolId: POOL, GroupName: 'admins', Precedence: 0, RoleArn: ROLE},
    },
  ),
  // Two names that Terraform would take for one.
  part({address: 'dev.group.a-b', kind: 'user-pool-group', needs: ['dev.user-pool']}, writeGroup, {
    group: {UserPoolId: POOL, GroupName: 'a-b'},
  }),
  part({address: 'dev.group.a.b', kind: 'user-pool-group', needs: ['dev.user-pool']}, writeGroup, {
    group: {UserPoolId: POOL, GroupName: 'a.b'},
  }),
  part({address: 'dev.oidc.github', kind: 'oidc-provider'}, writeOidcProvider, {
    arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
    provider: {
      Url: 'token.actions.githubusercontent.com',
      ClientIDList: ['sts.amazonaws.com', 'other'],
      ThumbprintList: ['a031c46782e6e6c662c2c87c76da9aa62ccabd8e'],
      Tags: [{Key: 'awsup:project', Value: 'acme'}],
    },
  }),
  part({address: 'dev.permission-set.developer', kind: 'permission-set'}, writePermissionSet, {
    set: {Name: 'acme-dev-developer', Description: 'What people may do', SessionDuration: 'PT4H'},
    actual: {
      instanceArn: INSTANCE,
      region: 'eu-central-1',
      id: SET,
      arn: SET,
      name: 'acme-dev-developer',
      description: 'What people may do',
      sessionDuration: 'PT4H',
      managedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'],
      customerPolicies: ['/own/Logs'],
      inlinePolicy: allow('iam:Get*', '*'),
      boundary: '/awsup/acme/acme-dev-boundary',
      outdatedIn: [],
    },
    tags: {'awsup:project': 'acme'},
  }),
  part({address: 'people.identity-center', kind: 'identity-center'}, writeInstance, {region: 'eu-central-1'}),
  part(
    {
      address: 'dev.assignment.developer.jane',
      kind: 'permission-set-assignment',
      needs: ['dev.permission-set.developer'],
    },
    writeAssignment,
    {
      instanceArn: INSTANCE,
      region: 'eu-central-1',
      identityStoreId: 'd-1234567890',
      permissionSetArn: SET,
      accountId: ACCOUNT,
      principalType: 'USER',
      principal: 'jane',
      principalId: '11111111-2222-3333-4444-555555555555',
      id: 'jane',
    },
  ),
  part({address: 'dev.policy.self-service', kind: 'managed-policy'}, writePolicy, {
    policy: {
      PolicyName: 'acme-dev-self-service',
      Arn: POLICY,
      Path: '/',
      Description: 'Lets users look after themselves',
    },
    document: allow('iam:*', 'arn:aws:iam::*:user/${aws:username}'),
  }),
  part({address: 'dev.user-group.developers', kind: 'iam-group'}, writeIamGroup, {
    group: {GroupName: 'developers', Path: '/awsup/acme/', GroupId: 'AGPA', Arn: 'arn', CreateDate: new Date(0)},
    inlinePolicies: {},
    managedPolicies: [],
  }),
  part(
    {address: 'dev.user.alice', kind: 'iam-user', needs: ['dev.policy.self-service', 'dev.user-group.developers']},
    writeIamUser,
    {
      user: {
        UserName: 'alice',
        Path: '/',
        UserId: 'AIDA',
        Arn: 'arn',
        CreateDate: new Date(0),
        PermissionsBoundary: {PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess'},
      },
      groups: ['others', 'developers'],
      managedPolicies: [POLICY],
      inlinePolicies: {},
    },
  ),
  part({address: 'dev.hosting', kind: 'hosting-app', id: APP}, writeHostingApp, {
    app: {
      appId: APP,
      appArn: `arn:aws:amplify:eu-west-1:${ACCOUNT}:apps/${APP}`,
      name: 'acme-dev',
      description: '',
      repository: '',
      platform: 'WEB',
      createTime: new Date(0),
      updateTime: new Date(0),
      environmentVariables: {},
      defaultDomain: `${APP}.amplifyapp.com`,
      enableBranchAutoBuild: false,
      enableBasicAuth: false,
      customRules: [{source: '/<*>', target: '/index.html', status: '404-200'}],
      customHeaders:
        'customHeaders:\n  - pattern: "**"\n    headers:\n      - key: Cache-Control\n        value: no-cache\n',
      cacheConfig: {type: 'AMPLIFY_MANAGED_NO_COOKIES'},
      tags: {'awsup:project': 'acme', 'awsup:address': 'dev.hosting'},
    },
  }),
  part({address: 'dev.hosting-branch', kind: 'hosting-branch', needs: ['dev.hosting']}, writeHostingBranch, {
    appId: APP,
    branch: {
      branchArn: 'arn',
      branchName: 'dev',
      description: '',
      stage: 'DEVELOPMENT',
      displayName: 'dev',
      enableNotification: false,
      createTime: new Date(0),
      updateTime: new Date(0),
      environmentVariables: {},
      enableAutoBuild: false,
      customDomains: [],
      framework: '',
      activeJobId: '0000000001',
      totalNumberOfJobs: '1',
      enableBasicAuth: true,
      ttl: '5',
      enablePullRequestPreview: false,
    },
  }),
  part(
    {address: 'dev.hosting-domain', kind: 'hosting-domain', needs: ['dev.hosting', 'dev.hosting-branch']},
    writeHostingDomain,
    {
      appId: APP,
      domain: {
        domainAssociationArn: 'arn',
        domainName: 'app.acme.dev',
        enableAutoSubDomain: false,
        domainStatus: 'PENDING_VERIFICATION',
        statusReason: '',
        subDomains: [
          {subDomainSetting: {prefix: '', branchName: 'dev'}, verified: false, dnsRecord: ' CNAME d.cloudfront.net'},
        ],
      },
    },
  ),
  part({address: 'dev.region', kind: 'region', id: 'eu-south-1'}, writeRegion, {region: 'eu-south-1'}),
  part({address: 'dev.table.todos', kind: 'table', id: 'todos'}, writeTable, {
    table: {
      TableName: 'todos',
      TableArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/todos`,
      TableStatus: 'ACTIVE',
      BillingModeSummary: {BillingMode: 'PAY_PER_REQUEST'},
      AttributeDefinitions: [
        {AttributeName: 'owner', AttributeType: 'S'},
        {AttributeName: 'at', AttributeType: 'N'},
        {AttributeName: 'list', AttributeType: 'S'},
      ],
      KeySchema: [
        {AttributeName: 'owner', KeyType: 'HASH'},
        {AttributeName: 'at', KeyType: 'RANGE'},
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'byList',
          KeySchema: [
            {AttributeName: 'owner', KeyType: 'HASH'},
            {AttributeName: 'list', KeyType: 'RANGE'},
          ],
          Projection: {ProjectionType: 'INCLUDE', NonKeyAttributes: ['title', 'done']},
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'list',
          KeySchema: [{AttributeName: 'list', KeyType: 'HASH'}],
          Projection: {ProjectionType: 'KEYS_ONLY'},
        },
      ],
      StreamSpecification: {StreamEnabled: true, StreamViewType: 'NEW_IMAGE'},
      DeletionProtectionEnabled: true,
    },
    tags: {'awsup:project': 'acme', 'awsup:address': 'dev.table.todos'},
    ttl: 'expiresAt',
    recoveryDays: 35,
  }),
  part({address: 'dev.bucket.uploads', kind: 'bucket', id: 'acme-dev-uploads-111122223333-eu-west-1-an'}, writeBucket, {
    name: 'acme-dev-uploads-111122223333-eu-west-1-an',
    tags: {'awsup:project': 'acme', 'awsup:address': 'dev.bucket.uploads'},
    publicAccess: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true},
    ownership: 'BucketOwnerEnforced',
    encryption: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}, BucketKeyEnabled: false}],
    versioning: 'Enabled',
    policy: JSON.stringify(allow('s3:GetObject', 'arn:aws:s3:::acme-dev-uploads-111122223333-eu-west-1-an/*')),
    cors: [{AllowedOrigins: ['https://acme.dev'], AllowedMethods: ['GET', 'PUT'], MaxAgeSeconds: 3000}],
    lifecycle: [
      {ID: 'awsup-1', Status: 'Enabled', Filter: {Prefix: 'tmp/'}, Expiration: {Days: 7}},
      {ID: 'old', Status: 'Disabled', Filter: {Prefix: ''}, NoncurrentVersionExpiration: {NoncurrentDays: 30}},
    ],
  }),
]
