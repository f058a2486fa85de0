import {environmentOf} from '../records/places.js'
import {makeDesired} from '../manifest/desired.js'
import {BACK_TO_AWS, findOtherTarget} from '../other-target.js'
import type {Project, Target} from '../project.js'
import {loadCurrent} from '../records/current.js'
import type {Failed, Recorded, Records} from '../records/records.js'
import type {SessionOptions} from '../session.js'
import {findInterruptedSwitch} from './interrupted-switch.js'
import {findMisplaced, type Misplaced} from './misplaced.js'
import {adviseNext} from './status-next.js'
import type {LockHolder} from './unlock.js'
import {withRecords} from './with-records.js'

/** What is on record of the organization, or of an environment. */
export interface OnRecord {
  readonly resources: readonly {readonly address: string; readonly kind: string; readonly id: string}[]
  /** Addresses that awsup.yaml asks for and no record has. */
  readonly missing: readonly string[]
  /** Addresses on record that awsup.yaml no longer asks for. */
  readonly left: readonly string[]
}

export interface EnvironmentStatus extends OnRecord {
  readonly name: string
  readonly region: string | undefined
  readonly accountId: string | undefined
  /** Whether awsup.yaml names it. */
  readonly asked: boolean
}

/** A create that was begun, and of which no record tells yet how it ended. */
export interface UnderWay {
  readonly address: string
  readonly kind: string
  readonly run: string
  /** ISO 8601. */
  readonly since: string
  /** Ids that the next run goes on with: for an account the id of its request. */
  readonly receipt: Readonly<Record<string, string>>
}

/** What `status` tells: from the records, the journal and the lock alone. */
export interface Status {
  readonly project: string
  readonly target: Target
  readonly organization: OnRecord
  readonly environments: readonly EnvironmentStatus[]
  readonly underWay: readonly UnderWay[]
  readonly failed: readonly Failed[]
  /** What holds users or accounts and would be left behind by awsup.yaml as it is now: every plan refuses it. */
  readonly misplaced: readonly Misplaced[]
  /** Why the target of awsup.yaml is refused, when everything on record is on AWS. */
  readonly otherTarget: {readonly problem: string; readonly hint: string} | undefined
  readonly lock: LockHolder | undefined
  /** The environment that is switched on. */
  readonly current: {readonly environment: string; readonly target: Target} | undefined
  /** An `env switch` that did not end: `pid` is who began it. */
  readonly interruptedSwitch:
    {readonly pid: number; readonly files: readonly string[]; readonly command?: string | undefined} | undefined
  /** What to do next, in one line. */
  readonly next: string
}

/**
 * What is on record, under way, failed, locked and switched on. No network, unless the records are in S3. Throws
 * ConflictError where a file is damaged.
 */
export const loadStatus = (project: Project, options: SessionOptions): Promise<Status> =>
  withRecords(project, options, (records) => statusOf(project, records))

async function statusOf(project: Project, records: Records): Promise<Status> {
  const {root, target, manifest} = project
  const [recorded, intents, failures] = await Promise.all([records.list(), records.intents(), records.failures()])
  const nodes = makeDesired(manifest)
  const asked = nodes.map(({address}) => address)
  const problem = await findOtherTarget(project)
  const known = new Set([...asked, ...recorded.map(({address}) => address)])
  const part = (name: string | undefined): OnRecord => partOf(name, {recorded, asked})

  const onRecord = recorded.flatMap(({address}) => environmentOf(address) ?? [])
  const names = [...new Set([...manifest.environments.keys(), ...onRecord])]
  const current = loadCurrent(root)
  const interrupted = findInterruptedSwitch(project)
  const facts: Omit<Status, 'next'> = {
    project: manifest.project,
    target,
    organization: part(undefined),
    environments: names.map((name) => ({
      name,
      region: manifest.environments.get(name)?.region,
      accountId: recorded.find(({address}) => address === `${name}.account`)?.id,
      asked: manifest.environments.has(name),
      ...part(name),
    })),
    underWay: intents.map(({address, kind, run, at, receipt}) => ({
      address,
      kind,
      run,
      since: at,
      receipt: receipt ?? {},
    })),
    failed: failures.filter(({address}) => known.has(address)),
    misplaced: findMisplaced(project, {nodes, recorded, begun: intents.map(({address}) => address)}),
    otherTarget: problem === undefined ? undefined : {problem, hint: BACK_TO_AWS},
    lock: await records.holder(),
    current: current && {environment: current.environment, target: current.target},
    interruptedSwitch: interrupted && {
      pid: interrupted.pid,
      files: interrupted.files.map((file) => file.target),
      ...(interrupted.asked === undefined ? {} : {command: interrupted.asked}),
    },
  }
  return {...facts, next: adviseNext(facts)}
}

interface Around {
  readonly recorded: readonly Recorded[]
  readonly asked: readonly string[]
}

function partOf(environment: string | undefined, {recorded, asked}: Around): OnRecord {
  const own = recorded.filter(({address}) => environmentOf(address) === environment)
  const wanted = asked.filter((address) => environmentOf(address) === environment)
  const there = new Set(own.map(({address}) => address))
  return {
    resources: own.map(({address, kind, id}) => ({address, kind, id})),
    missing: wanted.filter((address) => !there.has(address)),
    left: [...there].filter((address) => !wanted.includes(address)),
  }
}
