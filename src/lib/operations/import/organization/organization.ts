import {writeImported} from '../../../manifest/edit/imported.js'
import {isLive} from '../../../manifest/edit/write.js'
import type {Project} from '../../../project/project.js'
import {makeProject} from '../../../project/load/from-text.js'
import {asked} from '../../asked.js'
import {writeManifest} from '../../init/init.js'
import {saveManifest} from '../../environments/manifest-file.js'
import {sectionOf} from '../write/pool.js'
import type {OrganizationBase} from './base.js'
import type {HomedAccount, Offer, OfferedAccount, SkippedAccount} from './offer.js'
import {sameName} from './choices.js'

/** An account that became an environment. */
export interface TakenAccount {
  readonly environment: string
  readonly accountId: string
  /** As AWS has them. */
  readonly name: string
  readonly email: string
  /** Names of organizational units from the root down: `Root/Workloads`. */
  readonly unit: string
  readonly region: string
  /** The role to enter it by, where it is not OrganizationAccountAccessRole. */
  readonly role?: string
}

/** What taking accounts in comes to; nothing is written yet. */
export interface OrganizationImporting {
  readonly base: OrganizationBase
  /** With the new environments in it; absent where there is nothing to write. */
  readonly project: Project | undefined
  readonly environments: readonly TakenAccount[]
  readonly offer: Offer
}

/** What `import organization` came to, for programs. */
export interface OrganizationImported {
  readonly organizationId: string
  readonly managementAccountId: string
  /** Those that are new in awsup.yaml. */
  readonly environments: readonly TakenAccount[]
  /** False for a dry run, and where there was nothing to write. */
  readonly written: boolean
  readonly manifest: 'new' | 'changed' | 'unchanged'
  readonly already: readonly HomedAccount[]
  readonly skipped: readonly SkippedAccount[]
  readonly notes: readonly string[]
}

/** Makes the new awsup.yaml of what was chosen. Pure. Throws UsageError where it cannot be. */
export function prepareOrganization(
  base: OrganizationBase,
  offer: Offer,
  chosen: readonly OfferedAccount[],
): OrganizationImporting {
  for (const [index, {name, member}] of chosen.entries()) {
    const before = chosen.slice(0, index).find((one) => one.name === name)
    if (before) throw sameName(name, [before.member.id, member.id])
  }
  const environments = chosen.map(({name, member, file}): TakenAccount => ({
    environment: name,
    accountId: member.id,
    name: member.name,
    email: member.email,
    unit: member.unit,
    region: base.region,
    ...(file?.role === undefined ? {} : {role: file.role}),
  }))
  const source = environments.reduce((before, {environment, accountId, region, role}) => {
    const account = role === undefined ? accountId : {id: accountId, role}
    const settings = sectionOf({region, account, protected: isLive(environment) ? true : undefined})
    return writeImported(before, {name: environment, settings})
  }, base.source)
  const {root, target, targetIsAsked} = base.project
  const project =
    environments.length === 0
      ? undefined
      : asked(() => makeProject(source, {root, target: targetIsAsked === true ? target : undefined}))
  return {base, project, environments, offer}
}

/** Writes awsup.yaml, and nothing else. Throws ConflictError when it changed meanwhile. */
export function keepOrganization({base, project}: OrganizationImporting): void {
  if (!project) return
  if (base.isNew) writeManifest(project)
  else saveManifest(base.project, project)
}

export const describeOrganization = (
  {base, project, environments, offer}: OrganizationImporting,
  written: boolean,
): OrganizationImported => ({
  organizationId: offer.members.organizationId,
  managementAccountId: offer.members.managementAccountId,
  environments,
  written: written && project !== undefined,
  manifest: project === undefined ? 'unchanged' : base.isNew ? 'new' : 'changed',
  already: offer.already,
  skipped: offer.skipped,
  notes: offer.notes,
})
