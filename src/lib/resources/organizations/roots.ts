import {paginateListRoots, type Root} from '@aws-sdk/client-organizations'
import type {Context} from '../../base/resource.js'
import {collect} from '../pages.js'

/** The top of the tree; an organization has exactly one. `undefined` while a new organization is not visible yet. */
export async function findRoot({aws}: Pick<Context, 'aws'>): Promise<Root | undefined> {
  const [root] = await collect(paginateListRoots({client: aws.organizations}, {}), ({Roots}) => Roots)
  return root
}
