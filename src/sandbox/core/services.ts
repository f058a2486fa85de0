import type {DeferredService, Service} from './service.js'

/** DynamoDB is the heaviest, and most commands never call it. */
const dynamodb: DeferredService = {
  name: 'dynamodb',
  protocol: 'json',
  target: 'DynamoDB_20120810',
  load: async () => (await import('../services/dynamodb/service.js')).dynamodb,
}

/** Only where a secret is kept there. */
const ssm: DeferredService = {
  name: 'ssm',
  protocol: 'json',
  target: 'AmazonSSM',
  load: async () => (await import('../services/ssm/service.js')).ssm,
}

const secretsManager: DeferredService = {
  name: 'secretsmanager',
  protocol: 'json',
  target: 'secretsmanager',
  load: async () => (await import('../services/secrets-manager/service.js')).secretsManager,
}

const account: DeferredService = {
  name: 'account',
  protocol: 'rest-json',
  target: '2021-02-01',
  load: async () => (await import('../services/account/service.js')).account,
}

/** Only where sites are hosted. */
const amplify: DeferredService = {
  name: 'amplify',
  protocol: 'rest-json',
  target: '2017-07-25',
  load: async () => (await import('../services/amplify/service.js')).amplify,
}

/** Asked once, before an organization is made. */
const freetier: DeferredService = {
  name: 'freetier',
  protocol: 'json',
  target: 'AWSFreeTierService',
  load: async () => (await import('../services/freetier/service.js')).freetier,
}

/** Functions run where the sandbox was told to; calls of others are refused. */
const lambda: DeferredService = {
  name: 'lambda',
  protocol: 'rest-json',
  target: '2015-03-31',
  load: async () => (await import('../services/lambda/service.js')).lambda,
}

const ssoAdmin: DeferredService = {
  name: 'sso-admin',
  protocol: 'json',
  target: 'SWBExternalService',
  load: async () => (await import('../services/identity-center/sso-admin/service.js')).ssoAdmin,
}

const identityStore: DeferredService = {
  name: 'identitystore',
  protocol: 'json',
  target: 'AWSIdentityStore',
  load: async () => (await import('../services/identity-center/identitystore/service.js')).identityStore,
}

/** The access portal: its calls have a token in the place of a signature. */
const sso: DeferredService = {
  name: 'sso',
  protocol: 'rest-json',
  target: '2019-06-10',
  paths: ['GET /federation/credentials', 'GET /assignment/roles', 'GET /assignment/accounts', 'POST /logout'],
  load: async () => (await import('../services/identity-center/sso/service.js')).sso,
}

const ssoOidc: DeferredService = {
  name: 'sso-oidc',
  protocol: 'rest-json',
  target: '2019-06-10',
  paths: ['POST /client/register', 'POST /device_authorization', 'POST /token'],
  load: async () => (await import('../services/identity-center/sso-oidc/service.js')).ssoOidc,
}

/** Read only when they are called. */
const DEFERRED: readonly DeferredService[] = [
  ...[dynamodb, ssm, secretsManager, account, freetier, lambda, amplify],
  ...[ssoAdmin, identityStore, sso, ssoOidc],
]

/** All services, loaded when the sandbox opens and not before: they bring the SDK with them. */
export async function loadServices(): Promise<readonly (Service | DeferredService)[]> {
  const [{organizations}, {sts}, {iam}, {cognitoIdp}, {cognitoIdentity}, {s3}] = await Promise.all([
    import('../services/organizations/service.js'),
    import('../services/sts/service.js'),
    import('../services/iam/service.js'),
    import('../services/cognito-idp/service.js'),
    import('../services/cognito-identity/service.js'),
    import('../services/s3/service.js'),
  ])
  return [organizations, sts, iam, cognitoIdp, cognitoIdentity, s3, ...DEFERRED]
}
