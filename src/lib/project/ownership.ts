import {absentWhen} from '../aws/calls/absent.js'
import type {Door} from '../aws/door.js'
import {makeMemo} from '../aws/memo.js'
import {ConflictError} from '../base/errors.js'
import type {Project} from './project.js'
import {environmentOf} from '../records/places.js'
import type {Recorded} from '../records/records.js'
import {collect} from '../resources/pages.js'
import {tagRecord} from '../resources/owner.js'

/** What the records say about an account. */
interface Claim {
  readonly environment: string
  readonly accountId: string
  /** Whether awsup made it, so that it carries awsup's tags; others are named in awsup.yaml. */
  readonly isMade: boolean
}

interface Guarded {
  readonly door: Pick<Door, 'caller' | 'organizations' | 'findListed'>
  readonly project: Project
  /** All of them, as they were when the run began. */
  readonly records: readonly Recorded[]
}

/**
 * Asked before an account that the records name is entered: records come with a checkout, and may be another
 * environment's or another organization's. AWS has to say that the account is a member of the caller's own organization,
 * and its tags that it is the environment's. What a run finds or makes itself is in no record yet, and AWS just told it.
 * Each account is asked about once; nothing of it is kept. Throws ConflictError `NOT_A_MEMBER` and `WRONG_ENVIRONMENT`.
 */
export function openGuard({door, project, records}: Guarded): (accountId: string) => Promise<void> {
  const claims = claimsOf(records)
  return makeMemo(async (accountId) => {
    const theirs = claims.filter((claim) => claim.accountId === accountId)
    const {accountId: own} = await door.caller()
    if (theirs.length === 0 || accountId === own) return
    const made = theirs.filter(({isMade}) => isMade)
    const [isMember, tags] = await Promise.all([
      findMember(accountId, door),
      made.length > 0 ? readTags(accountId, door) : undefined,
    ])
    if (!isMember) throw notAMember(accountId, own)
    for (const claim of made) {
      const owner = {...ownerIn(project, claim.environment), fix: tagging(project, claim)}
      requireOwn(`account ${accountId}`, tags, owner)
    }
  })
}

/**
 * The same before an account is only looked at, in a plan: with no call of its own where a page of accounts says enough.
 * An account in the project's own unit, which its tags say, with the address that awsup.yaml gives the environment, is
 * the environment's: no other account ever has that address. Before anything in it is changed its own tags are asked.
 */
export function openLookout(
  guarded: Guarded,
  requireOwnTags: (accountId: string) => Promise<void>,
): (accountId: string) => Promise<void> {
  const {door, project, records} = guarded
  const claims = claimsOf(records)
  return makeMemo(async (accountId) => {
    const theirs = claims.filter((claim) => claim.accountId === accountId)
    const listed = theirs.length === 0 ? undefined : await door.findListed(accountId)
    const isOwn = ({environment, isMade}: Claim): boolean => {
      if (!isMade) return true
      const email = project.manifest.environments.get(environment)?.email
      const isInUnit = listed?.parentTags['awsup:project'] === project.manifest.project
      return isInUnit && email !== undefined && listed.account.Email?.toLowerCase() === email.toLowerCase()
    }
    if (listed && theirs.every(isOwn)) return
    await requireOwnTags(accountId)
  })
}

/** Who lives where. Without a record of its account, an environment claims the one that its things lie in. Pure. */
function claimsOf(records: readonly Recorded[]): readonly Claim[] {
  const all = records.flatMap(({address, kind, id, accountId}): (Claim & {readonly isAccount: boolean})[] => {
    const environment = environmentOf(address)
    if (environment === undefined) return []
    const isAccount = kind === 'account' || kind === 'existing-account'
    return [{environment, accountId: isAccount ? id : accountId, isMade: kind !== 'existing-account', isAccount}]
  })
  const homes = all.filter(({isAccount}) => isAccount)
  const isAtHome = ({environment, accountId}: Claim): boolean =>
    homes.some((home) => home.environment === environment && home.accountId === accountId)
  return [...homes, ...all.filter((claim) => !claim.isAccount && !isAtHome(claim))]
}

