import {describePlan, type PlanDescription} from '../../engine/plan/describe.js'
import {makePlan} from '../../engine/plan/make-plan.js'
import type {Plan} from '../../engine/plan/plan.js'
import {contextFor} from '../../engine/engine.js'
import {findAll, keepFound} from '../../engine/apply/refresh.js'
import {ConflictError} from '../../base/errors.js'
import {regionOf, type FoundOutput} from '../../import/found.js'
import {makeDesired} from '../../manifest/desired/desired.js'
import {makeProject, MANIFEST, readManifest, type Project} from '../../project/project.js'
import {openMemoryRecords} from '../../records/memory-records.js'
import type {Recorded, Records} from '../../records/records.js'
import {same, type Context} from '../../base/resource.js'
import {locked, type Session} from '../../project/session.js'
import {saveManifest} from '../environments/manifest-file.js'
import {writeManifest} from '../init/init.js'
import {adoptOutputs} from './write/adopt.js'
import {requireFree, requireNotOthers} from './conflicts.js'
import {chooseIdentityPool} from './read/identity-pools.js'
import {readLiveIdentityPool, readLivePool} from './read/live.js'
import {placeFor, type ImportBase, type ImportRequest} from './read/place.js'
import {propose, type Live} from './write/propose.js'
import {reasonsFor, type Reason} from './reasons.js'
import type {ImportedEnvironment} from './imported.js'

/** What taking pools in comes to; nothing is written yet, here or on AWS. */
export interface Importing {
  readonly before: ImportBase
  readonly project: Project
  /** What goes on record. */
  readonly records: readonly Recorded[]
  /** What `apply` would do next. */
  readonly plan: Plan
  readonly reasons: readonly Reason[]
  readonly notes: readonly string[]
  readonly environments: readonly ImportedEnvironment[]
}

const MANAGEMENT_NOTE =
  'AWS advises to keep applications out of the management account (Organizations user guide, "Best practices for the management account"): guardrails do not reach it. The pool can stay there; new environments get accounts of their own.'

/**
 * Reads the pools as they are on AWS and makes of them an awsup.yaml, records and the plan that `apply` would do next. Only
 * reads. Throws ConflictError where a pool is on record already, is another project's, or does not exist.
 */
export async function prepareImport(
  session: Session,
  before: ImportBase,
  {requests, outputs}: {readonly requests: readonly ImportRequest[]; readonly outputs: readonly FoundOutput[]},
): Promise<Importing> {
  const {engine} = session
  const known = await engine.records.list()
  const caller = await session.door.caller()
  const notes: string[] = []
  const seeds: Recorded[] = []
  const environments: ImportedEnvironment[] = []
  let source = before.source
  for (const request of requests) {
    const {environment, userPoolId} = request
    const place = placeFor(request, {before, known, caller: caller.accountId})
    requireFree(known, {...request, accountId: place.accountId})
    const context = await contextFor(engine, {
      address: `${environment}.user-pool`,
      environment,
      account: place.accountId,
      region: regionOf(userPoolId),
    })
    const chosen = await chooseIdentityPool(request, {known, context})
    if (chosen.note !== undefined) notes.push(`${environment}: ${chosen.note}`)
    const {identityPoolId} = chosen
    requireFree(known, {...request, identityPoolId, accountId: place.accountId})
    const ownRoles = known.flatMap((one) => (one.kind === 'role' && one.accountId === place.accountId ? [one.id] : []))
    const live = {...(await readLive({...request, identityPoolId}, place, context)), ownRoles}
    requireNotOthers(session.project.manifest.project, live)
    const proposal = propose(source, live)
    source = proposal.source
    seeds.push(...seedsFor(live, proposal.clients))
    notes.push(...proposal.notes.map((note) => `${environment}: ${note}`))
    if (place.accountId === caller.accountId) notes.push(`${environment}: ${MANAGEMENT_NOTE}`)
    environments.push({
      environment,
      accountId: place.accountId,
      region: regionOf(userPoolId),
      userPoolId,
      identityPoolId,
      clients: Object.fromEntries(proposal.clients),
    })
  }
  const adopted = await adoptOutputs(makeProject(source, session.project), environments, outputs)
  notes.push(...adopted.notes)
  const project = makeProject(adopted.source, session.project)
  const records = await look(session, project, {known, seeds, environments})
  const plan = await makePlan({...engine, records}, makeDesired(project.manifest), {
    environments: environments.map(({environment}) => environment),
  })
  const after = await records.list()
  return {
    before,
    project,
    records: after.filter((one) => !known.some((other) => same(other, one))),
    plan,
    reasons: reasonsFor(plan),
    notes: [...new Set(notes)],
    environments,
  }
}

