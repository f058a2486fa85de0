import {describePlan, type PlanDescription} from '../../engine/plan/describe.js'
import {makePlan} from '../../engine/plan/make-plan.js'
import type {Plan} from '../../engine/plan/plan.js'
import {findAll, keepFound} from '../../engine/apply/refresh.js'
import {ConflictError} from '../../base/errors.js'
import {same} from '../../base/resource.js'
import type {Engine} from '../../engine/engine.js'
import type {FoundOutput} from '../../import/found.js'
import {makeDesired} from '../../manifest/desired/desired.js'
import {MANIFEST, readManifest, type Project} from '../../project/project.js'
import {makeProject} from '../../project/load/from-text.js'
import {openMemoryRecords} from '../../records/memory-records.js'
import type {Recorded, Records} from '../../records/records.js'
import {locked, type Session} from '../../project/session.js'
import {saveManifest} from '../environments/manifest-file.js'
import {writeManifest} from '../init/init.js'
import {adoptOutputs} from './write/adopt.js'
import {handOver, withHandovers} from './data/hand-over.js'
import type {DataRequest} from './data/request.js'
import {takeData} from './data/take.js'
import type {ImportBase, ImportRequest} from './read/place.js'
import {takePool} from './take-pool.js'
import type {Handover, Taken} from './taken.js'
import {reasonsFor, type Reason} from './reasons.js'
import type {ImportedEnvironment} from './imported.js'

/** What an import comes to; nothing is written yet, here or on AWS. */
export interface Importing {
  readonly before: ImportBase
  readonly project: Project
  /** What goes on record. */
  readonly records: readonly Recorded[]
  /** What `apply` would do next. */
  readonly plan: Plan
  readonly reasons: readonly Reason[]
  /** What the import tags on AWS. */
  readonly handovers: readonly Handover[]
  readonly notes: readonly string[]
  readonly environments: readonly ImportedEnvironment[]
}

/** A pool, or a table or bucket. */
export type AnyRequest = ImportRequest | DataRequest

/**
 * Reads what is asked for as it is on AWS and makes of it an awsup.yaml, records and the plan that `apply` would do next. Only
 * reads. Throws ConflictError where something is on record already, is another project's, or does not exist.
 */
export async function prepareImport(
  session: Session,
  before: ImportBase,
  {requests, outputs}: {readonly requests: readonly AnyRequest[]; readonly outputs: readonly FoundOutput[]},
): Promise<Importing> {
  const {engine} = session
  const known = await engine.records.list()
  const {accountId: caller} = await session.door.caller()
  const all: Taken[] = []
  let {source} = before
  for (const request of requests) {
    const around = {before: {source, isNew: before.isNew && source === before.source}, known, caller}
    const taken =
      'sort' in request ? await takeData(session, request, around) : await takePool(session, request, around)
    source = taken.source
    all.push(taken)
  }
  const environments = all.map(({environment}) => environment)
  const handovers = all.flatMap((taken) => taken.handovers)
  const adopted = await adoptOutputs(makeProject(source, session.project), environments, outputs)
  const project = makeProject(adopted.source, session.project)
  const looking = withHandovers(engine, handovers)
  const records = await look(looking, project, {known, seeds: all.flatMap(({seeds}) => seeds), environments})
  const plan = await makePlan({...looking, records}, makeDesired(project.manifest), {
    environments: environments.map(({environment}) => environment),
  })
  const after = await records.list()
  return {
    before,
    project,
    records: after.filter((one) => !known.some((other) => same(other, one))),
    handovers,
    plan,
    reasons: reasonsFor(plan),
    notes: [
      ...new Set([
        ...newOnes(before, session.project, environments),
        ...all.flatMap(({notes}) => notes),
        ...adopted.notes,
      ]),
    ],
    environments,
  }
}

/** A name with a typing error would be another environment: what is new is said beside what exists. */
function newOnes(
  {isNew, source}: ImportBase,
  place: Project,
  taken: readonly ImportedEnvironment[],
): readonly string[] {
  if (isNew) return []
  const existing = [...makeProject(source, place).manifest.environments.keys()]
  const names = taken.map(({environment}) => environment).filter((name) => !existing.includes(name))
  return existing.length === 0
    ? []
    : names.map((name) => `${name} is a new environment. Until now ${MANIFEST} had ${existing.join(', ')}.`)
}

interface Known {
  readonly known: readonly Recorded[]
  readonly seeds: readonly Recorded[]
  readonly environments: readonly ImportedEnvironment[]
}

/** The records as they will be: what is known of what is taken in, and all that is found from there. In memory alone. */
async function look(engine: Engine, project: Project, {known, seeds, environments}: Known): Promise<Records> {
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
 * Adds tags to what is known by them alone, puts the ids on record, then says it in awsup.yaml. In this order a run that dies in
 * between is done again by the same command; the other way round `apply` would make a second pool. Throws ConflictError when
 * awsup.yaml changed meanwhile.
 */
export const keepImport = (session: Session, {before, project, records, handovers}: Importing): Promise<void> =>
  locked(session, async () => {
    requireUnchanged(before, project.root)
    for (const handover of handovers) await handOver(session.engine, handover)
    for (const recorded of records) await session.engine.records.save(recorded)
    if (before.isNew) writeManifest(project)
    else saveManifest({...project, source: before.source}, project)
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
  /** Addresses of the tables and buckets that get (or would get) awsup's tags on AWS. */
  readonly tagged: readonly string[]
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
  tagged: rest.handovers.map(({address}) => address),
  plan: describePlan(plan),
  reasons: rest.reasons,
  notes: rest.notes,
})
