import {IAMClient} from '@aws-sdk/client-iam'
import {S3Client, type S3ClientConfig} from '@aws-sdk/client-s3'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** S3 and IAM of a sandbox as the SDK sees them, with the keys that are given or the administrator's. */
export async function openS3World() {
  const sandbox = await openSandbox({settings: {pageSize: 2, accountCreationMs: 0, roleDelayMs: 0}})
  return {
    sandbox,
    s3: (credentials?: Keys, more: S3ClientConfig = {}): S3Client =>
      new S3Client({...options(sandbox, credentials), ...more}),
    iam: (credentials?: Keys): IAMClient => new IAMClient(options(sandbox, credentials)),
  }
}

const options = (sandbox: Sandbox, credentials?: Keys) => ({
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: credentials ?? sandbox.credentials('admin'),
  requestHandler: requestHandlerFor(sandbox),
})

/** The name of the error that a call ends with, and its HTTP status; `undefined` when it ends well. */
export const refusalOf = async (call: Promise<unknown>): Promise<readonly [string, number | undefined] | undefined> => {
  try {
    await call
    return undefined
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const {$metadata} = error as {$metadata?: {httpStatusCode?: number}}
    return [error.name, $metadata?.httpStatusCode]
  }
}
