import {
  ListPermissionSetsCommand,
  paginateListInstances,
  ValidationException,
  type InstanceMetadata,
} from '@aws-sdk/client-sso-admin'
import {defaultRegions, GLOBAL_REGION} from '../../../base/regions.js'
import {AwsRefusedError} from '../../../base/errors.js'
import {compare, type Context, type Resource} from '../../../base/resource.js'
import {collect} from '../../pages.js'
import {present} from '../../present.js'
import {centerPage} from './center-page.js'

/** IAM Identity Center of the organization, which a person switched on: awsup uses it as it is. */
export interface InstanceDesired {
  /** The region that awsup.yaml names; `undefined`: it is looked for. */
  readonly asked: string | undefined
}

/** The id is region and instance: `eu-west-1/ssoins-1234567890abcdef`. */
export interface InstanceActual extends InstanceDesired {
  readonly id: string
  readonly instanceArn: string
  /** `d-1234567890`, or a UUID. */
  readonly identityStoreId: string
  readonly region: string
}

export const identityCenter: Resource<InstanceDesired, InstanceActual, 'asked'> = {
  kind: 'identity-center',
  actions: ['sso:ListInstances', 'sso:ListPermissionSets'],
  key: ['asked'],
  keep: ['instanceArn', 'identityStoreId', 'region'],
  diff: compare<InstanceDesired>({asked: 'computed'}),

  async notices({asked}, context) {
    throw notOn(asked, asked === undefined ? undefined : await findIn(defaultRegions(), asked, context))
  },

  async read({asked}, id, context) {
    const known = id?.split('/')[0]
    const regions = asked === undefined ? (known === undefined ? defaultRegions() : [known]) : [asked]
    const found = await findIn(regions, asked, context)
    // What is on record was looked at when it was found.
    if (found && found.id !== id) await requirePermissionSets(found, context)
    return found
  },

  create: ({asked}) => Promise.reject(notOn(asked, undefined)),

  update: (_desired, actual) => Promise.resolve(actual),

  // It was there before, and stays.
  delete: () => Promise.resolve(),
}

/** The instance of the caller's organization in one of these regions. An instance elsewhere gives an empty list, not an error. */
async function findIn(
  regions: readonly string[],
  asked: string | undefined,
  context: Context,
): Promise<InstanceActual | undefined> {
  const lists = await Promise.all(regions.map((region) => listIn(region, context)))
  const found = lists.flatMap((instances, index) =>
    instances.map((instance) => ({instance, region: regions[index] ?? ''})),
  )
  const own = found.find(({instance}) => instance.OwnerAccountId === context.aws.accountId)
  if (own) return toActual(own.instance, {asked, region: own.region})
  const [other] = found
  if (other) throw accountInstance(other.instance, other.region)
  return undefined
}

/**
 * An account that had IAM Identity Center before it made an organization owns an account instance still, and a list says
 * nothing of that (github.com/aws-samples/iam-identity-center-team/issues/281). AWS then refuses all about permission sets as
 * not supported (github.com/cartography-cncf/cartography/issues/1999, pull/2543).
 */
async function requirePermissionSets({instanceArn, region}: InstanceActual, {aws}: Context): Promise<void> {
  const {admin} = await aws.identityCenter(region)
  try {
    await admin.send(new ListPermissionSetsCommand({InstanceArn: instanceArn, MaxResults: 1}))
  } catch (error) {
    if (!(error instanceof ValidationException) || !/not supported/i.test(error.message)) throw error
    throw accountInstance({InstanceArn: instanceArn, OwnerAccountId: aws.accountId}, region)
  }
}

async function listIn(region: string, {aws}: Context): Promise<readonly InstanceMetadata[]> {
  const {admin} = await aws.identityCenter(region)
  return collect(paginateListInstances({client: admin}, {}), ({Instances}) => Instances)
}

function toActual(
  {InstanceArn, IdentityStoreId, Status}: InstanceMetadata,
  {asked, region}: {readonly asked: string | undefined; readonly region: string},
): InstanceActual {
  const instanceArn = present(InstanceArn, 'InstanceArn')
  if (Status !== undefined && Status !== 'ACTIVE') {
    throw new AwsRefusedError(`IAM Identity Center in ${region} is ${Status}`, {
      code: 'NOT_READY',
      hint: 'Wait until the console shows it as active, then run the same command again.',
      details: {instanceArn, region, status: Status},
    })
  }
  const name = instanceArn.slice(instanceArn.lastIndexOf('/') + 1)
  return {
    id: `${region}/${name}`,
    asked,
    instanceArn,
    identityStoreId: present(IdentityStoreId, 'IdentityStoreId'),
    region,
  }
}

/** There is no API to switch it on: CreateInstance is refused in a management account (SSO Admin API reference). */
const notOn = (asked: string | undefined, elsewhere: InstanceActual | undefined): AwsRefusedError =>
  elsewhere
    ? new AwsRefusedError(`IAM Identity Center is on in ${elsewhere.region}, and not in ${asked ?? ''}`, {
        code: 'IDENTITY_CENTER_OFF',
        hint: `Nothing was changed. Write signIn: { with: identity-center, region: ${elsewhere.region} } in awsup.yaml.`,
        details: {region: asked, found: elsewhere.region},
      })
    : new AwsRefusedError(
        `IAM Identity Center is not on in ${asked ?? 'any region that every account has'}, and AWS has no API to switch it on`,
        {
          code: 'IDENTITY_CENTER_OFF',
          hint: `Nothing was changed. Switch it on once, as an administrator of the management account: ${centerPage(asked ?? GLOBAL_REGION)} (choose your region first: it cannot be changed later). Then run the same command again.${asked === undefined ? ' If it is on in a region that is off by default, write the region: signIn: { with: identity-center, region: … }.' : ''}`,
          details: {region: asked, url: centerPage(asked ?? GLOBAL_REGION)},
        },
      )

const accountInstance = ({InstanceArn, OwnerAccountId}: InstanceMetadata, region: string): AwsRefusedError =>
  new AwsRefusedError(
    `IAM Identity Center in ${region} is an instance of account ${OwnerAccountId ?? ''} alone, and has no permission sets`,
    {
      code: 'ACCOUNT_INSTANCE',
      hint: `Nothing was changed. Switch on the instance of the organization, in its management account: ${centerPage(region)} If that account owns this instance, delete it first, with its users and groups: aws sso-admin delete-instance --region ${region} --instance-arn ${InstanceArn ?? ''}`,
      details: {instanceArn: InstanceArn, owner: OwnerAccountId, region},
    },
  )
