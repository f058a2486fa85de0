import {UsageError} from '../../base/errors.js'
import {show} from '../../manifest/read/show.js'
import {regionName} from '../../manifest/rules/regions.js'

/**
 * Throws UsageError where a region is none that awsup can use. `what` is where it was said: `--region`, `AWS_REGION`, "the
 * region of the user pool …".
 */
export function requireRegion(what: string, region: string): void {
  const problem = regionName(region)
  if (problem === undefined) return
  throw new UsageError(`${what} is ${region === '' ? 'empty' : show(region)}, must ${problem.must}`, {
    hint: problem.hint,
    details: {region, ...(what.startsWith('--') && {flag: what})},
  })
}
