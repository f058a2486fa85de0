import {ConflictError} from '../../../base/errors.js'
import type {OwnerTags} from '../../../base/resource.js'
import type {Recorded} from '../../../records/records.js'
import {claimOf, isOurs, projectOf, type Tags} from '../../../resources/owner.js'
import type {DataRequest} from './request.js'

interface Place {
  readonly address: string
  readonly accountId: string
}

/** What is on record as just that is fine; as anything else it is not taken twice. Throws ConflictError. */
export function requireFree(
  known: readonly Recorded[],
  {sort, name, region}: DataRequest,
  {address, accountId}: Place,
): void {
  const isIt = (one: Recorded): boolean =>
    one.kind === sort && one.id === name && one.accountId === accountId && (sort === 'bucket' || one.region === region)
  const other = known.find((one) => isIt(one) && one.address !== address)
  if (other)
    throw new ConflictError(`${sort} ${name} is on record as ${other.address}`, {
      code: 'ON_RECORD',
      hint: `One ${sort} belongs to one environment, by one name: there is nothing to import.`,
      details: {address: other.address, id: name},
    })
  const own = known.find((one) => one.address === address)
  if (own && !isIt(own))
    throw new ConflictError(`${address} is on record as ${own.id}`, {
      code: 'ON_RECORD',
      hint: `awsup never replaces a ${sort}: choose another name in awsup.yaml with --as.`,
      details: {address, id: own.id},
    })
}

const STACK = 'aws:cloudformation:stack-name'

/**
 * What another project of awsup, another environment, or a stack of CloudFormation (Amplify and CDK make those) looks after is
 * not taken from it; what the reader tagged as this project's was handed over. Throws ConflictError.
 */
export function requireNotOthers({sort, name}: DataRequest, tags: Tags, owner: OwnerTags): void {
  const project = projectOf(owner)
  const {claimedBy} = claimOf(tags, owner)
  if (claimedBy?.project === project) {
    const {address = ''} = claimedBy
    throw new ConflictError(`${sort} ${name} is ${address} of this project`, {
      code: 'NOT_OURS',
      hint: 'One thing belongs to one environment, by one name. If that one is gone, remove its awsup tags first.',
      details: {id: name, project, address},
    })
  }
  if (claimedBy)
    throw new ConflictError(`${sort} ${name} belongs to the awsup project ${claimedBy.project}`, {
      code: 'NOT_OURS',
      hint: 'Work in that project, or remove the awsup tags first if that project is gone.',
      details: {id: name, ...claimedBy},
    })
  const stack = tags[STACK]
  if (stack === undefined || isOurs(tags, owner) || tags['awsup:project'] === project) return
  throw new ConflictError(`${sort} ${name} belongs to the CloudFormation stack ${stack}`, {
    code: 'OF_A_STACK',
    hint: `The stack (also Amplify and CDK make stacks) would change it back, or delete it with itself. Give it DeletionPolicy: Retain there, deploy, take it out of the template and deploy again. Then tag it awsup:project=${project} and run the same command.`,
    details: {id: name, stack},
  })
}
