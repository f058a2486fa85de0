import {EnableRegionCommand, paginateListRegions, type RegionOptStatus} from '@aws-sdk/client-account'
import {isError} from '../../aws/calls/absent.js'
import {isOn, NO_ANSWER, readRegionStatus, regionOff, regionTimeoutMs} from '../../aws/regions.js'
import {poll} from '../../aws/calls/wait.js'
import {AwsRefusedError, ConflictError, ManifestError} from '../../base/errors.js'
import {compare, type Context, type Notice, type Resource} from '../../base/resource.js'
import {collect} from '../pages.js'

/** A region that is off in a new account, to be switched on in this one. */
export interface RegionDesired {
  /** `eu-south-1` */
  readonly region: string
}

/** The id is the region's code. */
export interface RegionActual extends RegionDesired {
  readonly id: string
  /** Twelve digits: what lives in the region refers to the account by it, and so waits for the region. */
  readonly accountId: string
}

export const region: Resource<RegionDesired, RegionActual> = {
  kind: 'region',
  actions: ['account:GetRegionOptStatus', 'account:EnableRegion', 'account:ListRegions'],
  key: ['region'],
  // What lives in a region stays there.
  permanent: ['region'],
  diff: compare<RegionDesired>({region: 'refuse'}),

  async notices({region: name}, context) {
    await requireExisting(name, context)
    return [noticeOf(name, context)]
  },

  async read({region: name}, id, context) {
    const status = await readStatus(name, context)
    if (isOn(status)) return actualOf(name, context)
    // On record, and off: what lives there is out of reach, not gone.
    if (id === name) throw switchedOff(name, context, status)
    return undefined
  },

  async create({region: name}, context) {
    const {aws} = context
    const timeoutMs = regionTimeoutMs()
    let last: RegionOptStatus | undefined
    // AWS itself knows how far it is: a run that died while it waited only waits again.
    const enabled = async (): Promise<true | undefined> => {
      last = await readStatus(name, context)
      if (isOn(last)) return true
      if (last === 'DISABLED') await enable(name, context)
      return undefined
    }
    try {
      await poll(`region ${name} to be enabled in account ${aws.accountId}`, enabled, {
        context,
        timeoutMs,
        maxDelayMs: 15_000,
      })
    } catch (error) {
      throw error instanceof AwsRefusedError && error.code === 'TIMED_OUT' ? late(name, context, {last, error}) : error
    }
    return actualOf(name, context)
  },

  update: (_desired, actual) => Promise.resolve(actual),

  // It stays on: switching it off would take away all access to what anybody has there.
  delete: () => Promise.resolve(),
}

const actualOf = (name: string, {aws}: Context): RegionActual => ({id: name, region: name, accountId: aws.accountId})

/** Who may not ask takes it for on: if it is not, the first call there says so. */
const readStatus = async (name: string, {aws}: Context): Promise<RegionOptStatus> =>
  (await readRegionStatus(aws.account, name)) ?? 'ENABLED'

/** A region that is being disabled can be enabled once that is done (API reference, EnableRegion, ConflictException). */
async function enable(name: string, {aws}: Context): Promise<void> {
  try {
    await aws.account.send(new EnableRegionCommand({RegionName: name}))
  } catch (error) {
    if (!isError(error, 'ConflictException')) throw error
  }
}

/** Throws ManifestError where AWS has no such region. Who may not ask goes on. */
async function requireExisting(name: string, {aws, owner}: Context): Promise<void> {
  try {
    const known = await collect(paginateListRegions({client: aws.account}, {}), ({Regions}) => Regions)
    if (known.length === 0 || known.some(({RegionName}) => RegionName === name)) return
  } catch (error) {
    if (isError(error, ...NO_ANSWER)) return
    throw error
  }
  throw new ManifestError(
    `environments.${owner['awsup:environment'] ?? ''}.region is "${name}", which AWS does not have for account ${aws.accountId}`,
    {hint: 'Choose another: aws account list-regions shows which there are.', details: {region: name}},
  )
}

const noticeOf = (name: string, {owner}: Context): Notice => ({
  code: 'REGION_OPT_IN',
  message: `region ${name} is off in a new account: awsup enables it in the account of ${owner['awsup:environment'] ?? ''} (account:EnableRegion), which takes AWS minutes to hours`,
})

const switchedOff = (name: string, {aws, owner}: Context, status: string | undefined): ConflictError => {
  const {message, details} = regionOff({accountId: aws.accountId, region: name}, status)
  const environment = owner['awsup:environment'] ?? ''
  return new ConflictError(`${message}, and what ${environment} has there is out of reach`, {
    code: 'REGION_OFF',
    hint: `Somebody switched it off; nothing in it is lost. Enable it again, and run the same command when AWS is done: awsup exec ${environment} -- aws account enable-region --region-name ${name}`,
    details,
  })
}

const late = (
  name: string,
  {aws}: Context,
  {last, error}: {readonly last: string | undefined; readonly error: AwsRefusedError},
): AwsRefusedError =>
  new AwsRefusedError(`${error.message}: AWS says ${last ?? 'nothing'}`, {
    code: 'TIMED_OUT',
    hint: `AWS takes minutes for most accounts, and can take several hours. Run the same command again: it goes on waiting (AWSUP_REGION_TIMEOUT sets the seconds). To look: aws account get-region-opt-status --region-name ${name}, with credentials of account ${aws.accountId}.`,
    details: {...error.details, region: name, accountId: aws.accountId, status: last},
    cause: error,
  })
