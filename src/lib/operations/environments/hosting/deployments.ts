import {ConflictError, UsageError} from '../../../base/errors.js'
import {locked, type Session} from '../../../project/session.js'
import {requireIds} from '../environments.js'
import {deployArchive, type Deployed} from './deploy.js'
import {openHosted, readAddresses, requireHosting, type Hosted, type SiteAddresses} from './hosted.js'
import {listJobs} from './jobs.js'
import {KEPT, openKept, type GoingBack, type KeptDeployment, type KeptPlace} from './kept/kept.js'
import {makeArchive, readArchive} from './site/archive.js'
import {makeConfiguration} from './site/configuration.js'

/** What `deployments list` tells. */
export interface Deployments extends SiteAddresses {
  readonly environment: string
  readonly appId: string
  readonly branch: string
  /** Newest first, as AWS has them. */
  readonly deployments: readonly Deployment[]
  /** Folder on this machine where zips are kept, and of how many deployments; absent where there is none. */
  readonly kept?: {readonly folder: string; readonly most: number}
}

export interface Deployment {
  readonly jobId: string
  /** AWS's word: `SUCCEED`, `FAILED`, `RUNNING`, … */
  readonly status: string
  /** ISO 8601. */
  readonly startedAt?: string
  readonly endedAt?: string
  readonly live: boolean
  /** Whether this machine keeps its zip, so that it can be rolled back to. */
  readonly kept: boolean
  /** SHA-256 over everything but the configuration, where it is kept. */
  readonly build?: string
}

/** The deployments of an environment's site. */
export async function listDeployments(session: Session, environment: string): Promise<Deployments> {
  const {project} = session
  requireHosting(project, environment)
  const hosted = await openHosted(session, environment)
  const kept = openPlace(session, hosted)
  const known = new Map((kept?.list() ?? []).map((one) => [one.jobId, one]))
  const deployments = (await listJobs(hosted)).map(({jobId = '', status = '', startTime, endTime}): Deployment => {
    const own = known.get(jobId)
    return {
      jobId,
      status,
      ...(startTime && {startedAt: startTime.toISOString()}),
      ...(endTime && {endedAt: endTime.toISOString()}),
      live: jobId === hosted.live,
      kept: own !== undefined,
      ...(own && {build: own.build}),
    }
  })
  const {appId, branch} = hosted
  return {
    ...{environment, appId, branch, ...(await readAddresses(project, hosted)), deployments},
    ...(kept && {kept: {folder: kept.folder, most: KEPT}}),
  }
}

const openPlace = ({project}: Session, {clients, appId, branch}: Hosted): KeptPlace | undefined =>
  openKept(project.root, {accountId: clients.accountId, appId, branch})

/** Which deployment to go back to. */
export interface RollbackRequest {
  readonly environment: string
  /** Id of a job, with or without the zeros before it; the last that was live before when absent. */
  readonly to?: string | undefined
  readonly stopRunning?: boolean | undefined
  readonly preview?: boolean | undefined
}

export interface RolledBack extends Deployed {
  /** The deployment whose files these are. */
  readonly from: string
}

/**
 * Deploys the files of an earlier deployment again: AWS keeps no zip, so this machine has to. The configuration is that of
 * now, for ids of then may be gone. Throws ConflictError `ZIP_NOT_KEPT` where there is none to go back to.
 */
export function rollBack(session: Session, request: RollbackRequest): Promise<RolledBack> {
  const work = async (): Promise<RolledBack> => {
    const {project} = session
    const {environment, to} = request
    requireHosting(project, environment)
    const hosted = await openHosted(session, environment)
    const kept = openPlace(session, hosted)
    const begun = interrupted(kept, hosted)
    const chosen = choose(kept?.list() ?? [], {hosted, to: to ?? begun?.to})
    const back = {to: chosen.jobId, from: begun?.from ?? hosted.live ?? '0'}
    const site = readArchive(kept?.zipOf(chosen) ?? new Uint8Array())
    const ids = requireIds(project, environment)
    const configuration = await makeConfiguration(project, site, {ids, domain: hosted.domain})
    const archive = makeArchive(site, configuration)
    const deployed = await deployArchive(session, hosted, {
      archive,
      configuration: [...configuration.keys()],
      request,
      back,
    })
    return {...deployed, from: chosen.jobId}
  }
  return request.preview === true ? work() : locked(session, work)
}

/** A rollback that a run left behind; nothing where something else went live since. */
function interrupted(kept: KeptPlace | undefined, {live}: Hosted): GoingBack | undefined {
  const {back, jobId} = kept?.begun() ?? {}
  return back !== undefined && (live === back.from || live === jobId) ? back : undefined
}

interface Choice {
  readonly hosted: Hosted
  readonly to: string | undefined
}

/** By its id; else the newest that is older than what is live (of a rollback: than the deployment it went back to), and another build. */
function choose(kept: readonly KeptDeployment[], {hosted, to}: Choice): KeptDeployment {
  const {environment, live} = hosted
  if (to !== undefined && !/^\d{1,20}$/.test(to)) {
    throw new UsageError(`--to ${JSON.stringify(to)} is no number of a deployment`, {
      hint: `See which there are: awsup deployments list ${environment}`,
      details: {flag: '--to'},
    })
  }
  const own = kept.find(({jobId}) => jobId === live)
  const chosen =
    to === undefined
      ? kept.find(({jobId, build}) => Number(jobId) < Number(own?.of ?? live ?? 0) && build !== own?.build)
      : kept.find(({jobId}) => Number(jobId) === Number(to))
  if (chosen) return chosen
  throw new ConflictError(
    to === undefined
      ? `this machine keeps no earlier deployment of ${environment}`
      : `this machine does not keep deployment ${Number(to)} of ${environment}`,
    {
      code: 'ZIP_NOT_KEPT',
      hint: `AWS keeps no zip, so only what was deployed from here can be rolled back to: awsup deployments list ${environment}. Or build that version again and deploy it.`,
      details: {environment},
    },
  )
}
