import type {FileAccount, FoundOrganization} from '../../../import/org-formation.js'
import type {Member, Members} from './members.js'
import {notAMember} from './problems.js'
import {twoNames} from './choices.js'

/** An account of the organization, beside what a file says of it. */
export interface Subject {
  readonly member: Member
  readonly file?: FileAccount | undefined
}

/**
 * The accounts of a file as AWS knows them: by id, else by address. Throws ConflictError where one is not in the
 * organization, or two of them are the same account.
 */
export function matchFile({accounts}: FoundOrganization, members: Members): readonly Subject[] {
  const subjects = accounts.map((file) => ({member: find(file, members), file}))
  for (const [index, {member, file}] of subjects.entries()) {
    const before = subjects.slice(0, index).find((one) => one.member.id === member.id)
    if (before)
      throw twoNames(
        member.id,
        [before, {file}].map((one) => `${one.file.logicalId} (${one.file.from})`),
      )
  }
  return subjects
}

function find({logicalId, accountId, email = '', from}: FileAccount, members: Members): Member {
  const found = members.accounts.find((one) =>
    accountId === undefined ? one.email.toLowerCase() === email.toLowerCase() : one.id === accountId,
  )
  if (found) return found
  const what = accountId === undefined ? `the account with the address ${email}` : `account ${accountId}`
  throw notAMember(`${from}: ${what} (${logicalId})`, members.managementAccountId, {logicalId, accountId, email, from})
}

/** Where the file and AWS differ, in words. What AWS says counts. */
export function differences(
  {masters}: FoundOrganization,
  subjects: readonly Subject[],
  {managementAccountId}: Members,
): readonly string[] {
  const ofMasters = masters.flatMap(({logicalId, accountId, from}) =>
    accountId === undefined || accountId === managementAccountId
      ? []
      : [`${from}: ${logicalId} is account ${accountId}, and ${managementAccountId} manages this organization.`],
  )
  const ofAccounts = subjects.flatMap(({member, file}) =>
    (
      [
        ['name', file?.name, member.name, file?.name === member.name],
        ['address', file?.email, member.email, file?.email?.toLowerCase() === member.email.toLowerCase()],
      ] as const
    ).flatMap(([what, said, real, isSame]) =>
      file === undefined || said === undefined || isSame
        ? []
        : [`${file.from}: the ${what} of ${member.id} is "${said}" in the file, "${real}" on AWS.`],
    ),
  )
  return [...ofMasters, ...ofAccounts]
}
