import {UsageError} from './errors.js'

/**
 * Regions that are on in every account: those launched before 20 March 2019 (Account Management reference guide, "Enable
 * or disable AWS Regions in your account").
 */
const DEFAULT = `ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1
  eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2`.split(/\s+/)

/** Regions that are off in a new account until somebody enables them there (the same; me-west-1, sa-west-1: the SDK's). */
const OPT_IN = `af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
  ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 me-west-1
  mx-central-1 sa-west-1`.split(/\s+/)

/** Where an account's global services are: STS, IAM and Organizations of the management account are asked here. */
export const GLOBAL_REGION = 'us-east-1'

/** The shape of every region's code: `eu-west-1`. */
export const REGION_CODE = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/

/** How people add regions that are newer than this version of awsup. */
export const ADDED_REGIONS = 'AWSUP_REGIONS'

/**
 * Regions that the reader says exist: AWSUP_REGIONS, separated by commas or spaces. Throws UsageError on what cannot be the
 * code of a region.
 */
function addedRegions(): readonly string[] {
  const added = (process.env[ADDED_REGIONS] ?? '').split(/[\s,]+/).filter((name) => name !== '')
  const wrong = added.find((name) => !REGION_CODE.test(name))
  if (wrong === undefined) return added
  throw new UsageError(`${ADDED_REGIONS} has ${JSON.stringify(wrong)}, which is not the code of a region`, {
    hint: `Set it to codes of regions, for example ${ADDED_REGIONS}=ap-southeast-9, or unset it.`,
  })
}

/** Regions that are on in every account. */
export const defaultRegions = (): readonly string[] => DEFAULT

/** Every region that awsup can use, the most used kinds first: the nearest name is looked for in this order. */
export const knownRegions = (): readonly string[] => [...new Set([...DEFAULT, ...OPT_IN, ...addedRegions()])]

/** Whether a region is off in a new account. All that were launched since March 2019 are, so unknown ones count as off. */
export const isOptIn = (region: string): boolean => !DEFAULT.includes(region)
