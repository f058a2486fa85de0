import {isOtherS3} from './endpoints.js'

/** The SDK's modules that awsup uses: 250 ms to load, so only when a client is wanted. */
export interface Sdk {
  readonly account: typeof import('@aws-sdk/client-account')
  readonly organizations: typeof import('@aws-sdk/client-organizations')
  readonly sts: typeof import('@aws-sdk/client-sts')
  readonly iam: typeof import('@aws-sdk/client-iam')
  readonly cognito: typeof import('@aws-sdk/client-cognito-identity-provider')
  readonly identity: typeof import('@aws-sdk/client-cognito-identity')
  readonly dynamodb: typeof import('@aws-sdk/client-dynamodb')
  readonly s3: typeof import('@aws-sdk/client-s3')
  readonly amplify: typeof import('@aws-sdk/client-amplify')
  /** Whether S3 is another server than AWS's own: there a bucket is part of the path. */
  readonly otherS3: boolean
}

/** @param profile whose endpoints count; that of the environment when absent */
export async function loadSdk(profile: string | undefined): Promise<Sdk> {
  const [account, organizations, sts, iam, cognito, identity, dynamodb, s3, amplify, otherS3] = await Promise.all([
    import('@aws-sdk/client-account'),
    import('@aws-sdk/client-organizations'),
    import('@aws-sdk/client-sts'),
    import('@aws-sdk/client-iam'),
    import('@aws-sdk/client-cognito-identity-provider'),
    import('@aws-sdk/client-cognito-identity'),
    import('@aws-sdk/client-dynamodb'),
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/client-amplify'),
    isOtherS3(process.env, profile),
  ])
  return {account, organizations, sts, iam, cognito, identity, dynamodb, s3, amplify, otherS3}
}

const SWITCH = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'

/**
 * Makes an SDK client without the SDK's notice about Node 20 (once a process, on stderr). The switch is set for the
 * moment in which the client is made, so children that we start and others in this process do not see it.
 */
export function quietly<T>(make: () => T): T {
  const before = process.env[SWITCH]
  process.env[SWITCH] = 'true'
  try {
    return make()
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, SWITCH)
    else process.env[SWITCH] = before
  }
}

/** A value that is made when it is first asked for. */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