async function readLive(
  request: ImportRequest,
  {accountId, settings}: ReturnType<typeof placeFor>,
  context: Context,
): Promise<Omit<Live, 'ownRoles'>> {
  const {environment, userPoolId, identityPoolId} = request
  const region = regionOf(userPoolId)
  if (identityPoolId !== undefined && regionOf(identityPoolId) !== region) {
    throw new ConflictError(`the identity pool ${identityPoolId} is not in ${region}, where the user pool is`, {
      hint: 'An environment of awsup has one region: leave the identity pool out, and awsup makes one in the region of the user pool.',
    })
  }
  const pool = await readLivePool(userPoolId, context)
  const identityPool = identityPoolId === undefined ? undefined : await readLiveIdentityPool(identityPoolId, context)
  return {environment, accountId, place: settings, pool, identityPool, clients: request.clients}
}

/** What no name finds: everything else is found by its own. */
function seedsFor(
  {environment, accountId, pool, identityPool}: Live,
  clients: ReadonlyMap<string, string>,
): readonly Recorded[] {
  const seed = (name: string, kind: string, id: string): Recorded => ({
    address: `${environment}.${name}`,
    kind,
    id,
    accountId,
    region: regionOf(pool.id),
    key: {},
    needs: [],
  })
  return [
    seed('user-pool', 'user-pool', pool.id),
    ...(identityPool ? [seed('identity-pool', 'identity-pool', identityPool.id)] : []),
    ...[...clients].map(([key, id]) => seed(`app-client.${key}`, 'app-client', id)),
  ]
}

interface Known {
  readonly known: readonly Recorded[]
  readonly seeds: readonly Recorded[]
  readonly environments: readonly ImportedEnvironment[]
}

/** The records as they will be: what is known of the pools, and all that is found from there. In memory alone. */
async function look({engine}: Session, project: Project, {known, seeds, environments}: Known): Promise<Records> {
  const records = openMemoryRecords()
  for (const recorded of [...known, ...seeds]) await records.save(recorded)
  const looking = {...engine, records}
  await keepFound(
    looking,
    await findAll(
      looking,
      makeDesired(project.manifest),
      environments.map(({environment}) => environment),
    ),
  )
  return records
}

/**
 * Puts the ids on record, then says it in awsup.yaml. In this order a run that dies in between is done again by the same
 * command; the other way round `apply` would make a second pool. Throws ConflictError when awsup.yaml changed meanwhile.
 */
export const keepImport = (session: Session, {before, project, records}: Importing): Promise<void> =>
  locked(session, async () => {
    requireUnchanged(before, project.root)
    for (const recorded of records) await session.engine.records.save(recorded)
    if (before.isNew) await writeManifest(project)
    else await saveManifest({...project, source: before.source}, project)
  })

function requireUnchanged({source, isNew}: ImportBase, root: string): void {
  if (isNew || readManifest(root) === source) return
  throw new ConflictError(`${MANIFEST} was changed by somebody else meanwhile`, {hint: 'Run the command again.'})
}

/** What `import` came to, for programs. */
export interface Imported {
  readonly environments: readonly ImportedEnvironment[]
  /** False for a dry run. */
  readonly written: boolean
  readonly manifest: 'new' | 'changed' | 'unchanged'
  /** What is (or would be) new on record. */
  readonly records: readonly {readonly address: string; readonly id: string}[]
  /** What `awsup apply` would do next, and why. */
  readonly plan: PlanDescription
  readonly reasons: readonly Reason[]
  readonly notes: readonly string[]
}

export const describeImport = ({before, project, records, plan, ...rest}: Importing, written: boolean): Imported => ({
  environments: rest.environments,
  written,
  manifest: before.isNew ? 'new' : before.source === project.source ? 'unchanged' : 'changed',
  records: records.map(({address, id}) => ({address, id})),
  plan: describePlan(plan),
  reasons: rest.reasons,
  notes: rest.notes,
})
