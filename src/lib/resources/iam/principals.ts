import {isError} from '../../aws/calls/absent.js'
import {poll} from '../../aws/calls/wait.js'
import {AwsRefusedError} from '../../base/errors.js'
import type {Anchor, Context} from '../../base/resource.js'

/**
 * Sends a trust policy. A principal that was made a moment ago may not be visible to IAM yet ("Invalid principal in
 * policy", IAM user guide, "Changes that I make are not always immediately visible"), so that refusal is asked again
 * for as long as that may take (Terraform's AWS provider: two minutes); then it is thrown as AWS said it.
 */
export async function withVisiblePrincipals<T>(what: string, send: () => Promise<T>, context: Context): Promise<T> {
  let last: unknown
  const attempt = async (): Promise<{readonly answer: T} | undefined> => {
    try {
      return {answer: await send()}
    } catch (error) {
      if (!isError(error, 'MalformedPolicyDocumentException') || !error.message.includes('Invalid principal'))
        throw error
      last = error
      return undefined
    }
  }
  try {
    const options = {context, timeoutMs: context.aws.visibleMs, firstDelayMs: 50}
    return (await poll(`the principals of ${what} to be visible`, attempt, options)).answer
  } catch (error) {
    throw error instanceof AwsRefusedError && last !== undefined ? last : error
  }
}

/** `us-east-1:12345678-…`: an identity pool says in its id where it is. */
const IDENTITY_POOL = /"([a-z]{2}(?:-[a-z]+)+-\d+):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/g

/** The identity pools that a trust policy names: they hand the role out. Pure. */
export const trustedIdentityPools = (trust: object): readonly Anchor[] =>
  [...JSON.stringify(trust).matchAll(IDENTITY_POOL)].map(([, region = '', uuid = '']) => ({
    kind: 'identity-pool',
    id: `${region}:${uuid}`,
    region,
    field: 'trust',
  }))
