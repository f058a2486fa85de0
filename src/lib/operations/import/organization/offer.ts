import {ConflictError, UsageError} from '../../../base/errors.js'
import type {FoundOrganization} from '../../../import/org-formation.js'
import {show} from '../../../manifest/read/show.js'
import type {Session} from '../../../project/session.js'
import type {OrganizationBase} from './base.js'
import {twoNames, type Choices} from './choices.js'
import {differences, matchFile, type Subject} from './match-file.js'
import {readMembers, tagsOf, type Member, type Members} from './members.js'
import {freeName} from './names.js'
import {claimOf, notAMember, onRecord, problemOf, refuse} from './problems.js'

/** An account that can become an environment, with the name that it would get. */
export interface OfferedAccount extends Subject {
  readonly name: string
}

/** An account that cannot. */
export interface SkippedAccount {
  readonly accountId: string
  readonly name: string
  readonly email: string
  /** `is suspended` */
  readonly reason: string
}

/** What is an environment already. */
export interface HomedAccount {
  readonly environment: string
  readonly accountId: string
}

/** Everything that a choice is made of. */
export interface Offer {
  readonly members: Members
  readonly offered: readonly OfferedAccount[]
  readonly skipped: readonly SkippedAccount[]
  readonly already: readonly HomedAccount[]
  readonly notes: readonly string[]
}

/** What the command line says. */
export interface Wanted {
  /** The accounts of a file, instead of those of the organization. */
  readonly found: FoundOrganization | undefined
  readonly choices: Choices
  readonly all: boolean
}

/**
 * The accounts that can become environments. One that is named on the command line (or by a file of which everything is
 * taken) and cannot is a ConflictError; others are skipped with their reason. Only reads.
 */
export async function readOffer(session: Session, base: OrganizationBase, wanted: Wanted): Promise<Offer> {
  const {found, choices, all} = wanted
  const members = await readMembers(session, base)
  const subjects = found ? matchFile(found, members) : members.accounts.map((member) => ({member}))
  for (const id of choices.keys()) requireKnown(id, subjects, members)
  const isNamed = ({id}: Member): boolean => choices.has(id) || (found !== undefined && all)
  const skipped: SkippedAccount[] = []
  const already: HomedAccount[] = []
  const free: Subject[] = []
  for (const subject of subjects) {
    const {member} = subject
    const home = members.homes.get(member.id)
    if (home !== undefined && base.environments.has(home) && !member.management) {
      const asked = choices.get(member.id)
      if (asked !== undefined && asked !== home) throw twoNames(member.id, [`${home} (awsup.yaml)`, asked])
      already.push({environment: home, accountId: member.id})
      continue
    }
    const problem = problemOf(member) ?? (home === undefined ? undefined : onRecord(home))
    if (!problem) free.push(subject)
    else if (isNamed(member)) throw refuse(member, problem, placeOf(subject))
    else if (!member.management) skipped.push(skip(member, problem.why))
  }

  const {project} = base.project.manifest
  const asked = all || choices.size === 0 ? free : free.filter(({member}) => choices.has(member.id))
  const tags = await tagsOf(
    session,
    asked.map(({member}) => member.id),
  )
  const candidates = asked.filter((subject) => {
    const {member} = subject
    const claim = claimOf(tags.get(member.id) ?? {}, project)
    if (claim && isNamed(member)) throw refuse(member, claim, placeOf(subject))
    if (claim) skipped.push(skip(member, claim.why))
    return claim === undefined
  })
  const names = nameAll(candidates, {members, choices, project, tags})
  return {
    members,
    offered: candidates.map((subject) => ({...subject, name: names.get(subject.member.id) ?? ''})),
    skipped,
    already,
    notes: found ? differences(found, subjects, members) : [],
  }
}

/** What is taken without a question. */
export const chosenOf = ({offered}: Offer, {choices, all}: Wanted): readonly OfferedAccount[] =>
  offered.filter(({member}) => all || choices.has(member.id))

function requireKnown(id: string, subjects: readonly Subject[], members: Members): void {
  if (subjects.some(({member}) => member.id === id)) return
  if (!members.accounts.some((member) => member.id === id)) {
    throw notAMember(`account ${id}`, members.managementAccountId, {accountId: id})
  }
  throw new UsageError(`account ${id} is in the organization, but not in the file`, {
    hint: 'Leave the file out to take accounts from AWS itself.',
    details: {flag: '--account', asked: id},
  })
}

interface Naming {
  readonly members: Members
  readonly choices: Choices
  readonly project: string
  readonly tags: ReadonlyMap<string, Readonly<Record<string, string>>>
}

/** Account id → name; a name that was asked for is never given to another. Throws ConflictError where it exists. */
function nameAll(
  candidates: readonly Subject[],
  {members, choices, project, tags}: Naming,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [id, name] of choices) {
    if (name === undefined || !candidates.some(({member}) => member.id === id)) continue
    if (members.environments.has(name)) throw exists(name, id, members)
    names.set(id, name)
  }
  const taken = new Set([...members.environments.keys(), ...names.values()])
  for (const {member, file} of candidates) {
    if (names.has(member.id)) continue
    const own = tags.get(member.id)?.['awsup:environment']
    const texts = [own, file?.logicalId, file?.name, file?.alias, member.name].filter((text) => text !== undefined)
    const name = freeName(texts, {project, isTaken: (one) => taken.has(one)})
    taken.add(name)
    names.set(member.id, name)
  }
  return names
}

function exists(name: string, id: string, {environments}: Members): ConflictError {
  const other = environments.get(name)
  return new ConflictError(
    `environment ${show(name)} already exists, ${other === undefined ? 'and its account is still to be made' : `with account ${other}`}`,
    {
      code: 'NAME_TAKEN',
      hint:
        other === undefined
          ? `To use ${id} for it, write account: "${id}" below environments.${name} in awsup.yaml. Or name another: --account ${id}=<name>`
          : `Name another: --account ${id}=<name>`,
      details: {environment: name, accountId: id, onRecord: other},
    },
  )
}

const skip = ({id, name, email}: Member, reason: string): SkippedAccount => ({accountId: id, name, email, reason})

const placeOf = ({file}: Subject): string => (file === undefined ? '' : `${file.from}: `)
