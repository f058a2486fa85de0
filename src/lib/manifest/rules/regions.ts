import {findNearest} from '../../text/nearest.js'
import {ADDED_REGIONS, knownRegions, REGION_CODE} from '../../base/regions.js'
import type {Problem, Rule} from '../read/scalars.js'
import {stating} from '../read/shape.js'

/** What the codes of other partitions begin with, and what people call them (AWS General Reference, "Partition"). */
const PARTITIONS: readonly (readonly [begins: RegExp, name: string])[] = [
  [/^cn-/, 'AWS China'],
  [/^us-gov-/, 'AWS GovCloud (US)'],
  [/^eusc-/, 'the AWS European Sovereign Cloud'],
  [/^(us|eu)-iso/, 'an isolated partition of AWS'],
]

const CODE = 'be the code of an AWS region'

/** A region that this version of awsup knows, written as AWS writes it. Flags and prompts ask the same rule. */
export const regionName: Rule = stating([{must: CODE, pattern: REGION_CODE, examples: knownRegions}], (value) => {
  const known = knownRegions()
  if (known.includes(value)) return undefined
  const plain = value.trim().toLowerCase().replaceAll('_', '-')
  if (known.includes(plain)) return {must: CODE, hint: `Write it as ${plain}.`}
  return elsewhere(plain) ?? within(plain, known) ?? unknown(plain, known)
})

/** A region of another partition, which has accounts, endpoints and ARNs of its own. */
function elsewhere(plain: string): Problem | undefined {
  const partition = PARTITIONS.find(([begins]) => begins.test(plain))?.[1]
  return partition === undefined
    ? undefined
    : {
        must: `be a region of the commercial partition: awsup does not support ${partition}`,
        hint: 'For example: eu-west-1',
      }
}

/** An availability zone or a local zone (`us-east-1a`, `us-west-2-lax-1a`) is in a region. */
function within(plain: string, known: readonly string[]): Problem | undefined {
  const region = known.find(
    (name) => plain.startsWith(name) && /^(?:[a-z]|-[a-z0-9]+-.*)$/.test(plain.slice(name.length)),
  )
  return region === undefined
    ? undefined
    : {must: 'be an AWS region, not a zone of one', hint: `Did you mean ${region}?`}
}

function unknown(plain: string, known: readonly string[]): Problem {
  const nearest = findNearest(plain, known)
  const newer = REGION_CODE.test(plain)
    ? `If AWS has a newer region ${plain}, update awsup, or set ${ADDED_REGIONS}=${plain}.`
    : undefined
  return {
    must: 'be the code of an AWS region that awsup knows',
    hint: [nearest === undefined ? 'For example: eu-west-1.' : `Did you mean ${nearest}?`, newer]
      .filter((part) => part !== undefined)
      .join(' '),
  }
}
