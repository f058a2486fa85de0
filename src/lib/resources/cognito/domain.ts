import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  type DomainDescriptionType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../aws/absent.js'
import {poll} from '../../aws/wait.js'
import {ConflictError} from '../../errors.js'
import {compare, type Context, type Resource} from '../../resource.js'

/** The hosted domain of a user pool: `<domain>.auth.<region>.amazoncognito.com`. */
export interface UserPoolDomainDesired {
  readonly userPoolId: string
  /** The prefix alone; unique in its region, in all of AWS. */
  readonly domain: string
}

/** The id is the prefix. */
export interface UserPoolDomainActual extends UserPoolDomainDesired {
  readonly id: string
}

/** A prefix is ready within a minute (Cognito developer guide, "Using the Amazon Cognito domain"). */
const READY_MS = 3 * 60_000

export const userPoolDomain: Resource<UserPoolDomainDesired, UserPoolDomainActual> = {
  kind: 'user-pool-domain',
  actions: [
    'cognito-idp:DescribeUserPoolDomain',
    'cognito-idp:CreateUserPoolDomain',
    'cognito-idp:DeleteUserPoolDomain',
  ],
  key: ['userPoolId', 'domain'],
  diff: compare<UserPoolDomainDesired>({userPoolId: 'replace', domain: 'replace'}),

  async read({userPoolId, domain}, id, context) {
    const found = await findDomain(id ?? domain, context)
    if (!found) return undefined
    if (found.UserPoolId !== userPoolId) throw takenBy(id ?? domain, found)
    return toActual(userPoolId, id ?? domain)
  },

  async create({userPoolId, domain}, context) {
    await context.aws.cognito.send(new CreateUserPoolDomainCommand({UserPoolId: userPoolId, Domain: domain}))
    const ready = async (): Promise<true | undefined> =>
      (await findDomain(domain, context))?.Status === 'CREATING' ? undefined : true
    await poll(`domain ${domain} to be ready`, ready, {context, timeoutMs: READY_MS})
    return toActual(userPoolId, domain)
  },

  update: (_desired, actual) => Promise.resolve(actual),

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
    await poll(`domain ${domain} to be deleted`, gone, {context, timeoutMs: READY_MS})
  },
}

/** AWS answers an empty description for a domain that nobody has. */
async function findDomain(domain: string, {aws}: Context): Promise<DomainDescriptionType | undefined> {
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.cognito.send(new DescribeUserPoolDomainCommand({Domain: domain})),
  )
  return answer?.DomainDescription?.UserPoolId === undefined ? undefined : answer.DomainDescription
}

const toActual = (userPoolId: string, domain: string): UserPoolDomainActual => ({id: domain, userPoolId, domain})

const takenBy = (domain: string, {UserPoolId = '', AWSAccountId = ''}: DomainDescriptionType): ConflictError =>
  new ConflictError(
    `domain ${domain} exists and is not ours: user pool ${UserPoolId} of account ${AWSAccountId} has it`,
    {
      code: 'NOT_OURS',
      hint: 'Choose another domain prefix in awsup.yaml, or delete that one.',
      details: {domain, userPoolId: UserPoolId},
    },
  )
