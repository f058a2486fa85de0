import {CognitoIdentityClient} from '@aws-sdk/client-cognito-identity'
import {CognitoIdentityProviderClient} from '@aws-sdk/client-cognito-identity-provider'
import {DynamoDBClient} from '@aws-sdk/client-dynamodb'
import {IAMClient} from '@aws-sdk/client-iam'
import {OrganizationsClient} from '@aws-sdk/client-organizations'
import {S3Client} from '@aws-sdk/client-s3'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {read, sandboxOf} from '../cli.js'

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** The AWS of a project as the AWS SDK sees it, past awsup: as its administrator, inside an account, or as any key. */
export async function openProjectWorld(project: string) {
  const sandbox = await sandboxOf(project)
  const as = (credentials: Keys) => {
    const options = {region: 'us-east-1', credentials, requestHandler: requestHandlerFor(sandbox), maxAttempts: 1}
    return {
      organizations: new OrganizationsClient(options),
      iam: new IAMClient(options),
      sts: new STSClient(options),
      cognito: new CognitoIdentityProviderClient(options),
      identity: new CognitoIdentityClient(options),
      dynamodb: new DynamoDBClient(options),
      s3: new S3Client(options),
    }
  }
  const management = as(sandbox.credentials('admin'))
  return {
    sandbox,
    as,
    management,
    /** As whoever enters a member account. */
    enter: async (accountId: string) => {
      const RoleArn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`
      const {Credentials} = await management.sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'test'}))
      return as({
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      })
    },
  }
}

interface RecordsOnDisk {
  readonly resources: Readonly<Record<string, {readonly id: string} | undefined>>
}

/** The id on record of a part of an environment: `account`, `user-pool`, `app-client.web`. */
export function idOnRecord(project: string, environment: string, part: string): string {
  const {resources} = JSON.parse(read(project, `.awsup/sandbox/environments/${environment}.json`)) as RecordsOnDisk
  return resources[part]?.id ?? ''
}

interface FileNow {
  readonly text: string
  readonly modified: bigint
}

/** Every file below a folder, by path; the sandbox's own memory is AWS's side and left out. */
export function filesOf(project: string): ReadonlyMap<string, FileNow> {
  const paths = readdirSync(project, {recursive: true, encoding: 'utf8'})
    .filter((path) => !path.startsWith(join('.awsup', 'sandbox', 'data')))
    .filter((path) => statSync(join(project, path)).isFile())
    .sort()
  return new Map(
    paths.map((path) => {
      const {mtimeNs} = statSync(join(project, path), {bigint: true})
      return [path, {text: readFileSync(join(project, path), 'utf8'), modified: mtimeNs}]
    }),
  )
}

/** The same without times. */
export const textsOf = (project: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...filesOf(project)].map(([path, {text}]) => [path, text]))
