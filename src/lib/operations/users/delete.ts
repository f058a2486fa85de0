import {applyPlan} from '../../engine/apply/apply.js'
import {makeRemovalPlan} from '../../engine/apply/destroy.js'
import {orphanSteps} from '../../engine/plan/orphans.js'
import type {Applied, Plan} from '../../engine/plan/plan.js'
import {UsageError} from '../../base/errors.js'
import {makeDesired} from '../../manifest/desired/desired.js'
import {removeUser} from '../../manifest/edit/edit.js'
import {show} from '../../manifest/read/show.js'
import {MANIFEST, recordsFolder, requireEnvironments, type Project} from '../../project/project.js'
import {makeProject} from '../../project/load/from-text.js'
import {openFileRecords} from '../../records/files/file-records.js'
import {environmentOf} from '../../records/places.js'
import type {Recorded} from '../../records/records.js'
import {locked, type Session} from '../../project/session.js'
import {saveManifest} from '../environments/manifest-file.js'
import type {UserRequest} from './users.js'

/** Where a user is to be deleted. */
export interface UserRemoval {
  readonly name: string
  readonly environments: readonly string[]
  /** The project without it; the very same project where awsup.yaml has no such user, and only records do. */
  readonly changed: Project
}

/**
 * Where this user is, of these environments (all when none is named): by awsup.yaml, else by the records alone, for a
 * line may be gone while the user is not. Throws UsageError where it is nowhere. Nothing is written.
 */
export async function withoutUser(
  project: Project,
  {name, environments}: Pick<UserRequest, 'name' | 'environments'>,
): Promise<UserRemoval> {
  const asked = environments.length > 0 ? [...new Set(requireEnvironments(project, environments))] : undefined
  const user = project.manifest.users.get(name)
  const listed = user?.roles ? [...user.roles.keys()] : (user?.environments ?? [])
  const from = asked ?? listed
  if (!from.some((environment) => listed.includes(environment))) {
    const onRecord = usersOnRecord(await openFileRecords(recordsFolder(project)).list(), name)
      .map((address) => environmentOf(address) ?? '')
      .filter((environment) => asked?.includes(environment) ?? true)
    if (onRecord.length > 0) return {name, environments: onRecord, changed: project}
  }
  if (listed.length === 0) {
    throw new UsageError(`there is no user ${show(name)} in ${MANIFEST}, and none on record`, {
      hint: `${MANIFEST} has: ${[...project.manifest.users.keys()].join(', ') || 'no users'}.`,
    })
  }
  return {
    name,
    environments: from,
    changed: makeProject(removeUser(project.source, {name, environments: from}), project),
  }
}

const usersOnRecord = (records: readonly Recorded[], name: string): readonly string[] =>
  records.flatMap(({address, kind}) =>
    kind === 'iam-user' && address === `${environmentOf(address) ?? ''}.user.${name}` ? [address] : [],
  )

/** The plan that deletes the user, and what only this user needed. */
export async function planUserRemoval(session: Session, {name, environments, changed}: UserRemoval): Promise<Plan> {
  const {engine, project} = session
  if (changed === project) return planStray(session, {name, environments})
  const left = new Set(makeDesired(changed.manifest).map(({address}) => address))
  const before = makeDesired(project.manifest)
  const gone = before.map(({address}) => address).filter((address) => !left.has(address))
  return makeRemovalPlan(engine, before, gone)
}

/** Of what is on record and no longer asked for, just this user and what nothing else on record needs. */
async function planStray(
  {engine, nodes}: Session,
  {name, environments}: Pick<UserRemoval, 'name' | 'environments'>,
): Promise<Plan> {
  const records = await engine.records.list()
  const own = usersOnRecord(records, name).filter((address) => environments.includes(environmentOf(address) ?? ''))
  const others = records.filter(({address}) => !own.includes(address))
  const needed = records
    .filter(({address}) => own.includes(address))
    .flatMap(({needs}) => needs)
    .filter((address) => others.every(({needs}) => !needs.includes(address)))
  const chosen = new Set([...own, ...needed])
  const {deletions} = await orphanSteps(engine, {nodes, steps: [], environments})
  return {steps: deletions.filter(({address}) => chosen.has(address)), kept: []}
}

/**
 * Does the plan, then takes the user out of awsup.yaml: as long as AWS has any of it, the same command finds it there
 * and goes on.
 */
export const dropUser = (session: Session, changed: Project, plan: Plan): Promise<Applied> =>
  locked(session, async () => {
    const applied = await applyPlan(session.engine, plan)
    saveManifest(session.project, changed)
    return applied
  })
