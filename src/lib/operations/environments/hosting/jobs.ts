import {
  CreateDeploymentCommand,
  GetJobCommand,
  paginateListJobs,
  StartDeploymentCommand,
  StopJobCommand,
  type JobSummary,
} from '@aws-sdk/client-amplify'
import {isError} from '../../../aws/calls/absent.js'
import {mayBeDone} from '../../../aws/calls/call.js'
import {poll, type Waiting} from '../../../aws/calls/wait.js'
import {AwsRefusedError, ConflictError} from '../../../base/errors.js'
import {collect} from '../../../resources/pages.js'
import {present} from '../../../resources/present.js'
import type {Hosted} from './hosted.js'
import type {Begun} from './kept/kept.js'

/** As long as amplify-cli waits for a deployment (packages/amplify-console-hosting), ms. */
const WAIT_MS = 10 * 60_000

/** Jobs of the branch, newest first. */
export const listJobs = ({clients, appId, branch}: Hosted): Promise<JobSummary[]> =>
  collect(
    paginateListJobs({client: clients.amplify}, {appId, branchName: branch, maxResults: 50}),
    ({jobSummaries}) => jobSummaries,
  )

const isOver = ({status}: JobSummary): boolean => ['SUCCEED', 'FAILED', 'CANCELLED'].includes(String(status))

/** Whether a job is one that this machine began: by its id, or, where the reply was lost, the next one that was never started. */
const isOurs = ({jobId = '', status}: JobSummary, begun: Begun | undefined): boolean =>
  begun !== undefined &&
  (begun.jobId === undefined
    ? status === 'CREATED' && Number(jobId) === begun.after + 1
    : Number(begun.jobId) === Number(jobId))

interface Before {
  readonly begun: Begun | undefined
  /** Of what is to be deployed now. */
  readonly sha256: string
  /** Whether a deployment of somebody else's may be stopped. */
  readonly stopRunning: boolean
  readonly context: Waiting
}

/**
 * Makes room for a deployment: a branch has one at a time, and one that hangs blocks all that follow. One of ours that a
 * run left behind is stopped; where it is under way with the same content, it is answered and goes on. Throws
 * ConflictError `DEPLOYING` for one of somebody else's.
 */
export async function makeRoom(
  hosted: Hosted,
  jobs: readonly JobSummary[],
  before: Before,
): Promise<string | undefined> {
  const {begun, sha256, stopRunning, context} = before
  for (const job of jobs.filter((one) => !isOver(one))) {
    const jobId = present(job.jobId, 'jobId')
    const ours = isOurs(job, begun)
    if (ours && begun?.sha256 === sha256 && job.status !== 'CREATED' && job.status !== 'CANCELLING') return jobId
    if (!ours && !stopRunning) throw busy(hosted, job)
    if (job.status !== 'CANCELLING') await stop(hosted, jobId)
    const word = ours ? 'that an earlier run left behind' : 'of somebody else'
    context.report({
      type: 'warning',
      code: 'DEPLOYMENT_STOPPED',
      message: `deployment ${Number(jobId)} of ${hosted.environment} ${word} was ${job.status ?? ''} and is stopped`,
    })
    await poll(
      `deployment ${Number(jobId)} to stop`,
      async () => ((await readJob(hosted, jobId)).isOver ? true : undefined),
      {context, timeoutMs: WAIT_MS, maxDelayMs: 3_000},
    )
  }
  return undefined
}

/** One that ended just now needs no stop. */
async function stop({clients, appId, branch}: Hosted, jobId: string): Promise<void> {
  try {
    await clients.amplify.send(new StopJobCommand({appId, branchName: branch, jobId}))
  } catch (error) {
    if (!isError(error, 'BadRequestException', 'NotFoundException')) throw error
  }
}

const busy = ({environment, appId, branch}: Hosted, {jobId = '', status}: JobSummary): ConflictError =>
  new ConflictError(
    `deployment ${Number(jobId)} of ${environment} is ${String(status)}, and this machine did not begin it`,
    {
      code: 'DEPLOYING',
      hint: `Wait until it ends; or stop it: awsup deploy ${environment} --stop-running`,
      details: {environment, appId, branch, jobId, status},
    },
  )

/** Makes a deployment. CreateDeployment has no token: it is sent once. */
export async function createDeployment({clients, appId, branch}: Hosted): Promise<{jobId: string; url: string}> {
  const answer = await clients.amplify.send(new CreateDeploymentCommand({appId, branchName: branch}))
  return {jobId: present(answer.jobId, 'jobId'), url: present(answer.zipUploadUrl, 'zipUploadUrl')}
}

/** Puts the zip where AWS said. Throws AwsRefusedError `NOT_UPLOADED`. */
export async function upload({clients}: Hosted, url: string, zip: Uint8Array): Promise<void> {
  const status = await clients.upload(url, zip)
  if (status >= 200 && status < 300) return
  throw new AwsRefusedError(`AWS did not take the zip: it answered ${status}`, {
    code: 'NOT_UPLOADED',
    hint: 'Nothing is changed. Run the same command again: it stops this deployment and begins another.',
    details: {status},
  })
}

/** Starts it, once: where a reply was lost, AWS may say that it is started already. */
export async function startDeployment(hosted: Hosted, jobId: string): Promise<void> {
  const {clients, appId, branch} = hosted
  try {
    await clients.amplify.send(new StartDeploymentCommand({appId, branchName: branch, jobId}))
  } catch (error) {
    if (!mayBeDone(error) || !isError(error, 'BadRequestException')) throw error
    if ((await readJob(hosted, jobId)).status === 'CREATED') throw error
  }
}

interface JobState {
  readonly status: string
  readonly isOver: boolean
  readonly reason: string | undefined
}

async function readJob({clients, appId, branch}: Hosted, jobId: string): Promise<JobState> {
  const {job} = await clients.amplify.send(new GetJobCommand({appId, branchName: branch, jobId}))
  const summary = present(job?.summary, 'summary')
  const reason = job?.steps?.map(({statusReason}) => statusReason).find((one) => one !== undefined && one !== '')
  return {status: summary.status ?? '', isOver: isOver(summary), reason}
}

/** Waits until a deployment is live. Throws AwsRefusedError `DEPLOYMENT_FAILED` with AWS's reason, and `TIMED_OUT`. */
export async function waitUntilLive(hosted: Hosted, jobId: string, context: Waiting): Promise<void> {
  const {environment} = hosted
  const {status, reason} = await poll(
    `deployment ${Number(jobId)} of ${environment} to go live`,
    async () => {
      const state = await readJob(hosted, jobId)
      return state.isOver ? state : undefined
    },
    {context, timeoutMs: WAIT_MS, firstDelayMs: 100, maxDelayMs: 3_000},
  )
  if (status === 'SUCCEED') return
  const said = reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`
  throw new AwsRefusedError(
    `deployment ${Number(jobId)} of ${environment} ${status === 'CANCELLED' ? 'was stopped' : 'failed'}${said}`,
    {
      code: 'DEPLOYMENT_FAILED',
      hint: 'What was live before is still live. Run the same command to deploy again.',
      details: {environment, jobId, status, reason},
    },
  )
}