/**
 * An account that awsup did not make has no tags of awsup's: awsup.yaml itself has to name it, before its credentials are
 * handed out. (A plan says itself how record and awsup.yaml differ.) Throws ConflictError `WRONG_ENVIRONMENT`.
 *
 * @param own the caller's own account, which `management` means
 */
export function requireNamed(
  {manifest}: Project,
  records: readonly Recorded[],
  {environment, own}: {readonly environment: string; readonly own: string},
): void {
  const account = records.find(({address}) => address === `${environment}.account`)
  const asked = manifest.environments.get(environment)
  if (account?.kind !== 'existing-account' || !asked) return
  const accountId = account.id
  if (accountId === (asked.account?.id === 'management' ? own : asked.account?.id)) return
  throw new ConflictError(`account ${accountId} is on record as ${environment}'s, and awsup.yaml does not name it`, {
    code: 'WRONG_ENVIRONMENT',
    hint: rightFile(environment),
    details: {environment, accountId, named: asked.account?.id},
  })
}

const findMember = async (AccountId: string, door: Guarded['door']): Promise<boolean> => {
  const {DescribeAccountCommand} = await import('@aws-sdk/client-organizations')
  const organizations = await door.organizations()
  const found = await absentWhen(['AccountNotFoundException', 'AWSOrganizationsNotInUseException'], () =>
    organizations.send(new DescribeAccountCommand({AccountId})),
  )
  return found !== undefined
}

/** Tags of a member account, as the management account sees them; none where the account is not a member. */
export async function readTags(
  ResourceId: string,
  door: Pick<Guarded['door'], 'organizations'>,
): Promise<Readonly<Record<string, string>>> {
  const {paginateListTagsForResource} = await import('@aws-sdk/client-organizations')
  const client = await door.organizations()
  const pages = paginateListTagsForResource({client}, {ResourceId})
  const tags = await absentWhen(['TargetNotFoundException', 'AWSOrganizationsNotInUseException'], () =>
    collect(pages, ({Tags}) => Tags),
  )
  return tagRecord(tags)
}

const notAMember = (accountId: string, managementAccountId: string): ConflictError =>
  new ConflictError(`account ${accountId} is no member of an organization that ${managementAccountId} manages`, {
    code: 'NOT_A_MEMBER',
    hint: 'Nothing was sent there: awsup enters only accounts of your own organization, whatever is on record. Take the right records from git, or delete the file that names this account and run awsup refresh.',
    details: {accountId, managementAccountId},
  })

/** Whose something has to be by its tags. */
export interface Owner {
  readonly project: string
  readonly environment: string
  /** What to do where it is the right one, and its tags were lost. */
  readonly fix: string
}

export const ownerIn = ({manifest}: Pick<Project, 'manifest'>, environment: string): Omit<Owner, 'fix'> => ({
  project: manifest.project,
  environment,
})

/** Throws ConflictError `WRONG_ENVIRONMENT` unless the tags of `what` say: this project, this environment. */
export function requireOwn(
  what: string,
  tags: Readonly<Record<string, string>> | undefined,
  {project, environment, fix}: Owner,
): void {
  const [theirs, place] = [tags?.['awsup:project'], tags?.['awsup:environment']]
  if (theirs === project && place === environment) return
  const details = {what, environment, project, tagged: {project: theirs, environment: place}}
  if (theirs === undefined || place === undefined) {
    throw new ConflictError(`${what} is on record as that of ${environment}, and has no tags that say so`, {
      code: 'WRONG_ENVIRONMENT',
      hint: `Nothing was done. ${fix} If it is not: ${rightFile(environment)}`,
      details,
    })
  }
  throw new ConflictError(
    `${what} is on record as that of ${environment}, but its tags say that it belongs to ${place} of ${theirs}`,
    {code: 'WRONG_ENVIRONMENT', hint: `Nothing was done. ${rightFile(environment)}`, details},
  )
}

const rightFile = (environment: string): string =>
  `Take the right record of ${environment} from git, or delete its file and run awsup refresh, which finds the ids again.`

const tagging = ({manifest}: Project, {accountId, environment}: Claim): string =>
  `If it is the right account, tag it: aws organizations tag-resource --resource-id ${accountId} --tags Key=awsup:project,Value=${manifest.project} Key=awsup:environment,Value=${environment}.`
