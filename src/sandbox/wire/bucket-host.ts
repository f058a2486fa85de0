/** `<bucket>.s3.<region>.amazonaws.com`, and the same of this machine: `<bucket>.s3.localhost`. */
const OF_S3 = /^(.+)\.s3(?:[.-][a-z0-9-]+)*\.(?:amazonaws\.com|localhost)$/
/** `<bucket>.localhost`; an endpoint may itself be called `s3.localhost` or `s3.eu-west-1.localhost`. */
const LOCAL = /^(?!s3\.)(.+)\.localhost$/

/**
 * The bucket that a request names by its host; `undefined` where the path has it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function bucketInHost(headers: ReadonlyMap<string, string>): string | undefined {
  const host = (headers.get('host') ?? '').replace(/:\d+$/, '')
  return (OF_S3.exec(host) ?? LOCAL.exec(host))?.[1]
}
