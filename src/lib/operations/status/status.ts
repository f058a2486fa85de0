import {environmentOf} from '../../records/places.js'
import {makeDesired} from '../../manifest/desired/desired.js'
import {BACK_TO_AWS, findOtherTarget} from '../../project/other-target.js'
import type {Project} from '../../project/project.js'
import {loadCurrent} from '../../records/current.js'
import type {Recorded, Records} from '../../records/records.js'
import type {SessionOptions} from '../../project/session.js'
import {findInterruptedSwitch} from '../environments/switch/interrupted-switch.js'
import {findMisplaced} from './misplaced.js'
import {adviseNext} from './next.js'
import {withRecords} from '../records/with-records.js'
import type {OnRecord, Status} from './facts.js'

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
