import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
  type DomainDescriptionType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../../aws/calls/absent.js'
import {poll} from '../../../aws/calls/wait.js'
import {AwsRefusedError, ConflictError} from '../../../base/errors.js'
import {compare, type Context, type Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {present} from '../../present.js'

/**
 * The domain of a user pool's sign-in pages: `<domain>.auth.<region>.amazoncognito.com`, or one of the reader's own.
 */
export interface UserPoolDomainDesired {
  readonly userPoolId: string
  /** The prefix alone, unique in its region in all of AWS; with a certificate the whole name. */
  readonly domain: string
  /** ARN of an ACM certificate in us-east-1; the domain is then the reader's own. */
  readonly certificate?: string | undefined
  /** The newer sign-in pages instead of the classic ones; left as it is when absent. */
  readonly managedLogin?: boolean | undefined
}

/** The id is the domain. */
export interface UserPoolDomainActual extends UserPoolDomainDesired {
  readonly id: string
  /** Where DNS must lead a domain of one's own. */
  readonly pointTo?: string | undefined
}

/**
 * A prefix is ready within a minute. A custom domain, and a new certificate of one, takes up to an hour (Cognito
 * developer guide, "Using your own domain for managed login").
 */
const READY_MS = {prefix: 15 * 60_000, custom: 75 * 60_000}

const everyField = compare<UserPoolDomainDesired>({
  userPoolId: 'replace',
  domain: 'replace',
  certificate: 'update',
  managedLogin: 'update',
})

const versionOf = (managedLogin: boolean): number => (managedLogin ? 2 : 1)

export const userPoolDomain: Resource<UserPoolDomainDesired, UserPoolDomainActual, 'userPoolId' | 'domain'> = {
  kind: 'user-pool-domain',
  actions: [
    'cognito-idp:DescribeUserPoolDomain',
    'cognito-idp:CreateUserPoolDomain',
    'cognito-idp:UpdateUserPoolDomain',
    'cognito-idp:DeleteUserPoolDomain',
  ],
  key: ['userPoolId', 'domain'],
  // A field that the manifest leaves out is no difference.
  diff: (desired, actual) => everyField(desired, actual).filter(({to}) => to !== undefined),

  async read({userPoolId, domain}, id, context) {
    const found = await findDomain(id ?? domain, context)
    if (!found) return undefined
    if (found.UserPoolId !== userPoolId) throw takenBy(id ?? domain, found)
    return toActual(userPoolId, id ?? domain, found)
  },

  async create(desired, context) {
    const {userPoolId, domain, certificate, managedLogin} = desired
    await context.aws.cognito.send(
      new CreateUserPoolDomainCommand({
        UserPoolId: userPoolId,
        Domain: domain,
        ...(certificate === undefined ? {} : {CustomDomainConfig: {CertificateArn: certificate}}),
        ...(managedLogin === undefined ? {} : {ManagedLoginVersion: versionOf(managedLogin)}),
      }),
    )
    return whenReady(desired, context)
  },

  async update(desired, {userPoolId, domain}, context) {
    const before = present(await findDomain(domain, context), 'DomainDescription')
    const {certificate, managedLogin} = desired
    const config = before.CustomDomainConfig
    await context.aws.cognito.send(
      new UpdateUserPoolDomainCommand({
        UserPoolId: userPoolId,
        Domain: domain,
        ManagedLoginVersion: managedLogin === undefined ? before.ManagedLoginVersion : versionOf(managedLogin),
        ...(before.Routing && {Routing: before.Routing}),
        ...(config?.CertificateArn === undefined
          ? {}
          : {CustomDomainConfig: {...config, CertificateArn: certificate ?? config.CertificateArn}}),
      }),
    )
    const after = await whenReady(desired, context)
    requireKept(`domain ${domain}`, userPoolDomain.diff(desired, after))
    return after
  },

  // A pool with a domain cannot be deleted, so it is gone when this returns.
  async delete({userPoolId, domain}, context) {
    const found = await findDomain(domain, context)
    if (found?.UserPoolId !== userPoolId) return
    if (found.Status !== 'DELETING') {
      await absentWhen('ResourceNotFoundException', () =>
        context.aws.cognito.send(new DeleteUserPoolDomainCommand({UserPoolId: userPoolId, Domain: domain})),
      )
    }
    const gone = async (): Promise<true | undefined> => ((await findDomain(domain, context)) ? undefined : true)
    const timeoutMs = found.CustomDomainConfig ? READY_MS.custom : READY_MS.prefix
    await poll(`domain ${domain} to be deleted`, gone, {context, timeoutMs})
  },
}

/** AWS answers an empty description for a domain that nobody has. */
async function findDomain(domain: string, {aws}: Context): Promise<DomainDescriptionType | undefined> {
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.cognito.send(new DescribeUserPoolDomainCommand({Domain: domain})),
  )
  return answer?.DomainDescription?.UserPoolId === undefined ? undefined : answer.DomainDescription
}

async function whenReady(
  {userPoolId, domain, certificate}: UserPoolDomainDesired,
  context: Context,
): Promise<UserPoolDomainActual> {
  const ready = async (): Promise<DomainDescriptionType | undefined> => {
    const found = await findDomain(domain, context)
    if (found?.Status === 'FAILED') throw failed(domain, certificate)
    return found?.Status === 'CREATING' || found?.Status === 'UPDATING' ? undefined : found
  }
  const isCustom = certificate !== undefined
  const what = `domain ${domain} to be ready${isCustom ? ', which can take an hour' : ''}`
  const made = await poll(what, ready, {context, timeoutMs: isCustom ? READY_MS.custom : READY_MS.prefix})
  return toActual(userPoolId, domain, made)
}

function toActual(userPoolId: string, domain: string, found: DomainDescriptionType): UserPoolDomainActual {
  const certificate = found.CustomDomainConfig?.CertificateArn
  return {
    id: domain,
    userPoolId,
    domain,
    certificate,
    managedLogin: found.ManagedLoginVersion === 2,
    pointTo: certificate === undefined ? undefined : found.CloudFrontDistribution,
  }
}

const failed = (domain: string, certificate: string | undefined): AwsRefusedError =>
  new AwsRefusedError(`AWS could not set up the domain ${domain}`, {
    code: 'DOMAIN_FAILED',
    hint:
      certificate === undefined
        ? 'Choose another prefix in awsup.yaml, or run the same command again.'
        : 'Check that the certificate covers the domain and is issued in us-east-1, and that its parent domain has an A record; then delete the failed domain in the Cognito console and run the same command again.',
    details: {domain},
  })

const takenBy = (domain: string, {UserPoolId = '', AWSAccountId = ''}: DomainDescriptionType): ConflictError =>
  new ConflictError(
    `domain ${domain} exists and is not ours: user pool ${UserPoolId} of account ${AWSAccountId} has it`,
    {
      code: 'NOT_OURS',
      hint: 'Choose another domain prefix in awsup.yaml, or delete that one.',
      details: {domain, userPoolId: UserPoolId},
    },
  )
