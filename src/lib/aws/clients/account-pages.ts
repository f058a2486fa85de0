import {
  ListParentsCommand,
  paginateListAccountsForParent,
  paginateListTagsForResource,
  type Account,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations'
import {absentWhen} from '../calls/absent.js'

/** A member account as a page of its parent's accounts tells. */
export interface ListedAccount {
  readonly account: Account
  /** Root or organizational unit. */
  readonly parentId: string
  /** Tags of the organizational unit; none where it is the root. */
  readonly parentTags: Readonly<Record<string, string>>
}

/** Member accounts, asked for in pages of their parents: twenty with one call. */
export interface AccountPages {
  /** `undefined` where no page tells: then the account is asked about alone. */
  find(accountId: string): Promise<ListedAccount | undefined>
}

/** Pages of one parent, as far as they were read. */
interface Listing {
  readonly parentId: string
  readonly parentTags: Readonly<Record<string, string>>
  readonly pages: AsyncIterator<{readonly Accounts?: Account[] | undefined}, undefined>
  read: number
  isOver: boolean
}

/** Where a parent has many accounts of others, it is not worth reading more pages than this for each account asked for. */
const PAGES_EACH = 2

/**
 * Opens them; nothing is asked before the first question. What was read is kept: the answers are of one moment. An
 * account that is too new to be listed, or whose parent may not be listed, is on no page.
 */
export function openAccountPages(client: OrganizationsClient): AccountPages {
  const known = new Map<string, ListedAccount>()
  const listings = new Map<string, Listing>()
  const waiting = new Map<string, ((found: ListedAccount) => void)[]>()
  let asked = 0
  let before: Promise<unknown> = Promise.resolve()

  const readUntil = async (accountId: string, listing: Listing): Promise<ListedAccount | undefined> => {
    while (!known.has(accountId) && !listing.isOver && listing.read < PAGES_EACH * asked) {
      const page = await listing.pages.next()
      listing.isOver = page.done === true
      if (page.done === true) break
      listing.read += 1
      const {parentId, parentTags} = listing
      for (const account of page.value.Accounts ?? []) arrive(account.Id ?? '', {account, parentId, parentTags})
    }
    return known.get(accountId)
  }
  const arrive = (accountId: string, listed: ListedAccount): void => {
    known.set(accountId, listed)
    for (const answer of waiting.get(accountId) ?? []) answer(listed)
    waiting.delete(accountId)
  }
  const open = async (parentId: string): Promise<Listing> => {
    const opened = listings.get(parentId)
    if (opened) return opened
    const parentTags = parentId.startsWith('r-') ? {} : await readTags(client, parentId)
    const pages = paginateListAccountsForParent({client}, {ParentId: parentId})[Symbol.asyncIterator]()
    const listing = {parentId, parentTags, pages, read: 0, isOver: false}
    listings.set(parentId, listing)
    return listing
  }
  const look = async (accountId: string): Promise<ListedAccount | undefined> => {
    for (const listing of listings.values()) {
      const found = await readUntil(accountId, listing)
      if (found) return found
    }
    const {Parents: [parent] = []} = await client.send(new ListParentsCommand({ChildId: accountId}))
    return parent?.Id === undefined ? undefined : readUntil(accountId, await open(parent.Id))
  }
  return {
    find: (accountId) => {
      asked += 1
      const listed = known.get(accountId)
      if (listed) return Promise.resolve(listed)
      // One after the other: the first one's pages answer most of the others, each as soon as its page is there.
      const found = before.then(() => absentWhen(NOT_TOLD, () => look(accountId)))
      before = found.catch(() => undefined)
      const arrived = new Promise<ListedAccount>((resolve) => {
        waiting.set(accountId, [...(waiting.get(accountId) ?? []), resolve])
      })
      return Promise.race([found, arrived])
    },
  }
}

/** No such account, or a caller who may ask about single accounts only. */
const NOT_TOLD = [
  'ChildNotFoundException',
  'ParentNotFoundException',
  'TargetNotFoundException',
  'AccessDeniedException',
  'AWSOrganizationsNotInUseException',
]

async function readTags(client: OrganizationsClient, id: string): Promise<Readonly<Record<string, string>>> {
  const tags: [string, string][] = []
  for await (const {Tags = []} of paginateListTagsForResource({client}, {ResourceId: id}))
    tags.push(...Tags.map(({Key = '', Value = ''}): [string, string] => [Key, Value]))
  return Object.fromEntries(tags)
}
