import type * as sdk from '@aws-sdk/client-amplify'
import {lowerAlnum} from '../../core/ids.js'
import type {Call, Operation, Operations} from '../../core/service.js'
import {fateOf, isOver, settleBranch, statusOf} from './job-states.js'
import {summaryOf} from './jobs.js'
import {badRequest, notFound, onBranch, requireBranch, requireBranchOrBad} from './refusals.js'
import {branches, jobs, uploads, type Branch, type Job} from './tables.js'

/** Where the sandbox takes zips. */
export const UPLOADS = '/_awsup/amplify/uploads/'

/** Jobs are numbered in a branch: ten digits, as AWS has them. */
function makeJob(branch: Branch, {tx, now}: Call): Job {
  const {appId, branchName} = branch
  const lastJob = branch.lastJob + 1
  branches.put(tx, [appId, branchName], {...branch, lastJob})
  const job = {appId, branchName, jobId: String(lastJob).padStart(10, '0'), createdAt: now, uploadToken: lowerAlnum(32)}
  jobs.put(tx, [appId, branchName, job.jobId], job)
  uploads.put(tx, [job.uploadToken], {appId, branchName, jobId: job.jobId})
  return job
}

/** In AWS's words (aws-amplify/amplify-backend#1528). @throws ServiceError BadRequestException */
function requireNoneUnderWay({appId, branchName}: Branch, {tx, now}: Call, but?: string): void {
  const busy = jobs.list(tx, [appId, branchName]).find((job) => job.jobId !== but && !isOver(statusOf(job, now)))
  if (!busy) return
  throw badRequest(
    `The last job(deployment) ${Number(busy.jobId)} was not finished, please wait until it finish or use StopJob operation to cancel it before creating a new deployment.`,
  )
}

const CreateDeployment: Operation<sdk.CreateDeploymentCommandInput, sdk.CreateDeploymentResult> = {
  resource: onBranch,
  run(input, call) {
    if (input.fileMap && Object.keys(input.fileMap).length > 0)
      throw badRequest("awsup's sandbox takes one zip: send no fileMap")
    const branch = settleBranch(requireBranchOrBad(input, call), call)
    requireNoneUnderWay(branch, call)
    const job = makeJob(branch, call)
    // Without a port there is nobody to put it at but the sandbox in this process, whatever the host.
    const host = call.endpoint ?? `https://aws-amplify-prod-${call.region}-artifacts.s3.${call.region}.amazonaws.com`
    return {jobId: job.jobId, fileUploadUrls: {}, zipUploadUrl: `${host}${UPLOADS}${job.uploadToken}`}
  },
}

const StartDeployment: Operation<sdk.StartDeploymentCommandInput, sdk.StartDeploymentResult> = {
  resource: onBranch,
  run(input, call) {
    const branch = settleBranch(requireBranch(input, call), call)
    const {jobId, sourceUrl} = input
    if (sourceUrl !== undefined)
      throw badRequest("awsup's sandbox deploys what was put at zipUploadUrl, and reads no sourceUrl")
    // aws-amplify/amplify-backend#1528
    if (jobId === undefined) throw badRequest('Must specify jobId or sourceUrl for StartDeploymentRequest.')
    const job = jobs.get(call.tx, [branch.appId, branch.branchName, jobId])
    if (!job) throw notFound(`Job ${jobId} not found.`)
    const status = statusOf(job, call.now)
    if (status !== 'CREATED') throw badRequest(`Job ${jobId} is in status ${status} and can not be started.`)
    requireNoneUnderWay(branch, call, jobId)
    const {ms, failure} = fateOf(call.settings)
    const started = {...job, startedAt: call.now, dueAt: call.now + ms, ...(failure !== undefined && {failure})}
    jobs.put(call.tx, [job.appId, job.branchName, jobId], started)
    return {jobSummary: summaryOf(started, call)}
  },
}

export const deploymentOperations = {CreateDeployment, StartDeployment} satisfies Operations<typeof sdk>
