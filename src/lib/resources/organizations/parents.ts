import {paginateListParents} from '@aws-sdk/client-organizations'
import type {Context} from '../../base/resource.js'
import {collect} from '../pages.js'
import {present} from '../present.js'

/** Root or organizational unit that an account or unit is in; it has exactly one. */
export async function parentOf(childId: string, {aws}: Context): Promise<string> {
  const pages = paginateListParents({client: aws.organizations}, {ChildId: childId})
  const [parent] = await collect(pages, ({Parents}) => Parents)
  return present(parent?.Id, 'Parent.Id')
}
