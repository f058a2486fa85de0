import {paginateListTagsForResource} from '@aws-sdk/client-organizations'
import type {Context} from '../../base/resource.js'
import {tagRecord} from '../owner.js'
import {collect} from '../pages.js'

/** Tags of a root, organizational unit, account or policy. */
export async function readTags(id: string, {aws}: Context): Promise<Readonly<Record<string, string>>> {
  const pages = paginateListTagsForResource({client: aws.organizations}, {ResourceId: id})
  return tagRecord(await collect(pages, ({Tags}) => Tags))
}
