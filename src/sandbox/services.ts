import type {Service} from './service.js'

/** All services, loaded when the sandbox opens and not before: they bring the SDK with them. */
export async function loadServices(): Promise<readonly Service[]> {
  const [{organizations}, {sts}, {iam}, {cognitoIdp}, {cognitoIdentity}, {s3}] = await Promise.all([
    import('./organizations/service.js'),
    import('./sts/service.js'),
    import('./iam/service.js'),
    import('./cognito-idp/service.js'),
    import('./cognito-identity/service.js'),
    import('./s3/service.js'),
  ])
  return [organizations, sts, iam, cognitoIdp, cognitoIdentity, s3]
}
