import type {Project} from '../../../project/project.js'
import {locked, type Session} from '../../../project/session.js'
import {requireIds} from '../environments.js'
import {openHosted, readAddresses, requireHosting, type Hosted, type SiteAddresses} from './hosted.js'
import {createDeployment, listJobs, makeRoom, startDeployment, upload, waitUntilLive} from './jobs.js'
import {openKept, type GoingBack, type KeptPlace} from './kept/kept.js'
import {makeArchive, type Archive} from './site/archive.js'
import {makeConfiguration, requireUnfrozen} from './site/configuration.js'
import {readSite, type SiteFiles} from './site/folder.js'
import {findUnhashed} from './site/unhashed.js'

/** What `deploy` and `deployments rollback` did, or with `--dry-run` would do. */
export interface Deployed extends SiteAddresses {
  /** `unchanged`: the same bytes are live already; `resumed`: an earlier run had begun the same. */
  readonly did: 'deployed' | 'resumed' | 'unchanged' | 'previewed'
  readonly environment: string
  readonly accountId: string
  readonly appId: string
  readonly branch: string
  /** Of AWS; absent with `--dry-run`. */
  readonly jobId?: string
  /** What the site had live before; absent where it had nothing. */
  readonly before?: string
  /** SHA-256 of the zip. */
  readonly sha256: string
  /** SHA-256 over everything but the configuration: the same build has the same in every environment. */
  readonly build: string
  readonly files: number
  /** Of the zip. */
  readonly bytes: number
  /** Files of the site that are made for this environment, from its top. */
  readonly configuration: readonly string[]
  /** Folder on this machine where the zip is kept, to roll back to; absent where none could be. */
  readonly keptIn?: string
}

/** What to deploy, and where. */
export interface DeployRequest {
  readonly environment: string
  /** As a person named it, from the project's folder; `hosting.folder` when absent. */
  readonly folder?: string | undefined
  /** Stop a deployment of somebody else's that is under way. */
  readonly stopRunning?: boolean | undefined
  /** Look and change nothing. */
  readonly preview?: boolean | undefined
}

/**
 * Reads the built site before anything is asked of AWS. Throws UsageError where it cannot be hosted, or awsup.yaml hosts
 * none.
 */
export function readBuild(project: Project, {environment, folder}: DeployRequest): SiteFiles {
  const hosting = requireHosting(project, environment)
  requireIds(project, environment)
  return readSite(project.root, folder ?? hosting.folder)
}

/**
 * Deploys a built site to an environment, with that environment's configuration in it, and waits until it is live. May be
 * run again after an interruption anywhere: one app, one branch, the latest deployment live. Throws what `readBuild`,
 * `openHosted`, `makeRoom` and `waitUntilLive` do.
 */
export function deploySite(session: Session, site: SiteFiles, request: DeployRequest): Promise<Deployed> {
  const work = async (): Promise<Deployed> => {
    const {project} = session
    const {environment} = request
    const hosted = await openHosted(session, environment)
    const ids = requireIds(project, environment)
    const configuration = await makeConfiguration(project, site, {ids, domain: hosted.domain})
    requireUnfrozen(project, environment, {site, configuration})
    warnOfSite(session, site, configuration)
    const archive = makeArchive(site, configuration)
    return deployArchive(session, hosted, {archive, configuration: [...configuration.keys()], request})
  }
  return request.preview === true ? work() : locked(session, work)
}

function warnOfSite({project, engine}: Session, site: SiteFiles, configuration: SiteFiles): void {
  const {hosting} = project.manifest
  const warn = (code: string, message: string): void => engine.report({type: 'warning', code, message})
  if (configuration.size === 0) {
    warn(
      'NO_CONFIGURATION',
      `the site gets no configuration: outputs writes no file below ${hosting?.public ?? 'public'}/, so the build is the same everywhere, ids included`,
    )
  }
  const [first, ...others] = findUnhashed(site, hosting?.immutable ?? [])
  if (first === undefined) return
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  warn(
    'UNHASHED',
    `${first}${more} is kept by browsers for a year, and its name does not change with its content: move it out of hosting.immutable, or change hosting.immutable`,
  )
}

interface Deploying {
  readonly archive: Archive
  readonly configuration: readonly string[]
  readonly request: Pick<DeployRequest, 'stopRunning' | 'preview'>
  /** Of a rollback. */
  readonly back?: GoingBack | undefined
}

/** The same for a zip that is made. Hold the lock, but for a preview. */
export async function deployArchive(session: Session, hosted: Hosted, deploying: Deploying): Promise<Deployed> {
  const {project, engine} = session
  const {archive, configuration, request, back} = deploying
  const {environment, appId, branch, live, clients} = hosted
  const kept = openKept(project.root, {accountId: clients.accountId, appId, branch})
  const {sha256, build, files, bytes} = archive
  const facts = {
    ...{environment, accountId: clients.accountId, appId, branch, ...(live !== undefined && {before: live})},
    ...{sha256, build, files, bytes, configuration, ...(kept && {keptIn: kept.folder})},
    ...(await readAddresses(project, hosted)),
  }
  if (request.preview === true) return {did: 'previewed', ...facts}
  if (!kept) engine.report({type: 'warning', code: 'ZIP_NOT_KEPT', message: NOT_KEPT})
  const jobs = await listJobs(hosted)
  const begun = kept?.begun()
  const under = await makeRoom(hosted, jobs, {
    ...{begun, sha256, stopRunning: request.stopRunning === true},
    context: engine,
  })
  // One that went live before its run could note that.
  const running = under ?? (begun?.jobId === live && begun?.sha256 === sha256 ? live : undefined)
  const isLive = kept?.list().some(({jobId, sha256: known}) => jobId === live && known === sha256) ?? false
  if (running === undefined && isLive && live !== undefined) {
    kept?.end()
    return {did: 'unchanged', ...facts, jobId: live}
  }
  const after = Math.max(0, ...jobs.map(({jobId}) => Number(jobId)))
  const jobId = running ?? (await begin(hosted, archive, {kept, after, back}))
  await waitUntilLive(hosted, jobId, engine)
  kept?.note({jobId, sha256, build, files, bytes, of: back?.to, at: new Date().toISOString()})
  kept?.end()
  return {did: running === undefined ? 'deployed' : 'resumed', ...facts, jobId}
}

const NOT_KEPT =
  'the zip is not kept, so this deployment cannot be rolled back to: no folder on this machine is yours alone (HOME, XDG_DATA_HOME)'

interface Beginning {
  readonly kept: KeptPlace | undefined
  /** The newest job there is. */
  readonly after: number
  readonly back: GoingBack | undefined
}

/** What is begun is on disk before AWS is asked, so that a run that dies here is known by the next. */
async function begin(hosted: Hosted, archive: Archive, {kept, after, back}: Beginning): Promise<string> {
  const {sha256, zip} = archive
  kept?.keep(archive)
  kept?.begin({after, sha256, back})
  const {jobId, url} = await createDeployment(hosted)
  kept?.begin({after, sha256, jobId, back})
  await upload(hosted, url, zip)
  await startDeployment(hosted, jobId)
  return jobId
}
