import {
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  type Account,
} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../../aws/calls/absent.js'
import {ConflictError} from '../../../base/errors.js'
import type {Context} from '../../../base/resource.js'
import {isOurs, projectOf} from '../../owner.js'
import {collect} from '../../pages.js'
import {present} from '../../present.js'
import {requireOpen} from './state.js'
import {findByEmail, listAccounts} from './accounts.js'
import {findRoot} from '../roots.js'
import {readTags} from '../tags.js'

/**
 * The account that awsup made for an address of the manifest, when no record knows it: by its e-mail address, and where
 * that was changed on AWS since, by its tags in the project's own unit. Throws ConflictError `NOT_OURS` when an account
 * has this address that awsup did not make for it: an address alone is a coincidence, and never taken for a claim.
 */
export async function findOwnAccount(email: string, context: Context): Promise<Account | undefined> {
  const accounts = await listAccounts(context)
  const byEmail = findByEmail(email, accounts, context)
  const tags = byEmail && (await readTags(present(byEmail.Id, 'Account.Id'), context))
  if (byEmail && isOurs(tags, context.owner)) return byEmail
  // Where there are no others, the unit has none either; the root is asked for once a second, by the quota.
  const byTags = accounts.some(({Id}) => Id !== context.aws.accountId) ? await findByTags(context) : undefined
  if (byTags) return byTags
  if (byEmail) throw notOurs(byEmail, tags ?? {}, context)
  return undefined
}

/** Only accounts in the unit are looked at: awsup puts its own there, and an organization may have thousands. */
async function findByTags(context: Context): Promise<Account | undefined> {
  const client = context.aws.organizations
  const root = await findRoot(context)
  if (!root) return undefined
  const units = await collect(
    paginateListOrganizationalUnitsForParent({client}, {ParentId: root.Id}),
    (page) => page.OrganizationalUnits,
  )
  const unit = units.find(({Name}) => Name === projectOf(context.owner))
  if (!unit) return undefined
  const accounts = await absentWhen('ParentNotFoundException', () =>
    collect(paginateListAccountsForParent({client}, {ParentId: unit.Id}), ({Accounts}) => Accounts),
  )
  for (const one of accounts ?? []) {
    if (!isOurs(await readTags(present(one.Id, 'Account.Id'), context), context.owner)) continue
    requireOpen(one)
    return one
  }
  return undefined
}

function notOurs(
  {Id = '', Email = '', Name = ''}: Account,
  tags: Readonly<Record<string, string>>,
  {owner}: Context,
): ConflictError {
  const environment = owner['awsup:environment'] ?? 'dev'
  const {'awsup:project': project, 'awsup:address': address} = tags
  const whose =
    project === undefined
      ? 'awsup did not make it'
      : project === projectOf(owner)
        ? `it is ${address ?? 'another account'} of this project`
        : `it belongs to the awsup project ${project}`
  return new ConflictError(`account ${Id} (${Name}) already has the address ${Email}, and ${whose}`, {
    code: 'NOT_OURS',
    hint: `For a new account use another address: environments.${environment}.email in awsup.yaml. To use this account as it is: environments.${environment}.account: ${JSON.stringify(Id)}`,
    details: {accountId: Id, name: Name, email: Email, project, address},
  })
}
