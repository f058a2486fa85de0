import {ConflictError} from '../base/errors.js'
import type {Identified, OwnerTags} from '../base/resource.js'

/** As most services take tags. */
export interface Tag {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}

/** By key. */
export type Tags = Readonly<Record<string, string>>

/** Owner tags as a list, for services that take one. */
export const tagList = (owner: OwnerTags): {Key: string; Value: string}[] =>
  Object.entries(owner).map(([Key, Value]) => ({Key, Value}))

/** A list of tags as a record. */
export const tagRecord = (tags: readonly Tag[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map(({Key = '', Value = ''}) => [Key, Value]))

/** Name of the project that a context works for. */
export const projectOf = (owner: OwnerTags): string => owner['awsup:project'] ?? ''

/** Whether these tags say: this project, this address. Names of pools are not unique, so tags find them. */
export const isOurs = (tags: Tags | undefined, owner: OwnerTags): boolean =>
  ['awsup:project', 'awsup:address'].every((key) => tags?.[key] !== undefined && tags[key] === owner[key])

/** Who else tags say that it belongs to: another project, or another address of this one. Empty when they say neither. */
export function claimOf(tags: Tags | undefined, owner: OwnerTags): Pick<Identified, 'claimedBy'> {
  const {'awsup:project': project, 'awsup:address': address} = tags ?? {}
  if (project === undefined) return {}
  const isOurProject = project === projectOf(owner)
  if (isOurProject && (address === undefined || address === owner['awsup:address'])) return {}
  return {claimedBy: {project, ...(address === undefined ? {} : {address})}}
}

/** Throws ConflictError unless what was found by its name belongs to this project. `what` is for people: `role x`. */
export function requireOurs(what: string, tags: Tags, owner: OwnerTags): void {
  const project = projectOf(owner)
  const other = tags['awsup:project']
  if (other === project) return
  throw new ConflictError(`${what} exists and is not ours`, {
    code: 'NOT_OURS',
    hint:
      other === undefined
        ? `Rename or delete it, or tag it awsup:project=${project} to hand it over to awsup.`
        : `It belongs to the awsup project ${other}: use another project name here, or another account.`,
    details: {what, project: other},
  })
}

/**
 * The same of what has data in it. Where it is on record and has no tags, somebody took them away: nobody is told to delete it.
 *
 * @param id as it is on record
 */
export function requireOwnData(
  what: string,
  {id, tags}: {readonly id: string | undefined; readonly tags: Tags},
  owner: OwnerTags,
): void {
  if (id === undefined || tags['awsup:project'] !== undefined) {
    requireOurs(what, tags, owner)
    return
  }
  throw new ConflictError(`${what} is on record, and lacks awsup’s tags`, {
    code: 'NOT_OURS',
    hint: `If it is still the one that awsup made or imported, tag it awsup:project=${projectOf(owner)} again. If it is another one of that name, leave it alone, and declare one of another name in awsup.yaml.`,
    details: {what},
  })
}

/** Throws ConflictError when two things carry the tags that only one may: which one holds the users is unknown. */
export function requireSingle<T>(what: string, found: readonly T[], describe: (one: T) => string): T | undefined {
  if (found.length < 2) return found[0]
  throw new ConflictError(`there are ${found.length} of ${what}: ${found.map(describe).join(', ')}`, {
    code: 'AMBIGUOUS',
    hint: 'Look which one is in use, then delete the others or take their awsup tags away (rename them where there are none).',
    details: {found: found.map(describe)},
  })
}
